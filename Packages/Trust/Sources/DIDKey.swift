public import Encoding
public import Signing

/// A DID of the method `key`: the identifier is the key.
///
///     did:key:z6Mk…   base58btc(multicodec ‖ key)
///
/// Ed25519 keys stand as they are, P-256 and P-384 ones as compressed points. Each key has one identifier, and
/// only that is accepted: no version, other multibase, longer multicodec or uncompressed point.
public struct DIDKey: Hashable, Sendable {
    /// The DID.
    public let identifier: ExactString
    /// The key that it is.
    public let publicKey: PublicKey

    private static let prefix = "did:key:"
    /// More than the 71 characters of a P-384 key, and few enough for base58.
    private static let limit = 128

    /// The key that `identifier` is.
    public init(parsing identifier: ExactString) throws(DIDKeyFault) {
        let text = identifier.utf8
        guard text.starts(with: Self.prefix.utf8) else { throw .form }
        let value = text.dropFirst(Self.prefix.utf8.count)
        guard value.count <= Self.limit else { throw .tooLong }
        guard value.first == UInt8(ascii: "z") else {
            throw value.contains(UInt8(ascii: ":")) || value.isEmpty ? .form : .encoding
        }
        guard !value.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "?") }) else {
            throw .form
        }
        guard let octets = Base58.decode(value.dropFirst()) else { throw .encoding }
        publicKey = try Self.publicKey(octets)
        self.identifier = identifier
    }

    /// The DID of `publicKey`; nil for a type of key that has none here, P-521 and RSA.
    public init?(_ publicKey: PublicKey) {
        guard let codec = Multicodec(publicKey.type) else { return nil }
        let octets: [UInt8]
        switch publicKey.components {
        case .ed25519(let raw): octets = raw
        case .ellipticCurve(_, let x, let y): octets = [2 | (y.last ?? 0) & 1] + x
        case .rsa: return nil
        }
        identifier = ExactString(Self.prefix + "z" + Base58.encode(codec.prefix + octets))
        self.publicKey = publicKey
    }

    /// Whether `keyID` is a name of the key: the DID, the DID with its fragment, or the fragment, with `#` or
    /// without.
    public func isNamed(by keyID: ExactString) -> Bool {
        let did = Array(identifier.utf8)
        let fragment = did.dropFirst(Self.prefix.utf8.count)
        let name = Array(keyID.utf8)
        return name == did || name == did + [UInt8(ascii: "#")] + fragment
            || name.elementsEqual(fragment) || name == [UInt8(ascii: "#")] + fragment
    }

    private static func publicKey(_ octets: [UInt8]) throws(DIDKeyFault) -> PublicKey {
        guard let codec = Multicodec.allCases.first(where: { octets.starts(with: $0.prefix) }) else {
            throw .keyTypeUnsupported
        }
        let key = Array(octets.dropFirst(codec.prefix.count))
        do throws(SigningError) {
            return switch codec {
            case .ed25519: try PublicKey(ed25519: key)
            case .p256: try PublicKey(curve: .p256, compressed: key)
            case .p384: try PublicKey(curve: .p384, compressed: key)
            }
        } catch {
            throw .key(error)
        }
    }
}

/// The multicodecs of public keys that are accepted, by their varints in shortest form.
private enum Multicodec: CaseIterable {
    case ed25519, p256, p384

    init?(_ type: KeyType) {
        switch type {
        case .ed25519: self = .ed25519
        case .p256: self = .p256
        case .p384: self = .p384
        case .p521, .rsa: return nil
        }
    }

    var prefix: [UInt8] {
        switch self {
        case .ed25519: [0xED, 0x01]  // 0xed
        case .p256: [0x80, 0x24]  // 0x1200
        case .p384: [0x81, 0x24]  // 0x1201
        }
    }
}
