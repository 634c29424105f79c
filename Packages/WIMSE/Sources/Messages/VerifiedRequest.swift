public import ACT
public import ECT
public import HTTPTypes

/// A request that may be acted upon. It comes out of a `RequestVerifier` only.
public struct VerifiedRequest: Sendable {
    /// The request.
    public let request: HTTPRequest
    /// Who sent it.
    public let workload: VerifiedWorkloadIdentity
    /// The message signature, where there is one.
    public let signature: VerifiedSignature?
    /// The proof token, where there is one.
    public let proofToken: WorkloadProofToken?
    /// The tokens that are bound to the request and verified.
    public let tokens: VerifiedTokens
    /// Tokens of the content that nothing binds to the request: for logs.
    public let unbound: UnboundTokens
    /// The digest that the content has; nil where the request has no `Content-Digest`.
    public let contentDigest: ContentDigest?
    /// How the response is bound to the request: what a `ResponseSigner` is given.
    public let responseBinding: ResponseBinding

    /// The covered components as `Signature-Input` has them, as in `"@method"`; none for a proof token alone.
    public var covered: [String] { signature?.components.map(\.description) ?? [] }
}

/// The ECTs and ACTs of a message that are bound to it and verified. Whether the records form a graph is for the
/// receiver's DAG to say.
public struct VerifiedTokens: Sendable {
    /// ECTs of the sender itself, verified live and accepted once.
    public internal(set) var presented: [VerifiedECT] = []
    /// ECTs of others, passed on, verified as in an audit.
    public internal(set) var supporting: [VerifiedECT] = []
    /// The mandate under which the sender acts: it is the mandate's `sub`.
    public internal(set) var mandate: VerifiedMandate?
    /// ACT records of the sender itself, verified live and accepted once.
    public internal(set) var presentedRecords: [VerifiedRecord] = []
    /// ACT records of others, verified as in an audit.
    public internal(set) var supportingRecords: [VerifiedRecord] = []
    /// Why supporting tokens were refused, by their SHA-256, where the policy lets the message pass.
    public internal(set) var refused: [RefusedToken] = []

    /// No tokens.
    init() {}
}
