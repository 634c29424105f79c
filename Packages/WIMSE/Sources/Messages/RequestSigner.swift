public import Claims
public import Encoding
public import HTTPTypes
public import JOSE
public import Signing

/// Makes requests of a workload: adds its WIT, its tokens and the digest of the content, and signs.
public struct RequestSigner: Sendable {
    /// The workload's WIT, in compact form.
    public let identityToken: String
    /// The workload.
    public let workload: WorkloadIdentifier
    /// The key of the WIT's `cnf`.
    public let key: PrivateJWK
    /// How long signatures and proof tokens count, in seconds.
    public var lifetime: Int64 = 60
    /// Fields that are covered, when present, besides those of the profile.
    public var coveredFields: Set<HTTPField.Name> = []
    private let identityHash: ContentHash
    private let random: any RandomSource

    /// A signer. Throws `identity` errors where the WIT is malformed, or `key` is not the one of its `cnf`.
    public init(
        identityToken: String, key: PrivateJWK, random: any RandomSource = SystemRandom()
    ) throws(WIMSEError) {
        let token: WorkloadIdentityToken
        do { token = try WorkloadIdentityToken(parsing: Array(identityToken.utf8)) } catch {
            throw .identity(error)
        }
        guard token.claims.key.publicKey == key.publicJWK.publicKey else {
            throw .identity(.confirmationKey(.privateValueMismatch))
        }
        self.identityToken = identityToken
        self.random = random
        workload = token.unverifiedWorkload
        identityHash = ContentHash(of: token.compact)
        do {
            // The WIT decides what the algorithm is called: `EdDSA` and `Ed25519` are two names of one.
            self.key = try PrivateJWK(key.privateKey, as: token.claims.key)
        } catch {
            throw .identity(.confirmationKey(error))
        }
    }

    /// Signs a request. `audience` is what the receiver is configured with; nil for the default of the draft, the
    /// target URI without query. `tokens` are put into the fields; a set too large for them belongs into the content
    /// before this (`ExecutionContent`).
    public func sign(
        _ request: inout HTTPRequest, content: MessageContent = .none, audience: ExactString? = nil,
        tokens: ExecutionTokens = ExecutionTokens(), signResponse: Bool = false, at now: NumericDate
    ) throws(WIMSEError) -> SentRequest {
        var signed = request
        try prepare(&signed, content, tokens)
        signed.headerFields[.signature] = nil
        signed.headerFields[.signatureInput] = nil
        var parameters = SignatureParameters()
        parameters.created = now.seconds
        parameters.expires = now.advanced(by: lifetime).seconds
        parameters.nonce = token()
        parameters.tag = SignatureProfile.tag
        parameters.audience = try Self.audience(audience, of: signed).string
        parameters.signResponse = signResponse
        let message = HTTPMessage.request(signed)
        let values = try HTTPMessageSignature.sign(
            message, covering: SignatureProfile.components(of: message, coveredFields),
            parameters: parameters, with: key)
        values.add(to: &signed.headerFields)
        request = signed
        return SentRequest(request: signed, nonce: parameters.nonce, demandsSignature: signResponse)
    }

    /// Adds a workload proof token instead of a signature. The content is covered through `Content-Digest`.
    public func prove(
        _ request: inout HTTPRequest, content: MessageContent = .none, audience: ExactString? = nil,
        tokens: ExecutionTokens = ExecutionTokens(), at now: NumericDate
    ) throws(WIMSEError) -> SentRequest {
        var proven = request
        guard !proven.headerFields.contains(.authorization) else { throw .proof(.malformed) }
        try prepare(&proven, content, tokens)
        var proof = WorkloadProofToken(
            audience: try Self.audience(audience, of: proven), expiration: now.advanced(by: lifetime),
            identifier: ExactString(token()), identityHash: identityHash)
        let fields = proven.headerFields
        proof.transactionTokenHash = CombinedField(.transactionToken, in: fields)
            .map { ContentHash(of: $0.octets) }
        let names = Set([.executionContext, .actMandate, .actRecord, .contentDigest]).union(coveredFields)
        for name in names {
            guard let value = CombinedField(name, in: fields) else { continue }
            proof.otherHashes[name.canonicalName] = ContentHash(of: value.octets)
        }
        let compact = try proof.sign(with: key)
        proven.headerFields[.authorization] = "\(WorkloadProofToken.scheme) \(compact)"
        request = proven
        return SentRequest(request: proven, nonce: nil, demandsSignature: false)
    }

    private func prepare(
        _ request: inout HTTPRequest, _ content: MessageContent, _ tokens: ExecutionTokens
    ) throws(WIMSEError) {
        request.headerFields[.workloadIdentityToken] = identityToken
        if !tokens.isEmpty { try tokens.write(to: &request.headerFields) }
        try ContentDigest.write(content, to: &request.headerFields)
    }

    /// Whom the request is for: the target URI without query and fragment where nothing else is said.
    private static func audience(
        _ stated: ExactString?, of request: HTTPRequest
    ) throws(WIMSEError) -> ExactString {
        if let stated { return stated }
        guard let scheme = request.scheme, let authority = request.authority, let path = request.path else {
            throw .signature(.parameterMissing("wimse-aud"))
        }
        let bare = String(decoding: ComponentValue.path(Array(path.utf8)), as: UTF8.self)
        return ExactString("\(scheme)://\(authority)\(bare)")
    }

    /// 128 random bits in base64url.
    private func token() -> String { Base64URL.encode(random.octets(count: 16)) }
}

/// A request that was signed and sent: what its response is held against.
public struct SentRequest: Sendable {
    /// The request as it was sent.
    public let request: HTTPRequest
    /// The nonce of its signature; nil where it has a proof token instead.
    public let nonce: String?
    /// Whether it demands a signed response.
    public let demandsSignature: Bool

    /// A request that was signed otherwise than by a `RequestSigner`. `nonce` is that of its signature.
    public init(request: HTTPRequest, nonce: String? = nil, demandsSignature: Bool = false) {
        self.request = request
        self.nonce = nonce
        self.demandsSignature = demandsSignature
    }
}

extension ContentDigest {
    /// Writes the digest of the content that is there, in place of one that was there. A field with content that
    /// was streamed, and so not kept, needs a digester with SHA-256.
    static func write(_ content: MessageContent, to fields: inout HTTPFields) throws(WIMSEError) {
        guard content.count > 0 else { return fields[.contentDigest] = nil }
        guard let digest = ContentDigest(content, algorithm: .sha256) else { throw .content(.notDigested) }
        fields[.contentDigest] = digest.fieldValue
    }
}
