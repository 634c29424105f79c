/// The numbers of a public key, in the octets that JWK and COSE_Key carry. Big-endian, but for Ed25519.
public enum PublicKeyComponents: Hashable, Sendable {
    /// The affine coordinates of an elliptic curve point, each as long as the curve's coordinates.
    case ellipticCurve(EllipticCurve, x: [UInt8], y: [UInt8])
    /// The 32 octets of an Ed25519 key (RFC 8032 §5.1.5).
    case ed25519([UInt8])
    /// Modulus and exponent of an RSA key, without leading zeros.
    case rsa(n: [UInt8], e: [UInt8])
}
