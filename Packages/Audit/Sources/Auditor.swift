import ACT
import Claims
import DAG
import ECT
import Encoding
public import Ledger
import Signing
public import Trust

/// Audits a token set: every token verified, the records' graph checked, everything that verified appended to
/// a ledger, one report.
///
/// The set is read twice: first for its mandates, which records name by hash and may stand anywhere; then
/// for everything, a batch at a time on all cores, while the order of the lines is kept.
public struct Auditor: Sendable {
    /// Whose keys may say what.
    public let trust: TrustStore
    /// What is demanded.
    public let policy: AuditPolicy
    /// Where tokens that verified are kept; nil for nowhere.
    public let ledger: Ledger?

    /// Lines verified in one go.
    static let batch = 1024
    /// Batches that go into the ledger in one transaction.
    static let batchesPerCommit = 8

    /// An auditor.
    public init(trust: TrustStore, policy: AuditPolicy, ledger: Ledger? = nil) {
        self.trust = trust
        self.policy = policy
        self.ledger = ledger
    }

    /// Audits the tokens of `lines`, which must be seekable. `workers` batches are verified at a time;
    /// `progress` is told how many lines are done.
    public func audit(
        _ lines: consuming TokenLines, workers: Int, progress: (Int) -> Void = { _ in }
    ) async throws(AuditError) -> AuditReport {
        let mandates = try collectMandates(&lines)
        try lines.rewind()
        let verifier = TokenVerifier(
            act: ACTVerifier(trust: trust, policy: policy.act),
            ect: ECTVerifier(trust: trust, policy: policy.ect), mandates: mandates)
        var findings = AuditFindings(policy: policy, ledger: ledger)
        try await verify(&lines, with: verifier, workers: workers, into: &findings, progress)
        return try findings.report(mandates)
    }

    /// The mandates of the set, verified.
    private func collectMandates(_ lines: inout TokenLines) throws(AuditError) -> MandateSet {
        var tokens: [[UInt8]] = []
        while true {
            let piece = try lines.next(Self.batch)
            if piece.isEmpty { break }
            for line in piece where MandateSet.isMandate(line.token) { tokens.append(line.token) }
        }
        return MandateSet(verifying: tokens, with: ACTVerifier(trust: trust, policy: policy.act))
    }

    /// Verifies batches concurrently and takes their results in the order of the lines.
    private func verify(
        _ lines: inout TokenLines, with verifier: TokenVerifier, workers: Int,
        into findings: inout AuditFindings, _ progress: (Int) -> Void
    ) async throws(AuditError) {
        var done = 0
        var pending: [Task<[AuditFindings.Line], Never>] = []
        var isAtEnd = false
        defer { for task in pending { task.cancel() } }
        while true {
            // One batch more than there are workers, so that none waits while results are taken in.
            while !isAtEnd, pending.count <= max(1, workers) {
                let piece = try lines.next(Self.batch)
                if piece.isEmpty {
                    isAtEnd = true
                } else {
                    pending.append(Task { piece.map { AuditFindings.Line($0, verifier) } })
                }
            }
            guard !pending.isEmpty else { return }
            let batch = await pending.removeFirst().value
            try findings.take(batch)
            done += batch.count
            progress(done)
        }
    }
}
