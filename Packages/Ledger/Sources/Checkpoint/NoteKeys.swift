public import Encoding
public import Signing

/// The name of a key in a signed note: not empty, without Unicode spaces and without `+`.
public struct NoteKeyName: Hashable, Sendable {
    /// The name.
    public let text: ExactString

    /// Nil where notes allow no such name.
    public init?(_ text: String) {
        let allowed = text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20
        }
        guard !text.isEmpty, allowed else { return nil }
        self.text = ExactString(text)
    }
}

/// A key that signs notes: Ed25519 only.
public struct NoteSigner: Sendable {
    /// What verifies its signatures.
    public let verifier: NoteVerifier
    private let key: PrivateKey

    /// A key under a name, which for a checkpoint should be its origin.
    public init(name: String, key: PrivateKey) throws(LedgerError) {
        verifier = try NoteVerifier(name: name, key: key.publicKey)
        self.key = key
    }

    func sign(_ text: [UInt8]) throws(LedgerError) -> SignedNote.Signature {
        do {
            let signature = try key.sign(text, algorithm: .ed25519)
            return SignedNote.Signature(name: verifier.name, keyID: verifier.keyID, signature: signature)
        } catch {
            throw .checkpointKeyUnsuitable
        }
    }
}

/// A key whose signatures on notes are believed: Ed25519 only.
public struct NoteVerifier: Hashable, Sendable {
    /// The key's name.
    public let name: NoteKeyName

    /// The first four octets of SHA-256(name || 0x0A || 0x01 || key).
    public let keyID: UInt32

    private let key: PublicKey
    private let raw: [UInt8]

    /// The octet that stands for Ed25519 in key ids and verifier keys.
    private static let ed25519: UInt8 = 0x01

    /// A key under a name.
    public init(name: String, key: PublicKey) throws(LedgerError) {
        guard case .ed25519(let raw) = key.components else { throw .checkpointKeyUnsuitable }
        guard let name = NoteKeyName(name) else { throw .checkpointMalformed(.keyName) }
        self.name = name
        self.key = key
        self.raw = raw
        keyID = SHA256.hash(Array(name.text.utf8) + [lineFeed, Self.ed25519] + raw)
            .prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A verifier key in the text form that logs publish: `name+key id in hexadecimal+base64`.
    public init(parsing text: String) throws(LedgerError) {
        // Base64 has plus signs of its own, so only the first two separate.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let octets = try? Base64.decode(parts[2]),
            octets.first == Self.ed25519,
            let key = try? PublicKey(ed25519: Array(octets.dropFirst()))
        else { throw .checkpointMalformed(.verifierKey) }
        try self.init(name: String(parts[0]) ?? "", key: key)
        guard text == self.text else { throw .checkpointMalformed(.verifierKey) }
    }

    /// The key in text form, as in `init(parsing:)`.
    public var text: String {
        "\(name.text)+\(Hexadecimal.encode(keyID.bigEndianOctets))+\(Base64.encode([Self.ed25519] + raw))"
    }

    func verify(_ signature: SignedNote.Signature, over text: [UInt8]) throws(LedgerError) {
        do {
            try key.verify(signature.signature.span, over: text.span, algorithm: .ed25519)
        } catch {
            throw .checkpointSignatureInvalid
        }
    }
}

extension UInt32 {
    var bigEndianOctets: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
