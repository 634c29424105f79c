public import Encoding
public import JOSE
public import Signing

/// A party of the tests, with a key that is the same in every run.
public struct Party: Sendable {
    /// What `iss`, `sub` and `aud` call it.
    public let identifier: ExactString
    /// Its key; the `kid` is in it.
    public let key: PrivateJWK

    /// The root issuer of the tests, with a P-256 key.
    public static let alice = Party("alice", .p256)
    /// An agent with an Ed25519 key.
    public static let bob = Party("bob", nil)
    /// An agent with a P-256 key.
    public static let carol = Party("carol", .p256)
    /// The approver, with an Ed25519 key.
    public static let dave = Party("dave", nil)
    /// A party with a P-384 key.
    public static let erin = Party("erin", .p384)
    /// A party that verifiers trust for its own name and that means no good, with a P-256 key.
    public static let mallory = Party("mallory", .p256)
    /// A party that no verifier knows.
    public static let stranger = Party("stranger", .p256)

    /// Those that verifiers of the tests trust.
    public static let trusted = [alice, bob, carol, dave, erin, mallory]

    /// A party whose key is made from its name; on Ed25519 where there is no curve.
    public init(_ name: String, _ curve: EllipticCurve?) {
        let octets = [UInt8](name.utf8)
        do {
            let privateKey =
                switch curve {
                case .p256: try PrivateKey(curve: .p256, d: SHA256.hash(octets))
                case .p384: try PrivateKey(curve: .p384, d: SHA256.hash(octets) + octets.padded(to: 16))
                case .p521: try PrivateKey(curve: .p521, d: [0, 1] + SHA512.hash(octets))
                case nil: try PrivateKey(ed25519: SHA256.hash(octets))
                }
            key = try PrivateJWK(privateKey, keyID: ExactString("\(name)-key"))
        } catch {
            fatalError("no key for \(name): \(error)")
        }
        identifier = ExactString("https://\(name).example")
    }

    /// A party under another name or with another key.
    public init(_ identifier: ExactString, key: PrivateJWK) {
        self.identifier = identifier
        self.key = key
    }

    /// `{"issuers": …}` for these parties, each with its own key.
    public static func trustFile(_ parties: [Party] = trusted) -> JSONValue {
        let issuers = parties.map {
            JSONMember(
                $0.identifier, ["jwks": ["keys": [$0.key.publicJWK.value]]])
        }
        return ["issuers": .object(issuers)]
    }
}

extension [UInt8] {
    fileprivate func padded(to count: Int) -> [UInt8] {
        Array((self + [UInt8](repeating: 7, count: count)).prefix(count))
    }
}
