/// A private key for signing. Any number of threads may use it at once. Nothing prints its secret.
public final class PrivateKey: Sendable {
    /// The public half.
    public let publicKey: PublicKey
    private let key: EVPKey
    private let contexts = ContextPool(.sign)

    /// An elliptic curve key from its scalar, big-endian in exactly the curve's coordinate length.
    ///
    /// Throws `keyRejected` with `length` or `scalarOutOfRange`.
    public init(curve: EllipticCurve, d: [UInt8]) throws(SigningError) {
        guard d.count == curve.coordinateLength else { throw .keyRejected(.length) }
        guard curve.isScalar(d.span) else { throw .keyRejected(.scalarOutOfRange) }
        guard let point = curve.point(of: d) else { throw .libraryFailed }
        key = try EVPKey.ellipticCurve(curve, scalar: d, point: point)
        let (x, y) = (point[1...curve.coordinateLength], point[(1 + curve.coordinateLength)...])
        publicKey = try PublicKey(curve: curve, x: Array(x), y: Array(y))
    }

    /// An Ed25519 key from its seed of 32 octets (RFC 8032 §5.1.5).
    ///
    /// Throws `keyRejected` with `length`.
    public init(ed25519 seed: [UInt8]) throws(SigningError) {
        key = try EVPKey.ed25519(seed: seed)
        guard let raw = key.ed25519PublicKey else { throw .libraryFailed }
        publicKey = try PublicKey(ed25519: raw)
    }

    /// A new key. Elliptic curve scalars are drawn until one is in range (FIPS 186-5 §A.2.2).
    ///
    /// Throws `keyRejected` with `privateRSA`.
    public static func generate(
        _ type: KeyType, using random: some RandomSource = SystemRandom()
    ) throws(SigningError) -> PrivateKey {
        if case .rsa = type { throw .keyRejected(.privateRSA) }
        guard let curve = type.curve else {
            var seed = random.octets(count: 32)
            defer { cleanse(&seed) }
            return try PrivateKey(ed25519: seed)
        }
        while true {
            var scalar = random.octets(count: curve.coordinateLength)
            defer { cleanse(&scalar) }
            if curve == .p521, !scalar.isEmpty { scalar[0] &= 1 }
            if scalar.count != curve.coordinateLength || curve.isScalar(scalar.span) {
                return try PrivateKey(curve: curve, d: scalar)
            }
        }
    }

    /// What kind of key it is.
    public var type: KeyType { publicKey.type }

    /// The signature over `message`: r ‖ s for ECDSA, 64 octets for Ed25519.
    ///
    /// Throws `algorithmNotForKey`.
    public func sign(_ message: Span<UInt8>, algorithm: SignatureAlgorithm) throws(SigningError) -> [UInt8] {
        guard type.allows(algorithm), let length = algorithm.signatureLength else {
            throw .algorithmNotForKey(algorithm, type)
        }
        return try key.sign(message, algorithm, length: length, contexts: contexts)
    }

    /// The signature over `message`: r ‖ s for ECDSA, 64 octets for Ed25519.
    ///
    /// Throws `algorithmNotForKey`.
    public func sign(_ message: [UInt8], algorithm: SignatureAlgorithm) throws(SigningError) -> [UInt8] {
        try sign(message.span, algorithm: algorithm)
    }

    /// The secret itself: a scalar, or an Ed25519 seed. For storing the key, and for nothing else.
    public var scalarOrSeed: [UInt8] {
        (type.curve.map { key.scalar(on: $0) } ?? key.ed25519Seed) ?? []
    }
}

extension PrivateKey: CustomStringConvertible, CustomReflectable {
    /// The type of the key, and never more.
    public var description: String { "\(type) private key" }

    /// Shows a debugger or `dump` nothing but the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PrivateKey {
    private static let label = "PRIVATE KEY"

    /// The key of a text that is exactly one PEM block `PRIVATE KEY` with an unencrypted PKCS #8
    /// structure (RFC 7468 §10, RFC 5208).
    ///
    /// Throws `keyRejected` with `notPEM`, `labelPEM`, `encrypted`, `notDER`, `privateRSA`, `unsupported`,
    /// `publicKeyMismatch`, or what the secret in it is refused for.
    public convenience init(pkcs8PEM text: String) throws(SigningError) {
        var der = try PEM.key(text, label: Self.label)
        defer { cleanse(&der) }
        guard let key = EVPKey(privateKeyInfo: der) else { throw .keyRejected(.notDER) }
        if key.isRSA { throw .keyRejected(.privateRSA) }
        guard let components = key.components else { throw .keyRejected(.unsupported) }
        switch components {
        case .ellipticCurve(let curve, _, _):
            guard var scalar = key.scalar(on: curve) else { throw .keyRejected(.notDER) }
            defer { cleanse(&scalar) }
            try self.init(curve: curve, d: scalar)
        default:
            guard var seed = key.ed25519Seed else { throw .keyRejected(.notDER) }
            defer { cleanse(&seed) }
            try self.init(ed25519: seed)
        }
        guard publicKey.components == components else { throw .keyRejected(.publicKeyMismatch) }
    }

    /// The key as a PEM block `PRIVATE KEY` with an unencrypted PKCS #8 structure.
    public func pkcs8PEM() -> String {
        var der = key.privateKeyInfo ?? []
        defer { cleanse(&der) }
        return PEM.encode(der, label: Self.label)
    }
}
