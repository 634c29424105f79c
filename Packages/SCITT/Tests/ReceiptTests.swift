import CBOR
import COSE
import Claims
import ECT
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@Suite("Receipts")
struct ReceiptTests {
    static let forge = Result { try Forge() }

    @Test("a receipt of every place in trees of every small size verifies")
    func sizes() throws {
        let forge = try Self.forge.get()
        for size in 2...20 {
            for index in 0..<size {
                let receipt = try forge.parties.receipt(for: forge.statement, size: size, index: index)
                let verified = try forge.parties.transparency().verify(receipt, for: forge.statement)
                #expect(verified.inclusion.size == UInt64(size) && verified.inclusion.index == UInt64(index))
                #expect(verified.service == Parties.service && verified.issuedAt == Parties.now)
            }
        }
    }

    @Test("a receipt is deterministic CBOR with the header of the draft")
    func header() throws {
        let forge = try Self.forge.get()
        let receipt = try forge.parties.receipt(for: forge.statement)
        let message = try COSESign1(decoding: receipt.octets, tag: .required, rules: .deterministic)
        let key = try forge.parties.key(Parties.service).privateKey.publicKey
        #expect(message.protected.keyID == (try COSEKey(key).thumbprint.octets))
        #expect(message.protected.verifiableDataStructure == 1)
        #expect(message.protected.claims?.subject == forge.statement.subject)
        #expect(try Receipt(parsing: receipt.octets) == receipt)
    }

    @Test("the size that a receipt states is signed only as far as it shapes the path")
    func statedSize() throws {
        let forge = try Self.forge.get()
        let seven = InclusionProof(index: 5, size: 7, path: forge.proof.path).encode()
        let verdict = forge.parties.transparency().judge(
            [try forge.receipt(proofs: [seven])], for: forge.statement)
        // Entry 5 has one and the same path in trees of seven and of eight with this root.
        #expect(verdict.verified.first?.inclusion.root == forge.root)
    }

    @Test("the pinned key is found by its own kid as well")
    func ownKeyID() throws {
        let forge = try Self.forge.get()
        let octets = try forge.receipt { $0[4] = .byteString(Array("key-1".utf8)) }
        let receipt = try Receipt(parsing: octets)
        #expect(try forge.parties.transparency().verify(receipt, for: forge.statement).inclusion.index == 5)
    }

    @Test("headers in any order, and equal proofs, are taken")
    func order() throws {
        let forge = try Self.forge.get()
        var map: [(CBORValue, CBORValue)] = try forge.header().map { ($0.key, $0.value) }
        map.reverse()
        var encoder = CBOREncoder()
        encoder.map(count: map.count)
        for (key, value) in map {
            encoder.value(key)
            encoder.value(value)
        }
        let proof = forge.proof.encode()
        let octets = try forge.receipt(proofs: [proof, proof], protected: encoder.octets)
        #expect(forge.parties.transparency().judge([octets], for: forge.statement).isTransparent)
    }

