import Claims
import Encoding
import JOSE
import Signing

/// Keys and identifiers made from names, as the generator of Interop/vectors makes them too.
enum DerivedValues {
    /// HKDF (RFC 5869) with SHA-256 of a name, without salt.
    static func octets(_ name: String, _ info: String, count: Int) -> [UInt8] {
        HKDF.sha256(inputKey: Array(name.utf8), info: Array(info.utf8), count: count) ?? []
    }

    /// The key of a party: the octets are the scalar of a P-256 key, or the seed of an Ed25519 key.
    static func key(_ name: String, _ type: KeyType) throws -> PrivateJWK {
        let secret = octets(name, "act-ect key", count: 32)
        let key = type == .ed25519 ? try PrivateKey(ed25519: secret) : try PrivateKey(curve: .p256, d: secret)
        return try PrivateJWK(key, keyID: ExactString("\(name)-key"))
    }

    /// A version 4 UUID.
    static func uuid(_ name: String) throws -> UUIDText {
        guard let uuid = UUIDText(random: octets(name, "act-ect uuid", count: 16)) else {
            throw GenerateError.example(name, reason: "no UUID")
        }
        return uuid
    }
}
