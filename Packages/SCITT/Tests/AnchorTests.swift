import Audit
import CBOR
import Claims
import ECT
import Encoding
import Merkle
import SCITT
import Signing
import TestSupport
import Testing

@Suite("Batches and levels")
struct AnchorTests {
    @Test(
        "every record of a batch is shown by its path, and by no other",
        .verifies("ECT#req-ect-batch-payload", "ECT#req-ect-batch-path", "ECT#req-ect-batch-type"))
    func batch() throws {
        let parties = try Parties()
        let tokens = try (1...13).map { try parties.ect($0) }
        var batch = Batch()
        for token in tokens { try batch.append(token) }
        let statement = try parties.statements().statement(
            about: batch, subject: RecordSubject(Parties.workflow))
        let receipt = try parties.receipt(for: statement).octets
        let anchor = try parties.anchors().verify(statement, receipts: [receipt])
        #expect(anchor.statement.content == .batch(root: batch.root))
        for (index, token) in tokens.enumerated() {
            let path = try #require(batch.path(of: UInt64(index)))
            let evidence = try anchor.evidence(for: parties.verified(token), path: path)
            #expect(evidence.place?.index == UInt64(index) && evidence.place?.size == 13)
            #expect(evidence.tokenHash == SHA256.digest(token))
            let other = try parties.verified(tokens[(index + 1) % 13])
            #expect(refusal { _ = try anchor.evidence(for: other, path: path) }?.code == "ect-batch-path")
        }
        let first = try parties.verified(tokens[0])
        #expect(refusal { _ = try anchor.evidence(for: first) } == .pathMisplaced)
        let huge = InclusionProof(index: 0, size: Batch.limit + 1, path: [])
        #expect(refusal { _ = try anchor.evidence(for: first, path: huge) } == .batchSize(Batch.limit + 1))
        #expect(batch.path(of: 13) == nil && batch.leafHash(at: 13) == nil)
    }

    @Test("the document of a batch comes back, and a malformed one does not")
    func document() throws {
        var batch = Batch()
        for number in 0..<5 { try batch.append([UInt8(number)]) }
        let octets = batch.encode()
        #expect(try Batch(decoding: octets) == batch)
        #expect(try CBORValue(decoding: octets).elements?.count == 5)
        let wrong: [(String, [UInt8])] = [
            ("cbor-truncated", []), ("cbor-truncated", octets.dropLast()),
            ("cbor-trailing-octets", octets + [0]), ("proof-malformed", [0xA0]), ("batch-size", [0x80]),
            ("batch-size", [0x9A, 0, 0x10, 0, 1]), ("proof-malformed", [0x81, 0x41, 1]),
            ("proof-malformed", [0x81, 0x01]), ("cbor-indefinite-length", [0x9F, 0xFF]),
        ]
        for (reason, octets) in wrong {
            #expect(refusal { _ = try Batch(decoding: octets) }?.reason == reason)
        }
    }

    @Test(
        "a batch holds 2^20 records and no more, and an empty one is not signed",
        .verifies("ECT#req-ect-batch-payload"))
    func limit() throws {
        var batch = Batch()
        let leaf = MerkleHash.leaf([1])
        for _ in 0..<Batch.limit { try batch.append(leafHash: leaf) }
        #expect(refusal { try batch.append([1]) } == .batchSize(Batch.limit + 1))
        #expect(batch.path(of: Batch.limit - 1)?.path.count == 20)
        let parties = try Parties()
        #expect(
            refusal {
                _ = try parties.statements().statement(
                    about: Batch(), subject: RecordSubject(Parties.workflow))
            } == .batchSize(0))
    }

    @Test(
        "L3 takes evidence for the exact octets; a mandate has no level and L1 stays L1",
        .verifies("ECT#req-ect-l3-evidence", "ECT#req-ect-l3-fallback"))
    func levels() throws {
        let parties = try Parties()
        let mandate = try parties.mandate(1)
        let tokens = [try parties.ect(2), try parties.record(of: mandate)]
        let evidence = try tokens.map { token in
            let statement = try parties.statement(about: token)
            let receipt = try parties.receipt(for: statement).octets
            return try parties.anchors().verify(statement, receipts: [receipt])
                .evidence(for: parties.verified(token))
        }
        for (index, token) in tokens.enumerated() {
            let token = try parties.verified(token)
            #expect(token.level(with: []) == .level2)
            #expect(token.level(with: [evidence[1 - index]]) == .level2)
            #expect(token.level(with: evidence) == .level3)
        }
        #expect(try parties.verified(mandate).level(with: evidence) == nil)
        let unsigned = try parties.verified(Array(ECTIssuer.unsigned(parties.claims(3)).utf8))
        #expect(unsigned.level(with: evidence) == .level1)
    }

    @Test(
        "evidence is for a token of the statement's type, subject and octets",
        .verifies(
            "ECT#req-ect-statement-payload", "ECT#req-ect-statement-sub", "ECT#req-ect-statement-type",
            "ECT#req-ect-l3-evidence"))
    func mismatches() throws {
        let parties = try Parties()
        let token = try parties.ect(1)
        func anchor(_ statement: SignedStatement) throws -> VerifiedAnchor {
            try parties.anchors().verify(statement, receipts: [parties.receipt(for: statement).octets])
        }
        let issuer = try parties.statements()
        let verified = try parties.verified(token)
        let subject = RecordSubject(Parties.workflow)
        let right = try anchor(issuer.statement(about: verified))
        let same = try parties.verified(parties.ect(2))
        #expect(refusal { _ = try right.evidence(for: same) } == .statementPayload)
        let whole = try anchor(issuer.statement(about: verified, full: true))
        #expect(refusal { _ = try whole.evidence(for: same) } == .statementPayload)
        #expect(refusal { _ = try whole.evidence(for: verified) } == nil)
        let path = InclusionProof(index: 0, size: 1, path: [])
        #expect(refusal { _ = try right.evidence(for: verified, path: path) } == .pathMisplaced)
        let type = try anchor(issuer.statement(about: token, type: .act, subject: subject))
        #expect(refusal { _ = try type.evidence(for: verified) } == .recordTypeDiffers)
        let about = try anchor(
            issuer.statement(about: token, type: .ect, subject: RecordSubject(identifier(9))))
        #expect(refusal { _ = try about.evidence(for: verified) } == .statementSubject)
    }
}
