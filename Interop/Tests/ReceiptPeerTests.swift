import CBOR
import COSE
import Claims
import Encoding
import Foundation
import JOSE
import SCITT
import Signing
import TestSupport
import Testing

/// Statements and receipts, both ways.
@Suite("peers, receipts", .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
struct ReceiptPeerTests {
    private static let places: [(size: UInt64, index: UInt64)] = [
        (2, 0), (2, 1), (3, 2), (7, 6), (8, 5), (33, 32), (100, 41),
    ]

    private static func verify(
        _ receipt: [UInt8], _ statement: [UInt8], _ key: JWK, _ profile: String = "statement"
    ) -> (op: String, members: [JSONMember]) {
        (
            "receipt.verify",
            [
                JSONMember("statement_hex", hex: statement), JSONMember("receipt_hex", hex: receipt),
                JSONMember("key", key.value), JSONMember("profile", .string(ExactString(profile))),
            ]
        )
    }

    // MARK: Ours

    @Test(
        "scitt-cose verifies our statements and our receipts", arguments: [KeyType.p256, .p384, .ed25519])
    func ours(_ type: KeyType) throws {
        let parties = try AnchorParties(type)
        let statement = try parties.statement()
        let receipts = try Self.places.map {
            try parties.receipt(for: statement, size: $0.size, index: $0.index)
        }
        let answers = try Peer.scittCOSE.answers(
            receipts.map { Self.verify($0.octets, statement.octets, parties.serviceKey.publicJWK) })
        for (place, answer) in zip(Self.places, answers) {
            #expect(answer.isAccepted)
            #expect(answer.node["tree_size"]?.integer == Int64(place.size))
            #expect(answer.node["index"]?.integer == Int64(place.index))
        }
        let transparent = try statement.transparent(with: receipts.map(\.octets))
        let read = try Peer.scittCOSE.answer(
            "statement.verify",
            [JSONMember("hex", hex: transparent), JSONMember("key", parties.key.publicJWK.value)])
        #expect(try read.string("iss") == AnchorParties.anchorer)
        #expect(try read.string("sub") == statement.subject)
        let carried = read.node["receipts_hex"]?.elements.compactMap { $0.string?.string }
        #expect(carried == receipts.map { Hexadecimal.encode($0.octets) })
        // And the other way round: what it attaches we read, and the statement stays the same one.
        let list = JSONValue.array(receipts.map { .string(ExactString(Hexadecimal.encode($0.octets))) })
        let attached = try Peer.scittCOSE.answer(
            "statement.attach", [JSONMember("hex", hex: statement.octets), JSONMember("receipts_hex", list)]
        ).octets("hex")
        #expect(try SignedStatement(parsing: attached).octets == statement.octets)
        #expect(try SignedStatement(parsing: attached).receipts == receipts.map(\.octets))
    }

    @Test("no changed octet of a receipt or of its statement gets past us or past scitt-cose")
    func flips() throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        let parties = try AnchorParties(.ed25519)
        let statement = try parties.statement()
        // The signature binds size and index only as far as they shape the path: here no flip keeps the shape.
        let receipt = try parties.receipt(for: statement, size: 39, index: 38).octets
        let key = parties.serviceKey.publicJWK
        func flipped(_ octets: [UInt8]) -> [UInt8] {
            var octets = octets
            octets[random.integer(in: 0...octets.count - 1)] ^= UInt8(1 << random.integer(in: 0...7))
            return octets
        }
        let requests = (0..<200).map { number in
            number % 2 == 0
                ? Self.verify(flipped(receipt), statement.octets, key)
                : Self.verify(receipt, flipped(statement.octets), key)
        }
        let (ours, theirs) = (
            try Peer.actect.answers(requests), try Peer.scittCOSE.answers(requests)
        )
        #expect(ours.allSatisfy { !$0.isAccepted }, "TEST_SEED=\(random.seed)")
        #expect(theirs.allSatisfy { !$0.isAccepted }, "TEST_SEED=\(random.seed)")
    }

    // MARK: Theirs

    @Test(
        "we verify statements and receipts of scitt-cose by the profile that they were made for, and no other",
        arguments: ["statement", "statement-hash", "payload-hash"], ["ES256", "ES384", "EdDSA"])
    func theirs(_ profile: String, _ algorithm: String) throws {
        let types: [String: KeyType] = ["ES256": .p256, "ES384": .p384, "EdDSA": .ed25519]
        let parties = try AnchorParties(#require(types[algorithm]))
        func secret(_ key: PrivateJWK) throws -> JSONMember {
            JSONMember("key", try JSONDocument(parsing: key.encode()).root.value)
        }
        let names = [
            JSONMember("alg", .string(ExactString(algorithm))),
            JSONMember("sub", "urn:uuid:a0b1c2d3-e4f5-4789-abcd-ef0123456789"),
        ]
        let statement = try Peer.scittCOSE.answer(
            "statement.make",
            names + [
                try secret(parties.key), JSONMember("iss", .string(AnchorParties.anchorer)),
                JSONMember("payload_hex", hex: [1, 2, 3]), JSONMember("type", "application/exec+jwt"),
            ]
        ).octets("hex")
        let read = try SignedStatement(parsing: statement)
        #expect(read.issuer == AnchorParties.anchorer)
        _ = try read.message.verify(
            with: parties.key.publicJWK.publicKey, algorithms: [.es256, .es384, .edDSA])
        let answers = try Peer.scittCOSE.answers(
            Self.places.map { place in
                let members = [
                    try secret(parties.serviceKey), JSONMember("statement_hex", hex: statement),
                    JSONMember("profile", .string(ExactString(profile))),
                    JSONMember("size", .integer(Int64(place.size))),
                    JSONMember("index", .integer(Int64(place.index))),
                    JSONMember("iss", .string(AnchorParties.service)),
                    JSONMember("iat", .integer(AnchorParties.now.seconds)),
                ]
                return ("receipt.make", members + names)
            })
        let receipts = try answers.map { try $0.octets("hex") }
        let key = parties.serviceKey.publicJWK
        for other in ["statement", "statement-hash", "payload-hash", "ccf"] {
            let verdicts = try Peer.actect.answers(
                receipts.map { Self.verify($0, statement, key, other) })
            #expect(verdicts.allSatisfy { $0.isAccepted == (other == profile) }, "\(other)")
            guard other == profile else { continue }
            #expect(verdicts.map { $0.node["tree_size"]?.integer } == Self.places.map { Int64($0.size) })
            #expect(verdicts.map { $0.node["index"]?.integer } == Self.places.map { Int64($0.index) })
        }
    }

    @Test("the published vectors of scitt-cose get its verdicts from it and from us, good and bad")
    func published() throws {
        let file = Repository.file("Packages/SCITT/Tests/Vectors/scitt-cose-v1.json")
        let cases = try #require(
            JSONDocument(parsing: Array(Data(contentsOf: file)), limits: .document).root["cases"])
        var refused = 0
        for node in cases.elements {
            let name = node["name"]?.string?.string ?? ""
            func octets(_ name: String) throws -> [UInt8] {
                try Hexadecimal.decode(#require(node[name]?.string).string)
            }
            func key(_ name: String) throws -> JWK {
                try JWK(PublicKey(subjectPublicKeyInfo: octets(name)))
            }
            let receipt = Self.verify(
                try octets("receipt"), try octets("statement"), try key("serviceKey"),
                try #require(node["profile"]?.string).string)
            let statement = (
                op: "cose.sign1.verify",
                members: [
                    JSONMember("hex", hex: try octets("statement")),
                    JSONMember("key", try key("statementKey").value),
                ]
            )
            let isGood = node["receiptIsValid"]?.boolean == true
            let isSigned = node["statementIsValid"]?.boolean == true
            refused += (isGood ? 0 : 1) + (isSigned ? 0 : 1)
            let ours = try Peer.actect.answers([receipt, statement]).map(\.isAccepted)
            #expect(ours == [isGood, isSigned], "\(name)")
            #expect(try Peer.scittCOSE.answers([receipt])[0].isAccepted == isGood, "\(name)")
        }
        #expect(cases.count == 6 && refused > 0)
    }

    @Test("our vectors of receipts get their verdicts from scitt-cose, but for rules that only the draft has")
    func vectors() throws {
        let stricter: Set = ["ect-receipt-labels", "ect-receipt-limits", "ect-receipt-root"]
        // The peer has no policy of its own: whose key it is, and what the claims say.
        let cases = try ConformanceVectors(file: "receipts.json").cases.filter {
            let request = $0.steps[0].request
            return request["op"]?.string == "receipt.verify" && request["service"] == nil
                && request["trust"] == nil
        }
        let answers = try Peer.scittCOSE.answers(
            cases.map { vector in
                let members = vector.steps[0].request.members.map { JSONMember($0.name, $0.value.value) }
                return ("receipt.verify", members.filter { $0.name != "op" })
            })
        for (vector, answer) in zip(cases, answers) {
            let expect = vector.steps[0].expect
            if stricter.contains(expect["code"]?.string?.string ?? "") { continue }
            #expect(answer.isAccepted == expect["ok"]?.boolean, "\(vector.name)")
        }
        #expect(cases.count > 60)
    }

    // MARK: Consistency

    @Test("we verify receipts of consistency that scitt-cose signs, and not from another root")
    func consistency() throws {
        let parties = try AnchorParties(.p256)
        let secret = try JSONDocument(parsing: parties.serviceKey.encode()).root.value
        let sizes: [(Int64, Int64)] = [(1, 2), (2, 3), (3, 9), (4, 9), (7, 33), (8, 8), (32, 33), (33, 64)]
        let receipts = try Peer.scittCOSE.answers(
            sizes.map { first, second in
                let members = [
                    JSONMember("size1", .integer(first)), JSONMember("size2", .integer(second)),
                    JSONMember("alg", "ES256"), JSONMember("key", secret),
                ]
                return ("receipt.consistency.make", members)
            })
        func verified(_ key: JWK, root: (Peer.Answer) throws -> [UInt8]) throws -> [Peer.Answer] {
            try Peer.actect.answers(
                zip(sizes, receipts).map { size, made in
                    let members = [
                        JSONMember("receipt_hex", hex: try made.octets("hex")),
                        JSONMember("key", key.value), JSONMember("size1", .integer(size.0)),
                        JSONMember("root1_hex", hex: try root(made)),
                    ]
                    return ("receipt.consistency", members)
                })
        }
        let key = parties.serviceKey.publicJWK
        let answers = try verified(key) { try $0.octets("root1_hex") }
        for ((size, made), answer) in zip(zip(sizes, receipts), answers) {
            #expect(try answer.octets("root2_hex") == made.octets("root2_hex"))
            #expect(answer.node["size2"]?.integer == size.1)
        }
        let fork = try verified(key) { _ in Array(repeating: 7, count: 32) }
        #expect(fork.allSatisfy { !$0.isAccepted })
        let other = try verified(parties.key.publicJWK) { try $0.octets("root1_hex") }
        #expect(other.allSatisfy { !$0.isAccepted })
    }

    // MARK: CCF

    @Test("a receipt of a CCF ledger's form gets one verdict from scitt-cose, from us and from ccf itself")
    func ccf() throws {
        let parties = try AnchorParties(.p384)
        let statement = try parties.statement()
        let key = parties.serviceKey.publicJWK
        let made = try CCFReceipt(statement: statement, key: parties.serviceKey)
        let requests = try [
            (made.octets, statement.octets), (made.octets, parties.statement(2).octets),
            (made.withAnotherPath, statement.octets), (made.withAnotherEvidence, statement.octets),
        ].map { Self.verify($0, $1, key, "ccf") }
        let wanted = [true, false, false, false]
        #expect(try Peer.actect.answers(requests).map(\.isAccepted) == wanted)
        #expect(try Peer.scittCOSE.answers(requests).map(\.isAccepted) == wanted)
        guard Peer.isPyscittPresent else { return }
        #expect(try Peer.pyscitt.answers(requests).map(\.isAccepted) == wanted)
    }
}
