/// A public key that has been checked and imported: the point is on its curve and not of small order,
/// the modulus is of a sane size. Making one costs a quarter of a P-256 verification, so keep it. Any
/// number of threads may use it at once.
public final class PublicKey: Sendable {
    /// What kind of key it is.
    public let type: KeyType
    /// The key's numbers.
    public let components: PublicKeyComponents
    private let key: EVPKey
    private let contexts = ContextPool(.verify)

    /// An elliptic curve key from big-endian coordinates of exactly the curve's length.
    ///
    /// Throws `keyRejected` with `length` or `pointNotOnCurve`.
    public init(curve: EllipticCurve, x: [UInt8], y: [UInt8]) throws(SigningError) {
        //= ACT#req-act-trust-key-valid
        //# A key MUST be checked when it is accepted into the trusted set: an elliptic curve point is on
        //# its curve and not at infinity
        key = try EVPKey.ellipticCurve(curve, x: x, y: y)
        type = KeyType(curve)
        components = .ellipticCurve(curve, x: x, y: y)
    }

    /// An elliptic curve key from a compressed point: 02 or 03, then x of the curve's length (SEC 1 §2.3.3).
    /// Finding y costs about half a verification.
    ///
    /// Throws `keyRejected` with `length` or `pointNotOnCurve`.
    public convenience init(curve: EllipticCurve, compressed point: [UInt8]) throws(SigningError) {
        guard point.count == 1 + curve.coordinateLength else { throw .keyRejected(.length) }
        guard let (x, y) = curve.coordinates(compressed: point) else { throw .keyRejected(.pointNotOnCurve) }
        try self.init(curve: curve, x: x, y: y)
    }

    /// An Ed25519 key from its 32 octets (RFC 8032 §5.1.5).
    ///
    /// Throws `keyRejected` with `length`, `pointNotCanonical`, `pointOfSmallOrder` or `pointNotOnCurve`.
    public init(ed25519 raw: [UInt8]) throws(SigningError) {
        //= ACT#req-act-trust-key-valid
        //# an Ed25519 key is canonically encoded and not of small order
        try Ed25519Point.check(raw)
        key = try EVPKey.ed25519(publicKey: raw)
        type = .ed25519
        components = .ed25519(raw)
    }

    /// An RSA key from big-endian numbers without leading zeros: a modulus of 2048 to 8192 bits, and an
    /// odd exponent of 3 to 2^32.
    ///
    /// Throws `keyRejected` with `modulus` or `exponent`.
    public init(rsaModulus n: [UInt8], exponent e: [UInt8]) throws(SigningError) {
        key = try EVPKey.rsa(modulus: n, exponent: e)
        type = .rsa(bits: EVPKey.bits(of: n))
        components = .rsa(n: n, e: e)
    }

    /// The key of those numbers.
    ///
    /// Throws what the initializer for that kind of key throws.
    public convenience init(_ components: PublicKeyComponents) throws(SigningError) {
        switch components {
        case .ellipticCurve(let curve, let x, let y): try self.init(curve: curve, x: x, y: y)
        case .ed25519(let raw): try self.init(ed25519: raw)
        case .rsa(let n, let e): try self.init(rsaModulus: n, exponent: e)
        }
    }

    /// Checks that `signature` is this key's over `message`. ECDSA signatures are r ‖ s with
    /// 0 < r, s < n; s may be any of its two values (RFC 7518 §3.4 asks for no low one).
    ///
    /// Throws `algorithmNotForKey` and `signatureInvalid`.
    public func verify(
        _ signature: Span<UInt8>, over message: Span<UInt8>, algorithm: SignatureAlgorithm
    ) throws(SigningError) {
        guard type.allows(algorithm) else { throw .algorithmNotForKey(algorithm, type) }
        guard isWellFormed(signature),
            try key.isValid(signature, over: message, algorithm, contexts: contexts)
        else { throw .signatureInvalid }
    }

    /// Checks that `signature` is this key's over `message`.
    ///
    /// Throws `algorithmNotForKey` and `signatureInvalid`.
    public func verify(
        _ signature: [UInt8], over message: [UInt8], algorithm: SignatureAlgorithm
    ) throws(SigningError) {
        try verify(signature.span, over: message.span, algorithm: algorithm)
    }

    /// Whether the signature has the key's length, and r and s are in range.
    private func isWellFormed(_ signature: Span<UInt8>) -> Bool {
        switch type {
        case .ed25519: return signature.count == 64
        case .rsa(let bits): return signature.count == (bits + 7) / 8
        case .p256, .p384, .p521:
            guard let curve = type.curve, signature.count == 2 * curve.coordinateLength else { return false }
            return curve.isScalar(signature.extracting(first: curve.coordinateLength))
                && curve.isScalar(signature.extracting(last: curve.coordinateLength))
        }
    }
}

extension PublicKey: Hashable, CustomStringConvertible {
    /// Equal when all numbers are.
    public static func == (left: PublicKey, right: PublicKey) -> Bool { left.components == right.components }

    /// Feeds the numbers to the hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(components) }

    /// The type of the key.
    public var description: String { "\(type) public key" }
}

extension PublicKey {
    private static let label = "PUBLIC KEY"
    /// More than an RSA key of 8192 bits takes.
    private static let limit = 2 << 10

    /// The key of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in exactly the DER that
    /// `subjectPublicKeyInfo` writes: a named curve, an uncompressed point.
    ///
    /// Throws `keyRejected` with `notDER`, `unsupported` or what the key's numbers are refused for.
    public convenience init(subjectPublicKeyInfo der: [UInt8]) throws(SigningError) {
        guard der.count <= Self.limit, let key = EVPKey(subjectPublicKeyInfo: der) else {
            throw .keyRejected(.notDER)
        }
        guard let components = key.components else { throw .keyRejected(.unsupported) }
        try self.init(components)
        guard subjectPublicKeyInfo == der else { throw .keyRejected(.notDER) }
    }

    /// The key as a SubjectPublicKeyInfo in DER.
    public var subjectPublicKeyInfo: [UInt8] { key.subjectPublicKeyInfo ?? [] }

    /// The key of a text that is exactly one PEM block `PUBLIC KEY` (RFC 7468 §13).
    ///
    /// Throws `keyRejected` with `notPEM`, `labelPEM` or what the octets in it are refused for.
    public convenience init(subjectPublicKeyInfoPEM text: String) throws(SigningError) {
        try self.init(subjectPublicKeyInfo: PEM.key(text, label: Self.label))
    }

    /// The key as a PEM block `PUBLIC KEY`.
    public var subjectPublicKeyInfoPEM: String { PEM.encode(subjectPublicKeyInfo, label: Self.label) }
}
