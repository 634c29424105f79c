public import HTTPTypes

/// A request whose sender is authenticated: it holds the key of its WIT and signed this request, or a proof for it.
/// Content and tokens are not verified yet; it is good for `RequestVerifier.accept` and for logs.
public struct AuthenticatedRequest: Sendable {
    /// The request.
    public let request: HTTPRequest
    /// Who sent it.
    public let workload: VerifiedWorkloadIdentity
    /// The message signature, where there is one.
    public let signature: VerifiedSignature?
    /// The proof token, where there is one.
    public let proofToken: WorkloadProofToken?
    /// What the content must hash to; nil where the request has no `Content-Digest`.
    public let contentDigest: ContentDigest?
    /// The tokens of the fields.
    public let tokens: UnboundTokens
    let policy: WIMSEPolicy

    /// How the response is bound to the request.
    public var responseBinding: ResponseBinding {
        ResponseBinding(
            request: request, nonce: signature?.parameters.nonce,
            mustSign: policy.signsEveryResponse || signature?.parameters.signResponse ?? false)
    }

    /// Checks the content, and splits the tokens into those that the proofs cover and the others.
    func bind(_ content: MessageContent) throws(WIMSEError) -> (tokens: BoundTokens, unbound: UnboundTokens) {
        if let contentDigest {
            try contentDigest.check(content)
        } else if signature != nil, content.count > 0 {
            throw .content(.digestMissing)
        }
        let inContent: [[UInt8]]
        do {
            inContent = try ExecutionContent.tokens(in: content, of: request.headerFields)
        } catch {
            throw .binding(error, .content)
        }
        let coversContent =
            contentDigest != nil
            && (signature != nil
                || proofToken?.otherHashes[HTTPField.Name.contentDigest.canonicalName] != nil)
        //= ACT#req-act-http-unbound
        //# A token in a field that is not bound in one of these ways MUST NOT be acted upon.
        //= ECT#req-ect-http-unbound
        //# A receiver MUST NOT act upon an ECT that is bound to the message in none of these ways
        return (
            BoundTokens(
                executionContext: tokens.executionContext, mandate: tokens.mandate, records: tokens.records,
                content: coversContent ? inContent : []),
            UnboundTokens(
                executionContext: [], mandate: nil, records: [], content: coversContent ? [] : inContent)
        )
    }
}

/// What a response has to be bound to.
public struct ResponseBinding: Sendable {
    /// The request that is answered.
    public let request: HTTPRequest
    /// The nonce of its signature; nil where it was not signed, so that no response to it can be.
    public let nonce: String?
    /// Whether the response has to be signed.
    public let mustSign: Bool
}
