public import Claims
import Encoding
public import HTTPTypes
public import JOSE
public import Signing

/// Signs responses with the server's own WIT.
public struct ResponseSigner: Sendable {
    private let signer: RequestSigner
    private let random: any RandomSource

    /// A signer. Throws `identity` errors where the WIT is malformed, or `key` is not the one of its `cnf`.
    public init(
        identityToken: String, key: PrivateJWK, lifetime: Int64 = 60,
        random: any RandomSource = SystemRandom()
    ) throws(WIMSEError) {
        signer = try RequestSigner(identityToken: identityToken, key: key, random: random)
        self.lifetime = lifetime
        self.random = random
    }

    /// How long signatures count, in seconds.
    public var lifetime: Int64

    /// Signs the response to a request. `content` nil says that the content is streamed and can't be digested: then
    /// `response(.cannotBeSigned)` is thrown, and the answer is that error's, never a success without a signature.
    public func sign(
        _ response: inout HTTPResponse, content: MessageContent?, answering binding: ResponseBinding,
        tokens: ExecutionTokens = ExecutionTokens(), at now: NumericDate
    ) throws(WIMSEError) {
        guard let content, let nonce = binding.nonce else { throw .response(.cannotBeSigned) }
        var signed = response
        signed.headerFields[.workloadIdentityToken] = signer.identityToken
        if !tokens.isEmpty { try tokens.write(to: &signed.headerFields) }
        try ContentDigest.write(content, to: &signed.headerFields)
        signed.headerFields[.signature] = nil
        signed.headerFields[.signatureInput] = nil
        var parameters = SignatureParameters()
        parameters.created = now.seconds
        parameters.expires = now.advanced(by: lifetime).seconds
        parameters.nonce = Base64URL.encode(random.octets(count: 16))
        parameters.tag = SignatureProfile.tag
        parameters.requestNonce = nonce
        let message = HTTPMessage.response(signed, to: binding.request)
        let values = try HTTPMessageSignature.sign(
            message, covering: SignatureProfile.components(of: message, []), parameters: parameters,
            with: signer.key)
        values.add(to: &signed.headerFields)
        response = signed
    }
}
