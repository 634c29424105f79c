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
///
/// Records that the ledger holds from earlier audits are judged together with those of the set, as far as they
/// belong to the same workflows or are named from there; `EarlierRecords` says what that trusts. A workflow may
/// so be audited in parts.
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

    /// Audits the tokens of `lines`; a pipe is first kept in a temporary file. `workers` batches are verified at a
    /// time; `progress` is told how many lines are done, and how many there are.
    public func audit(
        _ lines: consuming some TokenSource & ~Copyable, workers: Int,
        progress: (Int, Int) -> Void = { _, _ in }
    ) async throws(AuditError) -> AuditReport {
        let (verifier, count) = try verifier(for: &lines)
        var findings = try AuditFindings(policy: policy, ledger: ledger)
        try await verify(&lines, with: verifier, workers: workers, into: &findings) { progress($0, count) }
        return try findings.report(verifier)
    }

    /// A verifier that has the mandates of the set at hand, and how many tokens the set has. `lines` is left at
    /// its start.
    public func verifier(
        for lines: inout some TokenSource & ~Copyable
    ) throws(AuditError) -> (verifier: TokenVerifier, count: Int) {
        try lines.keep()
        let act = ACTVerifier(trust: trust, policy: policy.act)
        var tokens: [[UInt8]] = []
        var count = 0
        while true {
            let piece = try lines.next(Self.batch)
            if piece.isEmpty { break }
            count += piece.count
            for line in piece where MandateSet.isMandate(line.token) { tokens.append(line.token) }
        }
        try lines.rewind()
        let mandates = MandateSet(verifying: tokens, with: act)
        return (
            TokenVerifier(
                act: act, ect: ECTVerifier(trust: trust, policy: policy.ect), mandates: mandates,
                approvals: policy.approvals),
            count
        )
    }

    /// Verifies batches concurrently and takes their results in the order of the lines.
    private func verify(
        _ lines: inout some TokenSource & ~Copyable, with verifier: TokenVerifier, workers: Int,
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
