/// Why octets are refused as a key.
public enum KeyRejection: String, Hashable, Sendable, CaseIterable {
    /// A coordinate, scalar, seed or raw key of another length than the curve's.
    case length
    /// No point of the curve, or the point at infinity.
    case pointNotOnCurve = "point-not-on-curve"
    /// An Ed25519 key that is not the one encoding of its point (RFC 8032 §5.1.3).
    case pointNotCanonical = "point-not-canonical"
    /// An Ed25519 point of order 1, 2, 4 or 8, under which some signature fits every message.
    case pointOfSmallOrder = "point-of-small-order"
    /// A private scalar that is zero or not below the order of the curve.
    case scalarOutOfRange = "scalar-out-of-range"
    /// An RSA modulus that is even, begins with a zero octet or does not have 2048 to 8192 bits.
    case modulus
    /// An RSA exponent that is even, begins with a zero octet or is not in 3 to 2^32.
    case exponent
    /// An algorithm, curve or point form that is not used here.
    case unsupported
    /// An RSA private key: RSA is for verification only.
    case privateRSA = "private-rsa"
    /// A private key whose public key is another key's.
    case publicKeyMismatch = "public-key-mismatch"
    /// Octets that are not the DER of a key, or more than that.
    case notDER = "not-der"
    /// Text that is not exactly one PEM block (RFC 7468).
    case notPEM = "not-pem"
    /// A PEM block with another label than the one expected.
    case labelPEM = "pem-label"
    /// A PEM block of an encrypted private key.
    case encrypted
}

extension KeyRejection: CustomStringConvertible {
    /// What is wrong, to follow a colon.
    public var description: String {
        switch self {
        case .length: "its length is not the curve's"
        case .pointNotOnCurve: "its point is not on the curve"
        case .pointNotCanonical: "its point is not canonically encoded"
        case .pointOfSmallOrder: "its point is of small order"
        case .scalarOutOfRange: "its scalar is not between zero and the order of the curve"
        case .modulus: "its modulus is not an odd number of 2048 to 8192 bits without leading zeros"
        case .exponent: "its exponent is not an odd number of 3 to 2^32 without leading zeros"
        case .unsupported: "its algorithm, curve or point form is not supported"
        case .privateRSA: "RSA is supported for verification only"
        case .publicKeyMismatch: "its public key belongs to another private key"
        case .notDER: "it is not exactly one DER structure of a key"
        case .notPEM: "it is not exactly one PEM block"
        case .labelPEM: "its PEM block has another label than the one expected"
        case .encrypted: "it is encrypted"
        }
    }
}
