import ACT
public import Audit
import Claims
import ECT
import Encoding
import JOSE
import Merkle
import Signing
public import Trust

/// Verifies an evidence bundle with nothing but a trust file: no network, and no more memory than an index of
/// the tokens and a finding for each.
public struct BundleVerifier: Sendable {
    /// Whose keys may say what, and which services' receipts count.
    public let trust: TrustFile
    /// What is demanded of the tokens.
    public var policy: AuditPolicy
    /// What is demanded of receipts.
    public var transparency: TransparencyPolicy
    /// Whether a token without verified anchor is refused.
    public var requiresAnchors = false

    /// A verifier by this trust file.
    public init(trust: TrustFile, policy: AuditPolicy) {
        self.trust = trust
        self.policy = policy
        transparency = TransparencyPolicy(services: trust.services, now: policy.now)
    }

    /// Verifies all anchors and all tokens. `workers` batches of tokens are verified at a time; `progress` is
    /// told how many are done, and how many there are.
    public func verify(
        _ bundle: EvidenceBundle, workers: Int, progress: (Int, Int) -> Void = { _, _ in }
    ) async throws(SCITTError) -> BundleReport {
        var report = BundleReport(
            tokenCount: bundle.tokenCount, flaws: bundle.flaws, minimumLevel: policy.minimumLevel,
            requiresAnchors: requiresAnchors,
            hasSamePolicy: bundle.policyHash.map { $0 == trust.policyHash })
        let approvals = try collectApprovals(bundle, into: &report)
        let store = TrustStore(trust)
        // What is L2 by its envelope can be L3 by its anchor: the minimum is applied when both are known.
        var audited = policy
        audited.minimumLevel = min(policy.minimumLevel, .level2)
        audited.minimumEffectiveLevel = nil
        audited.approvals += approvals
        do {
            report.take(
                try await Auditor(trust: store, policy: audited).audit(
                    BundleTokens(bundle, without: report.approvals), workers: workers,
                    progress: progress))
        } catch {
            throw .audit(error)
        }
        let verifier = AnchorVerifier(
            statements: StatementVerifier(trust: store, time: policy.now), policy: transparency)
        for index in 0..<bundle.anchorCount { try verifyAnchor(index, of: bundle, verifier, into: &report) }
        report.raise(minimumEffective: policy.minimumEffectiveLevel)
        return report
    }

    /// Approval tokens, which are held against the records that need them, and tokens of neither profile.
    private func collectApprovals(
        _ bundle: EvidenceBundle, into report: inout BundleReport
    ) throws(SCITTError) -> [[UInt8]] {
        var approvals: [[UInt8]] = []
        for index in 0..<bundle.tokenCount {
            let token = try bundle.token(at: index)
            guard case .unknown(let type) = TokenKind(of: token) else { continue }
            if type == ACTVerifier.approvalType, (try? JWS(parsing: token)) != nil {
                report.approvals.insert(index)
                approvals.append(token)
            } else {
                report.flaws.append(.bundleToken(index: index))
            }
        }
        return approvals
    }

    private func verifyAnchor(
        _ index: Int, of bundle: EvidenceBundle, _ verifier: AnchorVerifier, into report: inout BundleReport
    ) throws(SCITTError) {
        let content = try bundle.anchor(at: index)
        let anchor: VerifiedAnchor
        do throws(SCITTError) {
            let statement = try SignedStatement(parsing: content.statement)
            guard statement.octets == content.statement else {
                throw .bundleMalformed(at: bundle.anchors[index].statement.offset)
            }
            anchor = try verifier.verify(statement, receipts: content.receipts)
            if bundle.anchors[index].form == .leaf { try check(bundle.batch(ofAnchor: index), anchor) }
            report.anchors.append(.success(anchor))
        } catch {
            report.anchors.append(.failure(error))
            try bundle.forEachCover(ofAnchor: index) { (cover) throws(SCITTError) in
                report.note(cover.token, .refused(error))
            }
            return
        }
        try bundle.forEachCover(ofAnchor: index) { (cover) throws(SCITTError) in
            guard let described = report.description(of: cover.token) else { return }
            do throws(SCITTError) {
                try anchor.check(type: described.type, subject: described.subject)
                try check(bundle, cover, anchor, index)
                report.note(cover.token, .anchored(by: index))
            } catch {
                if case .unavailable = error { throw error }
                report.note(cover.token, .refused(error))
            }
        }
    }

    /// Whether the leaf hashes are those that the statement commits to.
    private func check(_ batch: Batch, _ anchor: VerifiedAnchor) throws(SCITTError) {
        guard case .batch(let root) = anchor.statement.content, batch.root == root else {
            throw .batchPath(.rootMismatch)
        }
    }

    private func check(
        _ bundle: EvidenceBundle, _ cover: BundleCover, _ anchor: VerifiedAnchor, _ index: Int
    ) throws(SCITTError) {
        let token = try bundle.token(at: cover.token)
        switch cover.place {
        case .alone: try anchor.check(token, path: nil)
        case .path(let path): try anchor.check(token, path: path)
        case .leaf(let leaf):
            guard try bundle.leafHash(leaf, ofAnchor: index) == MerkleHash.leaf(token) else {
                throw .batchPath(.rootMismatch)
            }
        }
    }
}

extension EvidenceBundle {
    /// One leaf hash of a batch: a byte string of 34 octets with its head.
    func leafHash(_ index: UInt64, ofAnchor anchor: Int) throws(SCITTError) -> Digest32? {
        let (place, overflow) = index.multipliedReportingOverflow(by: 34)
        guard !overflow, index < UInt64(anchors[anchor].leaves.count) else { return nil }
        return Digest32(
            try octets(Part(offset: anchors[anchor].leaves.offset + place + 2, count: Digest32.count)))
    }
}

/// The tokens of a bundle as an audit reads them, numbered from 1.
private struct BundleTokens: TokenSource {
    private let bundle: EvidenceBundle
    private let approvals: Set<Int>
    private var index = 0

    init(_ bundle: EvidenceBundle, without approvals: Set<Int>) {
        self.bundle = bundle
        self.approvals = approvals
    }

    mutating func next(_ count: Int) throws(AuditError) -> [TokenLines.Line] {
        var lines: [TokenLines.Line] = []
        while lines.count < count, index < bundle.tokenCount {
            if !approvals.contains(index) {
                let token: [UInt8]
                do {
                    token = try bundle.token(at: index)
                } catch {
                    throw .unreadable("the bundle", errno: 5)
                }
                lines.append(TokenLines.Line(number: index + 1, of: token))
            }
            index += 1
        }
        return lines
    }

    mutating func rewind() { index = 0 }

    mutating func keep() {}
}
