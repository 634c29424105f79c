/// A signature algorithm by its JOSE name (RFC 7518 §3.1, RFC 9864 §2.2). `none` and the MACs have no
/// representation.
public enum SignatureAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// ECDSA over P-256 with SHA-256; the signature is r ‖ s, 64 octets.
    case es256 = "ES256"
    /// ECDSA over P-384 with SHA-384; the signature is r ‖ s, 96 octets.
    case es384 = "ES384"
    /// ECDSA over P-521 with SHA-512; the signature is r ‖ s, 132 octets.
    case es512 = "ES512"
    /// Ed25519 (RFC 8032), which JOSE also calls `EdDSA`; 64 octets.
    case ed25519 = "Ed25519"
    /// RSASSA-PKCS1-v1_5 with SHA-256; as long as the modulus. Verification only, as all of RSA.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 octets.
    case ps256 = "PS256"
    /// RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 octets.
    case ps384 = "PS384"
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 octets.
    case ps512 = "PS512"

    /// The digest of the message that is signed; nil for Ed25519, which signs the message itself.
    public var digest: DigestAlgorithm? {
        switch self {
        case .es256, .rs256, .ps256: .sha256
        case .es384, .rs384, .ps384: .sha384
        case .es512, .rs512, .ps512: .sha512
        case .ed25519: nil
        }
    }

    /// The octets of a signature; nil for RSA, where the key decides.
    public var signatureLength: Int? {
        switch self {
        case .es256, .ed25519: 64
        case .es384: 96
        case .es512: 132
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: nil
        }
    }
}
