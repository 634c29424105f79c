import Encoding
import Signing

extension JWK {
    /// The SHA-256 thumbprint of RFC 7638 in base64url: 43 characters.
    public var thumbprint: String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, text) in requiredMembers { writer.member(name, text) }
        writer.endObject()
        return Base64URL.encode(SHA256.hash(writer.octets))
    }
}
