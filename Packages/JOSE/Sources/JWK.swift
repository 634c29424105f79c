public import Encoding
public import Signing

/// A public key as a JSON Web Key (RFC 7517): EC on P-256, P-384 or P-521, OKP on Ed25519, or RSA.
///
/// A key that was made is a key that may verify signatures: `use`, `key_ops` and `alg` were checked.
public struct JWK: Sendable, Hashable {
    /// The key itself.
    public let publicKey: PublicKey
    /// `kid`: 1 to 256 octets without control characters.
    public let keyID: ExactString?
    /// `alg`, where the key is bound to one.
    public let algorithm: JWSAlgorithm?

    /// A key, with the `kid` and `alg` it is to carry. `alg` must be one for the key's type.
    public init(
        _ publicKey: PublicKey, keyID: ExactString? = nil, algorithm: JWSAlgorithm? = nil
    ) throws(JWKError) {
        if let algorithm, !publicKey.type.algorithms.contains(algorithm.signatureAlgorithm) {
            throw .algorithmNotForKey(ExactString(algorithm.rawValue))
        }
        if let keyID, !KeyID.isValid(keyID) { throw .memberInvalid("kid") }
        self.publicKey = publicKey
        self.keyID = keyID
        self.algorithm = algorithm
    }

    /// The `kid`, or the key's thumbprint where it has none.
    public var effectiveKeyID: ExactString {
        keyID ?? ExactString(thumbprint)
    }

    /// Whether a signature of `algorithm` may be verified with this key: the key decides, never the header.
    public func allows(_ algorithm: JWSAlgorithm) -> Bool {
        let wanted = algorithm.signatureAlgorithm
        guard publicKey.type.algorithms.contains(wanted) else { return false }
        guard let bound = self.algorithm else { return true }
        return bound.signatureAlgorithm == wanted
    }

    /// The algorithm that a key of this type signs with; nil for RSA, which has six.
    public var onlyAlgorithm: JWSAlgorithm? {
        if let algorithm { return algorithm }
        let algorithms = publicKey.type.algorithms
        guard algorithms.count == 1, let only = algorithms.first else { return nil }
        return JWSAlgorithm(writing: only)
    }
}

/// The rule for key identifiers: 1 to 256 octets, no control characters.
public enum KeyID {
    /// The lengths that are allowed, in octets.
    public static let lengths = 1...256

    /// Whether `keyID` obeys the rule.
    public static func isValid(_ keyID: ExactString) -> Bool {
        lengths.contains(keyID.utf8.count) && !keyID.hasControlCharacters
    }
}
