import Encoding
import Ledger
import Signing
import TestSupport
import Testing

/// C2SP signed-note and tlog-checkpoint.
@Suite struct CheckpointTests {
    static let origin = "example.com/behind-the-sofa"
    static let published = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

        """

    static func signer(_ octet: UInt8, name: String = origin) throws -> NoteSigner {
        try NoteSigner(
            name: name, key: try PrivateKey(ed25519: [UInt8](repeating: octet, count: 32)))
    }

    static func checkpoint(extensions: [ExactString] = []) throws -> Checkpoint {
        try Checkpoint(
            origin: ExactString(origin), size: 42, root: SHA256.digest([1, 2, 3]), extensions: extensions)
    }

    @Test("the specification's example parses and is written back octet for octet")
    func example() throws {
        let note = try SignedNote(parsing: Array(Self.published.utf8))
        #expect(note.encode() == Array(Self.published.utf8))
        #expect(note.signatures.count == 1)
        #expect(note.signatures[0].keyID == 0x033d_e0ae)
        #expect(note.signatures[0].name.text == ExactString(Self.origin))
        #expect(note.signatures[0].signature.count == 64)
        let checkpoint = try Checkpoint(parsing: note.text)
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.origin == ExactString(Self.origin))
        #expect(checkpoint.encode() == note.text)
        #expect(checkpoint.mark == nil)
        #expect(checkpoint.root.octets.prefix(3) == [0x0A, 0xC5, 0x18])
    }

    @Test("a key id is the start of SHA-256(name || 0x0A || 0x01 || key), and a verifier key says so")
    func keyID() throws {
        let verifier = try Self.signer(7).verifier
        guard
            case .ed25519(let raw) = try PrivateKey(ed25519: [UInt8](repeating: 7, count: 32)).publicKey
                .components
        else {
            Issue.record("an Ed25519 key has Ed25519 components")
            return
        }
        let hash = SHA256.hash(Array(Self.origin.utf8) + [0x0A, 0x01] + raw)
        #expect(verifier.keyID == hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        #expect(verifier.text.hasPrefix("\(Self.origin)+\(Hexadecimal.encode(Array(hash.prefix(4))))+A"))
        #expect(try NoteVerifier(parsing: verifier.text) == verifier)
    }

    @Test("the key of the widely used note library's example is read, and its note verifies")
    func knownVerifierKey() throws {
        let verifier = try NoteVerifier(
            parsing: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        let note = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """
        let parsed = try SignedNote(parsing: Array(note.utf8))
        #expect(try parsed.verify(with: [verifier]).map(\.text) == ["PeterNeumann"])
    }

    @Test(
        "a signed checkpoint verifies with its key and comes back as it was",
        .verifies("ACT#req-act-ledger-checkpoint", "ECT#req-ect-ledger-proofs"))
    func roundTrip() throws {
        let checkpoint = try Self.checkpoint(extensions: ["one more line"])
        let note = try checkpoint.signed(by: [Self.signer(1), Self.signer(2, name: "witness.example/w")])
        for signer in [try Self.signer(1), try Self.signer(2, name: "witness.example/w")] {
            #expect(try Checkpoint(verifying: note.encode(), with: [signer.verifier]) == checkpoint)
        }
        let both = [try Self.signer(1).verifier, try Self.signer(2, name: "witness.example/w").verifier]
        #expect(try note.verify(with: both).count == 2)
    }

    @Test("a note is refused whose signatures are all by unknown keys")
    func unknownKey() throws {
        let note = try Self.checkpoint().signed(by: [Self.signer(1)]).encode()
        for verifiers in [[], [try Self.signer(2).verifier], [try Self.signer(1, name: "other").verifier]] {
            #expect(throws: LedgerError.checkpointKeyUnknown) {
                try Checkpoint(verifying: note, with: verifiers)
            }
        }
    }

    @Test("a note is refused when any signature by a known key is wrong, though another is right")
    func wrongSignature() throws {
        let signers = [try Self.signer(1), try Self.signer(2, name: "witness.example/w")]
        let note = try Self.checkpoint().signed(by: signers).encode()
        let verifiers = signers.map(\.verifier)
        let text = String(decoding: note, as: UTF8.self)
        let other = text.replacing("\n42\n", with: "\n43\n")
        #expect(throws: LedgerError.checkpointSignatureInvalid) {
            try Checkpoint(verifying: Array(other.utf8), with: verifiers)
        }
        // The witness's signature line of another checkpoint.
        let foreign = try Checkpoint(origin: "o", size: 1, root: .zero).signed(by: [signers[1]])
        let lines = String(decoding: foreign.encode(), as: UTF8.self).split(separator: "\n")
        let mixed =
            text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2).joined(separator: "\n")
            + "\n\(lines.last ?? "")\n"
        #expect(throws: LedgerError.checkpointSignatureInvalid) {
            try Checkpoint(verifying: Array(mixed.utf8), with: verifiers)
        }
        #expect(try Checkpoint(verifying: Array(mixed.utf8), with: [verifiers[0]]).size == 42)
    }

    @Test("every changed octet of a signed checkpoint is refused")
    func everyOctet() throws {
        let signer = try Self.signer(1)
        let note = try Self.checkpoint().signed(by: [signer]).encode()
        for index in note.indices {
            var changed = note
            changed[index] ^= 0x01
            #expect(throws: LedgerError.self) {
                try Checkpoint(verifying: changed, with: [signer.verifier])
            }
        }
        for end in 0..<note.count {
            #expect(throws: LedgerError.self) {
                try Checkpoint(verifying: Array(note.prefix(end)), with: [signer.verifier])
            }
        }
    }

    static let malformedNotes: [(String, CheckpointFlaw)] = [
        ("", .noSignatures), ("text\n", .noSignatures), ("text\n\n", .noSignatures), ("\n\n", .noSignatures),
        ("text\n\n— a AAAAAAE=", .noSignatures), ("text\r\n\r\n— a AAAAAAE=\n", .characters),
        ("te\u{0}xt\n\n— a AAAAAAE=\n", .characters), ("text\n\n- a AAAAAAE=\n", .signatureLine(1)),
        ("text\n\n— a AAAAAAE=\n— a\n", .signatureLine(2)), ("text\n\n— a  AAAAAAE=\n", .signatureLine(1)),
        ("text\n\n— a AAAAAAE= \n", .signatureLine(1)), ("text\n\n— a+b AAAAAAE=\n", .signatureLine(1)),
        ("text\n\n— a AAAAAA==\n", .signatureLine(1)), ("text\n\n— a AAAAAAF=\n", .signatureLine(1)),
        ("text\n\n— a AAAAAAE\n", .signatureLine(1)), ("text\n\n—  AAAAAAE=\n", .signatureLine(1)),
        ("text\n\n— a\u{2003}b AAAAAAE=\n", .signatureLine(1)), ("text\n\n— a AAAAA-E=\n", .signatureLine(1)),
        ("text\n\n" + String(repeating: "— a AAAAAAE=\n", count: 65), .tooManySignatures),
    ]

    @Test("a malformed note is refused, and what is wrong with it is said", arguments: malformedNotes)
    func malformedNote(text: String, flaw: CheckpointFlaw) {
        #expect(throws: LedgerError.checkpointMalformed(flaw)) {
            try SignedNote(parsing: Array(text.utf8))
        }
    }

    @Test("a note that is too large or not UTF-8 is refused, one with 64 signatures is not")
    func noteLimits() throws {
        let large = [UInt8](repeating: 0x41, count: SignedNote.largest + 1)
        #expect(throws: LedgerError.checkpointMalformed(.tooLarge(octets: large.count))) {
            try SignedNote(parsing: large)
        }
        #expect(throws: LedgerError.checkpointMalformed(.characters)) {
            try SignedNote(parsing: [0xFF] + Array("\n\n— a AAAAAAE=\n".utf8))
        }
        let full = "text\n\n" + String(repeating: "— a AAAAAAE=\n", count: 64)
        #expect(try SignedNote(parsing: Array(full.utf8)).signatures.count == 64)
        let empty = "text\n\nmore\n\n— a AAAAAAE=\n"
        #expect(try SignedNote(parsing: Array(empty.utf8)).text == Array("text\n\nmore\n".utf8))
    }

    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    static let malformedTexts: [(String, CheckpointFlaw)] = [
        ("", .lines), ("o\n1\n\(root)", .lines), ("\n1\n\(root)\n", .origin), ("o\n", .size),
        ("o\n01\n\(root)\n", .size),
        ("o\n+1\n\(root)\n", .size), ("o\n-1\n\(root)\n", .size), ("o\n \n\(root)\n", .size),
        ("o\n18446744073709551616\n\(root)\n", .size), ("o\n1\n", .root), ("o\n1\nAAAA\n", .root),
        ("o\n1\n\(root)=\n", .root), ("o\n1\n\(root.dropLast())\n", .root), ("o\n1\n\(root)\n\n", .lines),
        ("o\n1\n\(root)\nextension\n\nmore\n", .lines), ("o\n1\n\(root.replacing("/", with: "_"))\n", .root),
    ]

    @Test("a malformed checkpoint is refused, and what is wrong with it is said", arguments: malformedTexts)
    func malformedText(text: String, flaw: CheckpointFlaw) {
        #expect(throws: LedgerError.checkpointMalformed(flaw)) { try Checkpoint(parsing: Array(text.utf8)) }
    }

    @Test("sizes 0 and 2^64 - 1 are read, and text that is not UTF-8 is refused")
    func extremes() throws {
        #expect(try Checkpoint(parsing: Array("o\n0\n\(Self.root)\n".utf8)).size == 0)
        #expect(try Checkpoint(parsing: Array("o\n18446744073709551615\n\(Self.root)\n".utf8)).size == .max)
        #expect(throws: LedgerError.checkpointMalformed(.characters)) {
            try Checkpoint(parsing: [0xFF, 0x0A])
        }
    }

    @Test("what can't be a checkpoint or a note can't be made one")
    func unwritable() throws {
        for origin: ExactString in ["", "a\nb", "a\u{1}"] {
            #expect(throws: LedgerError.checkpointMalformed(.origin)) {
                try Checkpoint(origin: origin, size: 0, root: .zero)
            }
        }
        #expect(throws: LedgerError.checkpointMalformed(.lines)) {
            try Checkpoint(origin: "o", size: 0, root: .zero, extensions: [""])
        }
        let signer = try Self.signer(1)
        #expect(throws: LedgerError.checkpointMalformed(.lines)) {
            try SignedNote(signing: Array("text".utf8), with: [signer])
        }
        #expect(throws: LedgerError.checkpointMalformed(.characters)) {
            try SignedNote(signing: Array("te\txt\n".utf8), with: [signer])
        }
        #expect(throws: LedgerError.checkpointMalformed(.noSignatures)) {
            try SignedNote(signing: Array("text\n".utf8), with: [])
        }
    }

    @Test("only Ed25519 keys with a proper name sign notes")
    func keys() throws {
        #expect(throws: LedgerError.checkpointKeyUnsuitable) {
            try NoteSigner(name: "a", key: try PrivateKey.generate(.p256))
        }
        for name in ["", "a b", "a+b", "a\u{A0}b", "a\nb"] {
            #expect(throws: LedgerError.checkpointMalformed(.keyName)) { try Self.signer(1, name: name) }
        }
        let text = try Self.signer(1).verifier.text
        for wrong in [
            "", "a", "a+b", "a+00000000+AAAA", text + "A", "x" + text, text.uppercased(), "+\(text)",
        ] {
            #expect(throws: LedgerError.checkpointMalformed(.verifierKey)) {
                try NoteVerifier(parsing: wrong)
            }
        }
    }

    @Test("every flaw and every error has a sentence of its own")
    func sentences() {
        let flaws: [CheckpointFlaw] = [
            .tooLarge(octets: 1), .characters, .noSignatures, .tooManySignatures, .signatureLine(1), .keyName,
            .lines, .origin, .size, .root, .verifierKey,
        ]
        let errors: [LedgerError] = [
            .duplicate(wid: nil, jti: "j", first: 1), .duplicate(wid: "w", jti: "j", first: 1),
            .tokenTooLarge(octets: 1), .outOfRange(sequence: 1, size: 1), .damaged("d"), .locked, .diskFull,
            .writeFailed,
            .readOnly, .cannotOpen, .notALedger, .newerVersion(found: 2, supported: 1), .storage(code: 1),
            .checkpointKeyUnknown, .checkpointSignatureInvalid, .checkpointKeyUnsuitable,
            .replayStoreFull(capacity: 1), .replayWindowPassed(until: 1, now: 2),
        ]
        let sentences =
            errors.map(\.description) + flaws.map { LedgerError.checkpointMalformed($0).description }
        #expect(Set(sentences).count == errors.count + flaws.count)
        #expect(sentences.allSatisfy { $0.first?.isUppercase == false })
        #expect(Set(errors.map(\.code)).count == errors.count - 1)
        #expect(LedgerError.checkpointMalformed(.root).code == "checkpoint-malformed")
    }
}
