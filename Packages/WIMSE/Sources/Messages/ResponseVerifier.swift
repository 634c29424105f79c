public import Claims
import Encoding
public import HTTPTypes
import JOSE
public import Ledger
public import Trust

/// Verifies the responses to requests that a `RequestSigner` made.
public struct ResponseVerifier: Sendable {
    /// The client's demands; `audiences` are those that the tokens of a response must name.
    public let policy: WIMSEPolicy
    private let identities: WorkloadIdentityVerifier
    private let trust: TrustStore
    private let replay: any ReplayStore

    /// A verifier, as `RequestVerifier`.
    public init(
        trust: TrustStore, policy: WIMSEPolicy, replay: any ReplayStore, cachedIdentities: Int = 1024
    ) {
        self.trust = trust
        self.policy = policy
        self.replay = replay
        identities = WorkloadIdentityVerifier(
            trust: trust, policy: policy.identity, cacheCapacity: cachedIdentities)
    }

    /// Verifies the response to `sent`. Nil where it is not signed and needs not be: then nobody vouches for it, and
    /// tokens in it are not to be acted upon. `workload` is who was called, where the caller knows.
    public func verify(
        _ response: HTTPResponse, content: MessageContent, to sent: SentRequest,
        from workload: WorkloadIdentifier? = nil, at now: NumericDate
    ) throws(WIMSEError) -> VerifiedResponse? {
        let message = HTTPMessage.response(response, to: sent.request)
        let fields = response.headerFields
        guard let signature = try HTTPMessageSignature.profile(in: message) else {
            if sent.demandsSignature || policy.signsEveryResponse { throw .response(.unsigned) }
            return nil
        }
        let unbound = try UnboundTokens(decoding: fields, limit: policy.fieldLimit)
        let identity = try identities.identity(in: fields, at: now)
        if let workload, identity.workload != workload { throw .response(.fromAnotherWorkload) }
        do {
            try SignatureProfile.checkParameters(signature.parameters, policy, now)
        } catch {
            throw .signature(error)
        }
        guard let nonce = signature.parameters.requestNonce else {
            throw .signature(.parameterMissing("wimse-req-nonce"))
        }
        guard let mine = sent.nonce, nonce == mine else { throw .response(.forAnotherRequest) }
        try SignatureProfile.checkCoverage(of: signature, message, policy.coveredFields)
        let verified = try signature.verify(
            over: message, with: identity.confirmationKey, algorithm: identity.algorithm.signatureAlgorithm)
        if let digest = try ContentDigest(fields) {
            try digest.check(content)
        } else if content.count > 0 {
            throw .content(.digestMissing)
        }
        let inContent: [[UInt8]]
        do {
            inContent = try ExecutionContent.tokens(in: content, of: fields)
        } catch {
            throw .binding(error, .content)
        }
        let verifier = TokenVerifier(trust: trust, policy: policy, replay: replay, sender: identity, now: now)
        let tokens = try verifier.verify(
            BoundTokens(
                executionContext: unbound.executionContext, mandate: unbound.mandate,
                records: unbound.records,
                content: inContent))
        try verifier.checkPresence(tokens, unbound: .none)
        return VerifiedResponse(workload: identity, signature: verified, tokens: tokens)
    }
}

/// A response that its sender signed for the request. It comes out of a `ResponseVerifier` only.
public struct VerifiedResponse: Sendable {
    /// Who answered.
    public let workload: VerifiedWorkloadIdentity
    /// The signature.
    public let signature: VerifiedSignature
    /// The tokens that are bound to the response and verified.
    public let tokens: VerifiedTokens
}
