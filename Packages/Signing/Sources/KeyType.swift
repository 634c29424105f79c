/// What kind of key it is; the key decides which algorithms it may be used with, never a header.
public enum KeyType: Hashable, Sendable {
    /// An elliptic curve key on P-256.
    case p256
    /// An elliptic curve key on P-384.
    case p384
    /// An elliptic curve key on P-521.
    case p521
    /// An Edwards curve key on Ed25519.
    case ed25519
    /// An RSA key whose modulus has that many bits, 2048 to 8192.
    case rsa(bits: Int)

    /// The algorithms that a key of this type can be used with.
    public var algorithms: [SignatureAlgorithm] {
        switch self {
        case .p256: [.es256]
        case .p384: [.es384]
        case .p521: [.es512]
        case .ed25519: [.ed25519]
        case .rsa: [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
        }
    }

    /// Whether a key of this type can be used with `algorithm`.
    public func allows(_ algorithm: SignatureAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.p256, .es256), (.p384, .es384), (.p521, .es512), (.ed25519, .ed25519): true
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512):
            true
        default: false
        }
    }

    /// The curve of an elliptic curve key.
    public var curve: EllipticCurve? {
        switch self {
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        case .ed25519, .rsa: nil
        }
    }

    /// The type of the keys on `curve`.
    public init(_ curve: EllipticCurve) {
        switch curve {
        case .p256: self = .p256
        case .p384: self = .p384
        case .p521: self = .p521
        }
    }
}

extension KeyType: CustomStringConvertible {
    /// The curve's name, or `RSA-` and the bits of the modulus.
    public var description: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        case .ed25519: "Ed25519"
        case .rsa(let bits): "RSA-\(bits)"
        }
    }
}
