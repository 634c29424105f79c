import CBOR
import COSE
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@Suite("Receipts of consistency")
struct ConsistencyReceiptTests {
    static let forge = Result { try Forge() }
    static let tree = {
        var tree = MerkleTree()
        for number in 0..<20 as Range<UInt8> { tree.append([number]) }
        return tree
    }()

    private static func root(_ size: UInt64) -> Digest32 {
        var tree = MerkleTree()
        for number in 0..<UInt8(size) { tree.append([number]) }
        return tree.root
    }

    private static func proof(_ first: UInt64, _ second: UInt64) throws -> [UInt8] {
        try #require(tree.consistencyProof(first: first, second: second)).encode()
    }

    private func receipt(
        _ proofs: [[UInt8]], over root: Digest32, change: (inout CBORMap) -> Void = { _ in }
    ) throws -> Receipt {
        let list = CBORValue.array(proofs.map { .byteString($0) })
        return try Receipt(
            parsing: Self.forge.get().receipt(
                change, unprotected: [396: proofs.isEmpty ? [:] : [-2: list]], signing: root.octets))
    }

    private func verify(
        _ receipt: Receipt, from size: UInt64, root: Digest32? = nil
    ) throws -> Result<ReceiptConsistency, SCITTError> {
        let key = try Self.forge.get().parties.key(Parties.service).publicJWK
        return Result { () throws(SCITTError) in
            try receipt.verifyConsistency(from: root ?? Self.root(size), size: size, key: key)
        }
    }

    @Test("the newer root comes out of the older one, for every pair of sizes")
    func pairs() throws {
        for second in 1...20 as ClosedRange<UInt64> {
            for first in 1...second {
                let receipt = try receipt([Self.proof(first, second)], over: Self.root(second))
                let newer = try verify(receipt, from: first).get()
                #expect(newer.root == Self.root(second) && newer.size == second)
            }
        }
    }

    @Test("proofs from other sizes are passed over, those from this one lead to one root")
    func several() throws {
        let both = try receipt([Self.proof(3, 9), Self.proof(5, 9)], over: Self.root(9))
        #expect(try verify(both, from: 3).get().size == 9)
        #expect(try verify(both, from: 5).get().root == Self.root(9))
        #expect(try verify(both, from: 4) == .failure(.proofMissing))
        let apart = try receipt([Self.proof(3, 9), Self.proof(3, 10)], over: Self.root(9))
        #expect(try verify(apart, from: 3) == .failure(.rootsDiffer))
    }

    @Test("another tree, another signature and another form are refused")
    func refused() throws {
        let good = try Self.proof(3, 9)
        let fork = try verify(receipt([good], over: Self.root(9)), from: 3, root: Self.root(4))
        #expect(fork == .failure(.path(.olderRootMismatch)))
        #expect(try verify(receipt([good], over: Self.root(8)), from: 3) == .failure(.receiptSignature))
        #expect(try verify(receipt([], over: Self.root(9)), from: 3) == .failure(.proofMissing))
        let many = try receipt(Array(repeating: good, count: 17), over: Self.root(9))
        #expect(try verify(many, from: 3) == .failure(.tooManyProofs(17)))
        let short = ConsistencyProof(first: 3, second: 9, path: []).encode()
        #expect(
            try verify(receipt([short], over: Self.root(9)), from: 3)
                == .failure(.path(.pathLength(count: 0))))
        let ccf = try receipt([good], over: Self.root(9)) { $0[395] = 2 }
        #expect(try verify(ccf, from: 3) == .failure(.structureNotExpected(2)))
        #expect(try verify(receipt([[0x80]], over: Self.root(9)), from: 3) == .failure(.proofMalformed))
        // A receipt of inclusion proves no consistency, and the other way round.
        let inclusion = try Receipt(parsing: Self.forge.get().receipt())
        #expect(try verify(inclusion, from: 3) == .failure(.proofMissing))
        let key = try Self.forge.get().parties.key(Parties.service).publicJWK
        let consistency = try receipt([good], over: Self.root(9))
        #expect(throws: SCITTError.proofMissing) {
            try consistency.verifyInclusion(
                of: Self.forge.get().statement, key: key, profile: .statement)
        }
    }

    @Test("a newer tree without leaves beyond the older one has its root")
    func same() throws {
        let receipt = try receipt([Self.proof(7, 7)], over: Self.root(7))
        #expect(try verify(receipt, from: 7).get().root == Self.root(7))
    }
}
