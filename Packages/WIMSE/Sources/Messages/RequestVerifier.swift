public import Claims
import Encoding
public import HTTPTypes
public import Ledger
public import Trust

/// Verifies requests: the workload's identity, the proof that the sender holds its key, what that covers, the
/// content, and the ECTs and ACTs that are bound to the request.
///
/// In two steps, so that a server refuses before it reads the content:
/// ```swift
/// let authenticated = try verifier.authenticate(request, at: now)
/// var digester = ContentDigester(for: authenticated.contentDigest)
/// for try await chunk in body { digester.update(chunk) }
/// let verified = try verifier.accept(authenticated, content: digester.finish(), at: now)
/// ```
/// or in one, with `verify`.
public struct RequestVerifier: Sendable {
    /// The receiver's demands.
    public let policy: WIMSEPolicy
    let identities: WorkloadIdentityVerifier
    let trust: TrustStore
    let replay: any ReplayStore

    /// A verifier. `trust` lists the anchors of trust domains, and the issuers of mandates and of supporting tokens;
    /// `replay` remembers nonces and token identifiers, and must be shared by all instances of one audience. Up to
    /// `cachedIdentities` verified WITs are kept until they expire.
    public init(
        trust: TrustStore, policy: WIMSEPolicy, replay: any ReplayStore, cachedIdentities: Int = 4096
    ) {
        self.trust = trust
        self.policy = policy
        self.replay = replay
        identities = WorkloadIdentityVerifier(
            trust: trust, policy: policy.identity, cacheCapacity: cachedIdentities)
    }

    /// Verifies a request whose content is at hand.
    public func verify(
        _ request: HTTPRequest, content: MessageContent, at now: NumericDate
    ) throws(WIMSEError) -> VerifiedRequest {
        try accept(authenticate(request, at: now), content: content, at: now)
    }

    /// Verifies all that needs no content: sizes, WIT, signature or proof token, coverage. Nothing is remembered and
    /// no token is verified yet.
    public func authenticate(
        _ request: HTTPRequest, at now: NumericDate
    ) throws(WIMSEError) -> AuthenticatedRequest {
        let tokens = try UnboundTokens(decoding: request.headerFields, limit: policy.fieldLimit)
        try Authorization.refuseIdentityToken(in: request.headerFields)
        let identity = try identities.identity(in: request.headerFields, at: now)
        let digest = try ContentDigest(request.headerFields)
        let signature = try signature(of: request, identity, tokens, now)
        let proof = try proofToken(of: request, identity, tokens, now)
        guard signature != nil || proof != nil else {
            if policy.proof == .proofToken { throw .proof(.missing) }
            throw .signature(.missing)
        }
        return AuthenticatedRequest(
            request: request, workload: identity, signature: signature, proofToken: proof,
            contentDigest: digest, tokens: tokens, policy: policy)
    }

    /// Verifies the rest: the content's digest, first use, and the tokens. The request may be acted upon after this
    /// and not before.
    public func accept(
        _ authenticated: AuthenticatedRequest, content: MessageContent, at now: NumericDate
    ) throws(WIMSEError) -> VerifiedRequest {
        let bound = try authenticated.bind(content)
        try checkFirstUse(authenticated, now)
        let verifier = TokenVerifier(
            trust: trust, policy: policy, replay: replay, sender: authenticated.workload, now: now)
        let tokens = try verifier.verify(bound.tokens)
        try verifier.checkPresence(tokens, unbound: bound.unbound)
        return VerifiedRequest(
            request: authenticated.request, workload: authenticated.workload,
            signature: authenticated.signature, proofToken: authenticated.proofToken, tokens: tokens,
            unbound: bound.unbound, contentDigest: authenticated.contentDigest,
            responseBinding: authenticated.responseBinding)
    }
}
