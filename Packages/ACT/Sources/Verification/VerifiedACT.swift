public import Claims
public import Encoding
public import JOSE

/// A mandate whose signature, claims and times verified. It comes out of an `ACTVerifier` only.
public struct VerifiedMandate: Sendable {
    /// Who may do what.
    public let claims: MandateClaims
    /// How far its delegation chain could be followed.
    public let delegation: DelegationStatus
    /// Who issued the root mandate of the chain; nil where that is not at hand.
    public let rootIssuer: ExactString?
    /// The token's exact octets.
    public let compact: [UInt8]
    /// The hash of those octets, which records name.
    public let hash: ContentHash
    /// The key that signed it.
    public let key: JWK
    /// All claims as they stand in the payload.
    let payload: JSONNode
    /// The approval that it carries.
    private let approval: ApprovalClaims?

    init(
        claims: MandateClaims, authority: Authority, approval: ApprovalClaims?, signed: VerifiedJWS,
        payload: JSONNode
    ) {
        self.claims = claims
        self.approval = approval
        delegation = authority.delegation
        rootIssuer = authority.rootIssuer
        compact = signed.compact
        hash = ContentHash(of: signed.compact)
        key = signed.key
        self.payload = payload
    }

    /// What a record of another kind may be held against, with the approval that the mandate carries.
    public var scope: MandateScope { scope(approvals: []) }

    /// The same with `approvals` besides, which were verified for this mandate.
    func scope(approvals presented: [ApprovalClaims]) -> MandateScope {
        let approvals = [approval].compactMap { $0 } + presented
        let limits = claims.capabilities.list.map { capability in
            let needsApproval = claims.oversight?.requiresApprovalFor.contains(capability.action) ?? false
            let windows = approvals.filter { $0.action == capability.action }
                .map { $0.issuedAt...$0.expiration }
            return (
                capability.action,
                MandateScope.Limits(
                    maxCalls: capability.constraints.maxCalls, notBefore: capability.constraints.notBefore,
                    notAfter: capability.constraints.notAfter, approvals: needsApproval ? windows : nil)
            )
        }
        return MandateScope(
            hash: hash, subject: claims.subject, audience: claims.audience, workflow: claims.workflow,
            opens: max(claims.issuedAt, claims.notBefore ?? claims.issuedAt), closes: claims.expiration,
            actions: Dictionary(limits, uniquingKeysWith: { first, _ in first }))
    }
}

/// A record whose signature, claims and times verified, with what could be shown of its authority. It comes
/// out of an `ACTVerifier` only.
public struct VerifiedRecord: Sendable {
    /// The mandate claims that the record kept.
    public let mandate: MandateClaims
    /// What was done.
    public let claims: RecordClaims
    /// Whether it was authorized.
    public let verdict: Verdict
    /// How far the mandate's delegation chain could be followed.
    public let delegation: DelegationStatus
    /// Constraints about facts that a record does not state, by their names on the wire.
    public let unchecked: [String]
    /// The token's exact octets.
    public let compact: [UInt8]
    /// The key that signed it.
    public let key: JWK

    /// Refuses the record where `input` or `output` is not what its hashes commit to. A hash that is absent
    /// commits to nothing.
    public func check(input: [UInt8]? = nil, output: [UInt8]? = nil) throws(ACTError) {
        for (content, hash) in [(input, claims.inputHash), (output, claims.outputHash)] {
            if let content, let hash, ContentHash(of: content) != hash { throw .rule(.dataHash) }
        }
    }

    /// What a record proves (draft §4, "What a Record Proves"). The third value, invalid, is an `ACTError`.
    public enum Verdict: String, Hashable, Sendable {
        /// The mandate is at hand, and the execution lies inside it.
        case authorized
        /// The record verifies; its mandate is not at hand.
        case unproven
    }
}

/// Where a mandate's authority comes from, as far as its chain could be followed.
struct Authority {
    let delegation: DelegationStatus
    /// Who issued the root mandate; nil where that is not at hand.
    let rootIssuer: ExactString?
}

/// How far a delegation chain could be followed.
public enum DelegationStatus: String, Hashable, Sendable {
    /// A root mandate.
    case none
    /// Every hop's signature verifies; some ancestors are not at hand.
    case asserted
    /// All ancestors are at hand, and each hop narrows.
    case proven
}

/// A verified ACT, in one of its two phases.
public enum VerifiedACT: Sendable {
    case mandate(VerifiedMandate)
    case record(VerifiedRecord)
}

/// The two phases of an ACT.
public enum ACTPhase: String, Hashable, Sendable {
    case mandate
    case record
}
