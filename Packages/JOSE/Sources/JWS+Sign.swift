public import Encoding
public import Signing

extension JWS {
    /// Signs `payload` and answers the compact form.
    ///
    /// The header has `alg` (`EdDSA` for an Ed25519 key unless it is bound to `Ed25519`), `typ`, `kid` (the
    /// key's own unless another is given) and `x5c` where there are certificates.
    public static func sign(
        _ payload: [UInt8], type: ExactString?, with key: PrivateJWK, keyID: ExactString? = nil,
        certificates: [[UInt8]] = []
    ) throws(SigningError) -> String {
        // A private key's type has one algorithm: RSA keys do not sign here.
        let algorithm = key.publicJWK.onlyAlgorithm ?? .es256
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("alg", algorithm.rawValue)
        if let type { writer.member("typ", type) }
        if let keyID = keyID ?? key.publicJWK.keyID { writer.member("kid", keyID) }
        if !certificates.isEmpty {
            writer.member("x5c", .array(certificates.map { .string(ExactString(Base64.encode($0))) }))
        }
        writer.endObject()
        var token = Base64URL.characters(of: writer.octets.span)
        token.append(UInt8(ascii: "."))
        token += Base64URL.characters(of: payload.span)
        let signature = try key.privateKey.sign(token.span, algorithm: algorithm.signatureAlgorithm)
        token.append(UInt8(ascii: "."))
        token += Base64URL.characters(of: signature.span)
        return String(decoding: token, as: UTF8.self)
    }
}
