public import CBOR
public import Signing

/// A COSE_Key with a public key for signatures (RFC 9052 §7).
///
/// ```cddl
/// COSE_Key = {
///     1 => tstr / int,          ; kty
///     ? 2 => bstr,              ; kid
///     ? 3 => tstr / int,        ; alg
///     ? 4 => [+ (tstr / int)],  ; key_ops
///     ? 5 => bstr,              ; Base IV
///     * label => values
/// }
/// ```
///
/// EC2 (P-256, P-384, P-521), OKP (Ed25519) and RSA keys are taken; points must have both coordinates.
public struct COSEKey: Hashable, Sendable {
    /// The key.
    public let publicKey: PublicKey
    /// `kid`.
    public let keyID: [UInt8]?
    /// `alg`: the only algorithm that the key may be used with.
    public let algorithm: COSEAlgorithm?
    /// `key_ops`: what the key may be used for; nil for anything.
    public let operations: Set<KeyOperation>?

    /// An operation of RFC 9052 §7.1, table 5. Names and other numbers are kept as labels.
    public struct KeyOperation: Hashable, Sendable {
        /// Its number or name.
        public let label: COSELabel

        /// An operation.
        public init(_ label: COSELabel) { self.label = label }

        /// 1, `sign`.
        public static let sign = KeyOperation(1)
        /// 2, `verify`.
        public static let verify = KeyOperation(2)
    }

    /// Wraps a key.
    ///
    /// Throws `algorithmNotForKey`.
    public init(
        _ publicKey: PublicKey, keyID: [UInt8]? = nil, algorithm: COSEAlgorithm? = nil,
        operations: Set<KeyOperation>? = nil
    ) throws(COSEError) {
        if let algorithm, !algorithm.allows(publicKey.type) {
            throw .algorithmNotForKey(algorithm, publicKey.type)
        }
        self.publicKey = publicKey
        self.keyID = keyID
        self.algorithm = algorithm
        self.operations = operations
    }
}

// MARK: - Encoding

extension COSEKey {
    /// The key as a data item.
    public var value: CBORValue {
        var map = required
        map[2] = keyID.map { .byteString($0) }
        map[3] = algorithm.map { .integer($0.rawValue) }
        map[4] = operations.map { .array($0.map(\.label.value).sorted()) }
        return .map(map)
    }

    /// The deterministic encoding.
    public func encode() -> [UInt8] { value.encode() }

    /// The SHA-256 of the required parameters in the deterministic encoding (RFC 9679 §3).
    public var thumbprint: Digest32 { SHA256.digest(CBORValue.map(required).encode()) }

    /// The parameters that a thumbprint is over (RFC 9679 §4).
    private var required: CBORMap {
        switch publicKey.components {
        case .ellipticCurve(let curve, let x, let y):
            [1: 2, -1: .integer(Self.number(curve)), -2: .byteString(x), -3: .byteString(y)]
        case .ed25519(let raw): [1: 1, -1: 6, -2: .byteString(raw)]
        case .rsa(let n, let e): [1: 3, -1: .byteString(n), -2: .byteString(e)]
        }
    }

    /// The number of a curve in the COSE Elliptic Curves registry.
    private static func number(_ curve: EllipticCurve) -> Int64 {
        switch curve {
        case .p256: 1
        case .p384: 2
        case .p521: 3
        }
    }
}
