public import Signing

/// A signature algorithm of the COSE registry that this module can verify, by its number.
///
/// ECDSA is tied to the curve of its name, as RFC 9864 does for the ESP algorithms and JOSE always did: a
/// P-384 key never verifies ES256. RSASSA-PSS (RFC 8230) is for verification only.
public enum COSEAlgorithm: Int64, Hashable, Sendable, CaseIterable {
    /// ECDSA with SHA-256 on P-256 (RFC 9053 §2.1).
    case es256 = -7
    /// ECDSA with SHA-384 on P-384 (RFC 9053 §2.1).
    case es384 = -35
    /// ECDSA with SHA-512 on P-521 (RFC 9053 §2.1).
    case es512 = -36
    /// EdDSA, of which this module has Ed25519 only (RFC 9053 §2.2).
    case edDSA = -8
    /// Ed25519 (RFC 9864 §2.2).
    case ed25519 = -19
    /// ECDSA with SHA-256 on P-256 (RFC 9864 §2.1).
    case esp256 = -9
    /// ECDSA with SHA-384 on P-384 (RFC 9864 §2.1).
    case esp384 = -51
    /// ECDSA with SHA-512 on P-521 (RFC 9864 §2.1).
    case esp512 = -52
    /// RSASSA-PSS with SHA-256 (RFC 8230 §2).
    case ps256 = -37
    /// RSASSA-PSS with SHA-384 (RFC 8230 §2).
    case ps384 = -38
    /// RSASSA-PSS with SHA-512 (RFC 8230 §2).
    case ps512 = -39

    /// Every algorithm of this type.
    public static let all = Set(allCases)

    /// The algorithm of an identifier; nil for a name, and for a number that is not one of these.
    public init?(_ identifier: COSELabel) {
        guard case .integer(let number) = identifier else { return nil }
        self.init(rawValue: number)
    }

    /// The oldest name of the algorithm that a key of that type signs with, which every verifier knows.
    public init(usualFor type: KeyType) {
        switch type {
        case .p256: self = .es256
        case .p384: self = .es384
        case .p521: self = .es512
        case .ed25519: self = .edDSA
        case .rsa: self = .ps256
        }
    }

    /// What is computed. Two numbers of the registry can stand for the same computation.
    public var signature: SignatureAlgorithm {
        switch self {
        case .es256, .esp256: .es256
        case .es384, .esp384: .es384
        case .es512, .esp512: .es512
        case .edDSA, .ed25519: .ed25519
        case .ps256: .ps256
        case .ps384: .ps384
        case .ps512: .ps512
        }
    }

    /// Whether a key of that type and curve can be used with the algorithm.
    public func allows(_ type: KeyType) -> Bool { type.allows(signature) }
}

extension COSEAlgorithm: CustomStringConvertible {
    /// The name in the registry.
    public var description: String {
        switch self {
        case .es256: "ES256"
        case .es384: "ES384"
        case .es512: "ES512"
        case .edDSA: "EdDSA"
        case .ed25519: "Ed25519"
        case .esp256: "ESP256"
        case .esp384: "ESP384"
        case .esp512: "ESP512"
        case .ps256: "PS256"
        case .ps384: "PS384"
        case .ps512: "PS512"
        }
    }
}
