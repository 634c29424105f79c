public import Encoding
public import Signing

/// A key that signs, as a JSON Web Key with its private value `d`.
public struct PrivateJWK: Sendable {
    /// What others may know of the key.
    public let publicJWK: JWK
    /// The key itself.
    public let privateKey: PrivateKey

    /// A private key, with the `kid` it is to carry; `alg` is the one that its type has.
    public init(_ privateKey: PrivateKey, keyID: ExactString? = nil) throws(JWKError) {
        self.privateKey = privateKey
        let algorithm = try JWK(privateKey.publicKey).onlyAlgorithm
        publicJWK = try JWK(privateKey.publicKey, keyID: keyID, algorithm: algorithm)
    }

    /// Reads a JWK that has `d`. The private value must belong to the public one; `key_ops`, where it is
    /// there, must have `sign`.
    public init(parsing node: JSONNode) throws(JWKError) {
        publicJWK = try JWK(parsing: node, operation: "sign")
        guard node["d"] != nil else { throw .notPrivate }
        let secret = try JWK.octets(node, "d")
        privateKey = try Self.privateKey(secret, of: publicJWK.publicKey.components)
        guard privateKey.publicKey == publicJWK.publicKey else { throw .privateValueMismatch }
    }

    private static func privateKey(
        _ secret: [UInt8], of components: PublicKeyComponents
    ) throws(JWKError) -> PrivateKey {
        do throws(SigningError) {
            switch components {
            case .ellipticCurve(let curve, _, _): return try PrivateKey(curve: curve, d: secret)
            case .ed25519: return try PrivateKey(ed25519: secret)
            case .rsa: break
            }
        } catch {
            throw .key(error)
        }
        throw .keyTypeUnsupported("RSA")
    }

    /// Reads the JSON text of a private JWK.
    public init(parsing octets: [UInt8]) throws(JWKError) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: octets) } catch { throw .json(error) }
        try self.init(parsing: document.root)
    }

    /// The JSON text with the private value: for files of mode 0600, never for logs.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        publicJWK.writeMembers(to: &writer)
        writer.member("d", Base64URL.encode(privateKey.scalarOrSeed))
        writer.endObject()
        return writer.octets
    }
}

extension PrivateJWK: CustomStringConvertible {
    /// The thumbprint; never the private value.
    public var description: String { "private key \(publicJWK.thumbprint)" }
}

extension PrivateJWK {
    /// A private key with the `kid` and `alg` that its public key is known by elsewhere.
    package init(_ privateKey: PrivateKey, as publicJWK: JWK) throws(JWKError) {
        guard privateKey.publicKey == publicJWK.publicKey else { throw .privateValueMismatch }
        self.privateKey = privateKey
        self.publicJWK = publicJWK
    }
}
