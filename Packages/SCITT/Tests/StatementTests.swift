import CBOR
import COSE
import Claims
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@Suite("Statements")
struct StatementTests {
    static let forge = Result { try Forge() }

    @Test(
        "a statement about a record has the header and the payload of the draft",
        .verifies(
            "ECT#req-ect-statement-payload", "ECT#req-ect-statement-type", "ECT#req-ect-statement-iss",
            "ECT#req-ect-statement-sub"))
    func header() throws {
        let forge = try Self.forge.get()
        let message = try COSESign1(decoding: forge.statement.octets, tag: .required, rules: .deterministic)
        let header = message.protected
        #expect(header.type == "application/scitt-statement+cose")
        #expect(header.payloadHashAlgorithm == -16)
        #expect(header.preimageContentType == "application/exec+jwt")
        #expect(header.keyID == Array("key-1".utf8))
        #expect(header.claims?.issuer == Parties.anchorer)
        #expect(header.claims?.subject == "urn:uuid:a0b1c2d3-e4f5-4789-abcd-ef0123456789")
        #expect(message.unverifiedPayload == SHA256.hash(forge.token))
        #expect(message.unprotected.parameters.isEmpty)
    }

    @Test(
        "records of both profiles, hashed and whole, verify as what they are",
        .verifies("ECT#req-ect-statement-full"))
    func content() throws {
        let parties = try Parties()
        let mandate = try parties.mandate(1, workflow: nil)
        let verifier = parties.anchors().statements
        for token in [mandate, try parties.record(of: mandate), try parties.ect(2)] {
            let verified = try parties.verified(token, mandates: [mandate])
            let hashed = try verifier.verify(parties.statements().statement(about: verified))
            let whole = try verifier.verify(parties.statements().statement(about: verified, full: true))
            #expect(hashed.content == .hash(SHA256.digest(token), verified.recordType))
            #expect(whole.content == .record(token, verified.recordType))
            #expect(whole.content.recordHash == hashed.content.recordHash)
            #expect(hashed.subject == verified.recordSubject && whole.subject == verified.recordSubject)
            #expect(hashed.signer.identifier == Parties.anchorer)
        }
        #expect(try parties.verified(mandate).recordSubject.text.string == "urn:uuid:\(identifier(1))")
    }

    @Test("receipts in the unprotected header are set aside, and a statement keeps its name with them")
    func transparent() throws {
        let forge = try Self.forge.get()
        let receipt = try forge.receipt()
        let transparent = try forge.statement.transparent(with: [receipt])
        let read = try SignedStatement(parsing: transparent)
        #expect(read.receipts == [receipt])
        #expect(read.octets == forge.statement.octets && read.digest == forge.statement.digest)
        #expect(try forge.statement.transparent(with: []) == forge.statement.octets)
        let anchor = try forge.parties.anchors().verify(read)
        #expect(anchor.transparency.verified.count == 1)
    }

    @Test("a subject is a URN of a lower-case UUID and nothing else")
    func subjects() {
        let text = "urn:uuid:550e8400-e29b-41d4-a716-000000000001"
        #expect(RecordSubject(ExactString(text)) == RecordSubject(identifier(1)))
        #expect(RecordSubject(identifier: identifier(1), workflow: identifier(2)).identifier == identifier(2))
        #expect("\(RecordSubject(identifier(1)))" == text)
        for wrong in [
            "", "urn:uuid:", text.uppercased(), "urn:UUID:" + text.dropFirst(9), text + "0", " " + text,
        ] {
            #expect(RecordSubject(ExactString(wrong)) == nil)
        }
    }

