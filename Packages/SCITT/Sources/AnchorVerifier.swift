public import Audit
public import ECT
public import Merkle
public import Signing

/// Verifies that tokens are anchored: statement, receipts and, in a batch, the path.
///
/// ```swift
/// let anchors = AnchorVerifier(statements: statements, policy: policy)
/// let anchor = try anchors.verify(SignedStatement(parsing: statement), receipts: [receipt])
/// let evidence = try anchor.evidence(for: token, path: path)
/// let level = token.level(with: [evidence])
/// ```
public struct AnchorVerifier: Sendable {
    /// Who may sign statements.
    public let statements: StatementVerifier
    /// Whose receipts count.
    public var policy: TransparencyPolicy

    /// A verifier with its two policies.
    public init(statements: StatementVerifier, policy: TransparencyPolicy) {
        self.statements = statements
        self.policy = policy
    }

    /// Verifies the receipts, then the statement. Receipts that the statement carries count like those given.
    public func verify(
        _ statement: SignedStatement, receipts: [[UInt8]] = []
    ) throws(SCITTError) -> VerifiedAnchor {
        let verdict = policy.judge(receipts + statement.receipts, for: statement)
        if let failure = verdict.failure { throw failure }
        return VerifiedAnchor(statement: try statements.verify(statement), transparency: verdict)
    }
}

/// A statement that verified, with receipts that do. It comes out of an `AnchorVerifier` only.
public struct VerifiedAnchor: Sendable {
    /// The statement.
    public let statement: VerifiedStatement
    /// What was found of its receipts.
    public let transparency: TransparencyVerdict

    /// The evidence for one token: the statement is about it, or about a batch that `path` shows it in.
    public func evidence(
        for token: VerifiedToken, path: InclusionProof? = nil
    ) throws(SCITTError) -> AnchorEvidence {
        try check(type: token.recordType, subject: token.recordSubject)
        try check(token.compact, path: path)
        return AnchorEvidence(
            tokenHash: SHA256.digest(token.compact), anchor: self,
            place: path.map { AnchorEvidence.Place(index: $0.index, size: $0.size) })
    }

    /// Whether a statement about one record is about a record of that type and subject; one about a batch says
    /// neither of its records.
    func check(type: RecordType, subject: RecordSubject) throws(SCITTError) {
        guard let stated = statement.content.recordType else { return }
        guard stated == type else { throw .recordTypeDiffers }
        guard statement.subject == subject else { throw .statementSubject }
    }

    /// Whether the payload commits to these octets.
    func check(_ token: [UInt8], path: InclusionProof?) throws(SCITTError) {
        switch (statement.content, path) {
        case (.batch(let root), let path?):
            guard path.size <= Batch.limit else { throw .batchSize(path.size) }
            do {
                try path.verify(leafHash: MerkleHash.leaf(token), root: root)
            } catch {
                throw .batchPath(error)
            }
        case (.hash(let hash, _), nil):
            guard hash == SHA256.digest(token) else { throw .statementPayload }
        case (.record(let record, _), nil):
            guard record == token else { throw .statementPayload }
        case (.batch, nil), (.hash, _?), (.record, _?):
            throw .pathMisplaced
        }
    }
}

/// What shows that the exact octets of one token are anchored. It comes out of a `VerifiedAnchor` only.
public struct AnchorEvidence: Sendable {
    /// The SHA-256 of the token's compact form.
    public let tokenHash: Digest32
    /// The statement and its receipts.
    public let anchor: VerifiedAnchor
    /// Where in a batch the token stands; nil for a statement of its own.
    public let place: Place?

    /// A place in a batch.
    public struct Place: Hashable, Sendable {
        /// The record's index, from 0.
        public let index: UInt64
        /// How many records there are.
        public let size: UInt64
    }
}

extension VerifiedToken {
    /// The token's assurance level with the evidence at hand: L3 where a signed record has evidence for its
    /// exact octets, else what its envelope gives; nil for a mandate, which is no record.
    ///
    /// An append that is pending or failed is no evidence, and the record stays at L2.
    public func level(with evidence: [AnchorEvidence]) -> AssuranceLevel? {
        let level: AssuranceLevel
        switch self {
        case .mandate: return nil
        case .record: level = .level2
        case .execution(let ect): level = ect.level
        }
        //= ECT#req-ect-l3-evidence
        //# A verifier MUST NOT report L3 unless it has verified such evidence for the exact octets of the
        //# token.
        //= ECT#req-ect-l3-fallback
        //# An ECT whose append is pending or has failed, or whose evidence does not verify, MUST be treated as
        //# L2.
        guard level >= .level2, !evidence.isEmpty else { return level }
        let hash = SHA256.digest(compact)
        return evidence.contains { $0.tokenHash == hash } ? .level3 : level
    }
}
