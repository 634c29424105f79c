import Encoding
/// A text and signatures of it (C2SP signed-note).
///
///     text, of one or more lines
///
///     — example.com/log Az3grlgtzPICa5OS8np…
///
/// Nothing about the text may be believed before `verify(with:)` has returned.
public struct SignedNote: Hashable, Sendable {
    /// The text that is signed, with its last line feed and without the blank line.
    public let text: [UInt8]

    /// The signatures in their order.
    public let signatures: [Signature]

    /// The most octets that a note may have.
    public static let largest = 1 << 20

    /// The most signatures that a note may have.
    public static let mostSignatures = 64

    /// One signature line.
    public struct Signature: Hashable, Sendable {
        /// The name of the key.
        public let name: NoteKeyName

        /// Tells keys of one name apart; no proof of anything.
        public let keyID: UInt32

        /// What the key's algorithm made of the text.
        public let signature: [UInt8]
    }

    /// A note as it was received.
    public init(parsing octets: [UInt8]) throws(LedgerError) {
        guard octets.count <= Self.largest else {
            throw .checkpointMalformed(.tooLarge(octets: octets.count))
        }
        guard octets.allSatisfy({ $0 >= 0x20 || $0 == lineFeed }),
            String(validating: octets, as: UTF8.self) != nil
        else { throw .checkpointMalformed(.characters) }
        // The signatures begin after the last blank line; the text may have blank lines of its own.
        guard
            let blank = octets.indices.dropLast().last(where: {
                [octets[$0], octets[$0 + 1]] == [lineFeed, lineFeed]
            }),
            octets.last == lineFeed, blank + 2 < octets.count
        else { throw .checkpointMalformed(.noSignatures) }
        let lines = octets[(blank + 2)...].dropLast().split(
            separator: lineFeed, omittingEmptySubsequences: false)
        guard lines.count <= Self.mostSignatures else { throw .checkpointMalformed(.tooManySignatures) }
        var signatures: [Signature] = []
        for (number, line) in lines.enumerated() {
            guard let signature = Signature(line) else {
                throw .checkpointMalformed(.signatureLine(number + 1))
            }
            signatures.append(signature)
        }
        text = Array(octets[...blank])
        self.signatures = signatures
    }

    /// A text signed by keys.
    ///
    /// - Parameter text: ends in a line feed and has no control character besides.
    public init(signing text: [UInt8], with signers: [NoteSigner]) throws(LedgerError) {
        guard text.last == lineFeed else { throw .checkpointMalformed(.lines) }
        guard text.allSatisfy({ $0 >= 0x20 || $0 == lineFeed }),
            String(validating: text, as: UTF8.self) != nil
        else { throw .checkpointMalformed(.characters) }
        guard !signers.isEmpty else { throw .checkpointMalformed(.noSignatures) }
        self.text = text
        var signatures: [Signature] = []
        for signer in signers {
            signatures.append(try signer.sign(text))
        }
        self.signatures = signatures
    }

    /// The note as octets.
    public func encode() -> [UInt8] {
        var octets = text + [lineFeed]
        for signature in signatures {
            octets += Array("— \(signature.name.text) \(signature.base64)\n".utf8)
        }
        return octets
    }

    /// Verifies the signatures by known keys and gives their names: at least one, and every one that names
    /// a known key must be that key's. Signatures by unknown keys are ignored, as the specification asks.
    @discardableResult
    public func verify(with verifiers: [NoteVerifier]) throws(LedgerError) -> [NoteKeyName] {
        var names: [NoteKeyName] = []
        for signature in signatures {
            for verifier in verifiers
            where verifier.name == signature.name && verifier.keyID == signature.keyID {
                try verifier.verify(signature, over: text)
                names.append(signature.name)
            }
        }
        guard !names.isEmpty else { throw .checkpointKeyUnknown }
        return names
    }
}

extension SignedNote.Signature {
    private static let dash = Array("— ".utf8)

    fileprivate init?(_ line: ArraySlice<UInt8>) {
        guard line.starts(with: Self.dash) else { return nil }
        let words = line.dropFirst(Self.dash.count).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 2, let text = String(validating: words[0], as: UTF8.self),
            let name = NoteKeyName(text), let octets = try? Base64.decode(words[1]), octets.count > 4
        else { return nil }
        self.init(
            name: name, keyID: octets.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
            signature: Array(octets.dropFirst(4)))
    }

    fileprivate var base64: String {
        Base64.encode(keyID.bigEndianOctets + signature)
    }
}

extension Checkpoint {
    /// A checkpoint from a signed note, believed because a known key signed it.
    public init(verifying octets: [UInt8], with verifiers: [NoteVerifier]) throws(LedgerError) {
        let note = try SignedNote(parsing: octets)
        try note.verify(with: verifiers)
        try self.init(parsing: note.text)
    }

    /// The checkpoint as a signed note.
    public func signed(by signers: [NoteSigner]) throws(LedgerError) -> SignedNote {
        try SignedNote(signing: encode(), with: signers)
    }
}