    @Test("a statement is signed with a certificate chain where there is one")
    func certificates() throws {
        let parties = try Parties()
        for count in 1...2 {
            let chain = (0..<count).map { [UInt8($0)] }
            let issuer = try StatementIssuer(
                Parties.anchorer, key: parties.key(Parties.anchorer), certificates: chain)
            let statement = try issuer.statement(about: parties.verified(parties.ect(1)))
            #expect(statement.message.protected.certificateChain == chain)
            // Certificates of a pinned party must lead to an anchor too.
            let error = refusal { _ = try parties.anchors().statements.verify(statement) }
            #expect(error?.reason == "trust-certificates-not-enabled")
        }
        #expect(
            refusal { _ = try StatementIssuer("", key: parties.key(Parties.anchorer)) } == .statementIssuer)
    }

    @Test("who may anchor can be limited", .verifies("ECT#req-ect-receipt-statement"))
    func anchoringParties() throws {
        let forge = try Self.forge.get()
        var verifier = forge.parties.anchors().statements
        verifier.anchoringParties = [Parties.alice]
        #expect(refusal { _ = try verifier.verify(forge.statement) }?.code == "ect-receipt-statement")
        verifier.anchoringParties = [Parties.anchorer]
        #expect(refusal { _ = try verifier.verify(forge.statement) } == nil)
    }

    // MARK: Hostile statements

    struct Hostile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: String
        let reason: String
        let make: @Sendable (Forge) throws -> [UInt8]

        init(
            _ name: String, _ code: String, _ reason: String,
            _ make: @escaping @Sendable (Forge) throws -> [UInt8]
        ) {
            testDescription = name
            self.code = "ect-" + code
            self.reason = reason
            self.make = make
        }
    }

    @Test("a statement with one thing wrong is refused for that", .verifies(), arguments: hostile)
    func refused(_ hostile: Hostile) throws {
        Verifies.record("ECT#req-" + hostile.code, in: hostile.testDescription)
        let forge = try Self.forge.get()
        let octets = try hostile.make(forge)
        let error = refusal {
            _ = try forge.parties.anchors().statements.verify(SignedStatement(parsing: octets))
        }
        #expect(error?.code == hostile.code)
        #expect(error?.reason == hostile.reason)
        #expect(error.map { "\($0)".isEmpty } == false)
    }

    static let hostile: [Hostile] = [
        .init("no octets", "receipt-cbor", "cbor-truncated") { _ in [] },
        .init("an octet too many", "receipt-cbor", "cbor-trailing-octets") { $0.statement.octets + [0] },
        .init("no tag", "receipt-cbor", "cose-tag-missing") { Array($0.statement.octets.dropFirst()) },
        .init("a withdrawn label", "receipt-labels", "cose-label-withdrawn") {
            try $0.statement { $0[13] = [:] }
        },
        .init("an unknown critical label", "receipt-labels", "cose-critical-not-understood") {
            try $0.statement {
                $0[2] = [1000]
                $0[1000] = 1
            }
        },
        .init("content type beside a hash envelope", "receipt-cbor", "cose-parameters-exclusive") {
            try $0.statement { $0[3] = "application/exec+jwt" }
        },
        .init("an unprotected hash algorithm", "receipt-cbor", "cose-parameter-unprotected") {
            try $0.statement({ $0[258] = nil }, unprotected: [258: -16])
        },
        .init("no claims", "statement-iss", "statement-issuer") { try $0.statement { $0[15] = nil } },
        .init("no iss", "statement-iss", "statement-issuer") { try $0.statement { $0.claim(1, nil) } },
        .init("an empty iss", "statement-iss", "statement-issuer") { try $0.statement { $0.claim(1, "") } },
        .init("an unknown party", "receipt-statement", "trust-issuer-unknown") {
            try $0.statement { $0.claim(1, "https://nobody.example") }
        },
        .init("another party's name", "receipt-statement", "cose-signature-invalid") {
            try $0.statement { $0.claim(1, .text(Parties.alice.string)) }
        },
        .init("a service's name", "receipt-statement", "trust-issuer-unknown") {
            try $0.statement { $0.claim(1, .text(Parties.service.string)) }
        },
        .init("no kid", "receipt-statement", "trust-kid-missing") { try $0.statement { $0[4] = nil } },
        .init("an unknown kid", "receipt-statement", "trust-key-unknown") {
            try $0.statement { $0[4] = .byteString([0x6B]) }
        },
        .init("a kid that is not text", "receipt-statement", "trust-kid-missing") {
            try $0.statement { $0[4] = .byteString([0xFF]) }
        },
        .init("no alg", "receipt-statement", "cose-algorithm-missing") { try $0.statement { $0[1] = nil } },
        .init("another alg", "receipt-statement", "cose-algorithm-not-allowed") {
            try $0.statement { $0[1] = -8 }
        },
        .init("another key", "receipt-statement", "cose-signature-invalid") {
            try $0.statement(key: $0.parties.key(Parties.alice).privateKey)
        },
        .init("a flipped bit in the signature", "receipt-statement", "cose-signature-invalid") {
            var octets = $0.statement.octets
            octets[octets.count - 1] ^= 1
            return octets
        },
        .init("no payload", "receipt-statement", "cose-payload-missing") {
            try $0.statement(payload: .null)
        },
        .init("no typ", "statement-type", "statement-type") { try $0.statement { $0[16] = nil } },
        .init("the typ of a receipt", "statement-type", "statement-type") {
            try $0.statement { $0[16] = "application/scitt-receipt+cose" }
        },
        .init("a payload of 31 octets", "statement-payload", "statement-payload") {
            try $0.statement(payload: .byteString([UInt8](repeating: 1, count: 31)))
        },
        .init("a SHA-512 envelope", "statement-payload", "statement-payload") {
            try $0.statement { $0[258] = -44 }
        },
        .init("no preimage type", "statement-type", "statement-type") { try $0.statement { $0[259] = nil } },
        .init("a preimage type that is no record", "statement-type", "statement-type") {
            try $0.statement { $0[259] = "application/json" }
        },
        .init("a preimage type by number", "statement-type", "statement-type") {
            try $0.statement { $0[259] = 50 }
        },
        .init("a preimage type without an envelope", "statement-type", "statement-type") {
            try $0.statement { $0[258] = nil }
        },
        .init("the record whole, of no type", "statement-type", "statement-type") {
            try $0.statement {
                $0[258] = nil
                $0[259] = nil
            }
        },
        .init("no sub", "statement-sub", "statement-subject") { try $0.statement { $0.claim(2, nil) } },
        .init("a sub that is no URN of a UUID", "statement-sub", "statement-subject") {
            try $0.statement { $0.claim(2, "https://records.example/1") }
        },
        .init("a sub in upper case", "statement-sub", "statement-subject") {
            try $0.statement { $0.claim(2, "urn:uuid:A0B1C2D3-E4F5-4789-ABCD-EF0123456789") }
        },
    ]
}