    @Test("no receipt is issued for a tree of one leaf, a false proof or a statement without subject")
    func notIssued() throws {
        let forge = try Self.forge.get()
        let issuer = try forge.parties.issuer()
        func issue(_ statement: SignedStatement, _ proof: InclusionProof) -> SCITTError? {
            refusal { _ = try issuer.issue(for: statement, proof: proof, issuedAt: Parties.now) }
        }
        #expect(
            issue(forge.statement, InclusionProof(index: 0, size: 1, path: []))
                == .path(.pathLength(count: 0)))
        #expect(
            issue(forge.statement, InclusionProof(index: 9, size: 8, path: forge.proof.path))?.code
                == "ect-receipt-path")
        let other = try SignedStatement(parsing: forge.statement { $0.claim(2, nil) })
        #expect(issue(other, forge.proof) == .statementSubject)
    }

    // MARK: Policy

    @Test(
        "a bad receipt does not spoil another service's good one; all services can be demanded",
        .verifies("ECT#req-ect-receipt-several"))
    func demand() throws {
        let forge = try Self.forge.get()
        let first = try forge.parties.receipt(for: forge.statement).octets
        let second = try forge.parties.receipt(for: forge.statement, by: Parties.second).octets
        let bad = try forge.receipt(signing: [1])
        let any = forge.parties.transparency()
        let all = forge.parties.transparency(.all)
        #expect(any.judge([bad, second], for: forge.statement).isTransparent)
        #expect(any.judge([bad, second], for: forge.statement).refused == [.receiptSignature])
        #expect(!all.judge([bad, second], for: forge.statement).isTransparent)
        #expect(all.judge([bad, second], for: forge.statement).failure == .receiptMissing([Parties.service]))
        #expect(all.judge([bad, second, first], for: forge.statement).isTransparent)
        #expect(any.judge([], for: forge.statement).failure == .receiptMissing(any.trusted))
        #expect(any.judge([], for: forge.statement).failure?.code == "ect-receipt-several")
        #expect(any.judge([bad], for: forge.statement).failure == .receiptSignature)
        let nobody = TransparencyPolicy(services: [:], now: Parties.now)
        #expect(nobody.judge([first], for: forge.statement).failure == .serviceUnknown(Parties.service))
        var none = nobody
        none.demand = .all
        #expect(!none.judge([], for: forge.statement).isTransparent)
        #expect("\(SCITTError.receiptMissing([]))" == "there is no receipt that verifies")
    }

    @Test("of more receipts than anyone needs, the first are looked at")
    func manyReceipts() throws {
        let forge = try Self.forge.get()
        let bad = Array(repeating: try forge.receipt(signing: [1]), count: TransparencyPolicy.receiptLimit)
        let good = try forge.receipt()
        let policy = forge.parties.transparency()
        let verdict = policy.judge(bad + [good], for: forge.statement)
        #expect(!verdict.isTransparent)
        #expect(verdict.outcomes.count == TransparencyPolicy.receiptLimit)
        #expect(policy.judge(bad.dropLast() + [good], for: forge.statement).isTransparent)
    }

    @Test(
        "a policy can demand that receipts are young, which those that state no time are not",
        .verifies("ECT#req-ect-receipt-time"))
    func age() throws {
        let forge = try Self.forge.get()
        var policy = forge.parties.transparency()
        policy.maximumAge = 60
        let old = try forge.parties.receipt(for: forge.statement, issuedAt: Parties.now.advanced(by: -61))
        let silent = try Receipt(parsing: forge.receipt { $0.claim(6, nil) })
        #expect(
            refusal { _ = try policy.verify(old, for: forge.statement) }
                == .receiptIssuedAt(Parties.now.seconds - 61))
        #expect(refusal { _ = try policy.verify(silent, for: forge.statement) } == .receiptIssuedAt(nil))
        policy.maximumAge = 61
        #expect(refusal { _ = try policy.verify(old, for: forge.statement) } == nil)
        policy.maximumAge = nil
        #expect(refusal { _ = try policy.verify(silent, for: forge.statement) } == nil)
    }

    @Test(
        "a key that is bound to another algorithm refuses the receipt", .verifies("ECT#req-ect-receipt-alg"))
    func boundKey() throws {
        let forge = try Self.forge.get()
        let receipt = try Receipt(parsing: forge.receipt())
        let rsa = try forge.parties.key(Parties.second).publicJWK
        #expect(
            refusal { _ = try receipt.verifyInclusion(of: forge.statement, key: rsa, profile: .statement) }?
                .code == "ect-receipt-alg")
    }

    // MARK: Leaf profiles

    @Test(
        "a receipt verifies by its own leaf profile only", .verifies("ECT#req-ect-receipt-leaf"),
        arguments: ReceiptProfile.allCases)
    func profiles(profile: ReceiptProfile) throws {
        let forge = try Self.forge.get()
        let key = try forge.parties.key(Parties.service).publicJWK
        var octets: [UInt8]
        if profile == .ccf {
            octets = try ccfReceipt(forge)
        } else {
            let leaf = MerkleHash.leaf(profile.leafInput(of: forge.statement))
            let tree = Parties.tree(around: leaf, size: 9, index: 3)
            let proof = try #require(tree.inclusionProof(of: 3, size: 9))
            octets = try forge.receipt(proofs: [proof.encode()], signing: tree.root.octets)
        }
        let receipt = try Receipt(parsing: octets)
        for other in ReceiptProfile.allCases {
            let error = refusal {
                _ = try receipt.verifyInclusion(of: forge.statement, key: key, profile: other)
            }
            #expect((error == nil) == (other == profile))
        }
    }

    func ccfProof(
        _ forge: Forge, data: [UInt8]? = nil, evidence: CBORValue = "ce:2.18:00", path: [CBORValue]? = nil
    ) -> CBORValue {
        let data = data ?? SHA256.hash(forge.statement.octets)
        let sibling = CBORValue.byteString(SHA256.hash([9]))
        return [
            1: [.byteString(SHA256.hash([7])), evidence, .byteString(data)],
            2: .array(path ?? [[.boolean(true), sibling], [.boolean(false), sibling]]),
        ]
    }

    func ccfReceipt(_ forge: Forge, proof: CBORValue? = nil) throws -> [UInt8] {
        let leaf = SHA256.hash(
            SHA256.hash([7]) + SHA256.hash(Array("ce:2.18:00".utf8)) + SHA256.hash(forge.statement.octets))
        let root = SHA256.hash(SHA256.hash(SHA256.hash([9]) + leaf) + SHA256.hash([9]))
        return try forge.receipt(
            {
                $0[395] = 2
                $0.claim(2, "scitt.ccf.signature.v1")
            }, proofs: [(proof ?? ccfProof(forge)).encode()], signing: root)
    }

    @Test(
        "a CCF receipt has a subject of its own, and a malformed CCF proof is refused",
        .verifies("ECT#req-ect-receipt-claims"))
    func ccf() throws {
        let forge = try Self.forge.get()
        var trust = forge.parties.trust
        let service = TrustedService(
            try JWKSet([forge.parties.key(Parties.service).publicJWK]), profile: .ccf)
        try trust.setService(service, for: Parties.service)
        let policy = TransparencyPolicy(services: trust.services, now: Parties.now)
        let good = policy.judge([try ccfReceipt(forge)], for: forge.statement)
        #expect(good.isTransparent && good.verified.first?.inclusion.size == nil)
        let sibling = CBORValue.byteString(SHA256.hash([9]))
        let step: CBORValue = [.boolean(true), sibling]
        let wrong: [(String, CBORValue)] = [
            ("leaf-of-another-statement", ccfProof(forge, data: SHA256.hash([1]))),
            ("proof-malformed", ccfProof(forge, evidence: .byteString([1]))),
            ("proof-malformed", ccfProof(forge, evidence: "")),
            ("proof-malformed", ccfProof(forge, evidence: .text(String(repeating: "e", count: 1025)))),
            ("proof-malformed", ccfProof(forge, data: [1])),
            ("proof-malformed", [:]),
            ("proof-malformed", [1: [], 2: []]),
            ("proof-malformed", [8, 5, []]),
            ("proof-malformed", ccfProof(forge, path: [[sibling, .boolean(true)]])),
            ("proof-malformed", ccfProof(forge, path: [[1, sibling]])),
            ("proof-malformed", ccfProof(forge, path: [[.boolean(true), .byteString([1])]])),
            ("proof-malformed", ccfProof(forge, path: [sibling])),
            ("merkle-path-length", ccfProof(forge, path: [])),
            ("merkle-path-too-long", ccfProof(forge, path: Array(repeating: step, count: 65))),
            ("receipt-signature-invalid", ccfProof(forge, path: [step])),
            ("receipt-signature-invalid", ccfProof(forge, evidence: "ce:2.18:01")),
        ]
        for (reason, proof) in wrong {
            let verdict = policy.judge([try ccfReceipt(forge, proof: proof)], for: forge.statement)
            #expect(verdict.failure?.reason == reason, "\(proof.diagnostic)")
        }
        let broken = try forge.receipt({ $0[395] = 2 }, proofs: [[0xFF]])
        #expect(policy.judge([broken], for: forge.statement).failure?.reason == "cbor-unexpected-break")
    }

    // MARK: Proofs and tampering

    @Test("proofs come back as they were encoded")
    func coding() {
        forAll({ random in
            (0..<random.integer(in: 0...64)).map { _ in
                Digest32((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }) ?? .zero
            }
        }) { path in
            let inclusion = InclusionProof(index: 7, size: .max, path: path)
            let consistency = ConsistencyProof(first: 300, second: 70_000, path: path)
            return try InclusionProof(decoding: inclusion.encode()) == inclusion
                && ConsistencyProof(decoding: consistency.encode()) == consistency
        }
    }

    @Test("no octet of a receipt or of its statement can be changed")
    func flips() throws {
        let forge = try Self.forge.get()
        let receipt = try forge.receipt()
        let anchors = forge.parties.anchors()
        for at in receipt.indices {
            var changed = receipt
            changed[at] ^= UInt8(1 << (at % 8))
            let error = refusal { _ = try anchors.verify(forge.statement, receipts: [changed]) }
            #expect(error != nil, "octet \(at)")
        }
        for at in forge.statement.octets.indices {
            var changed = forge.statement.octets
            changed[at] ^= UInt8(1 << (at % 8))
            let error = refusal {
                _ = try anchors.verify(SignedStatement(parsing: changed), receipts: [receipt])
            }
            #expect(error != nil, "octet \(at)")
        }
    }
}
