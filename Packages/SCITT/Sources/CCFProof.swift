import CBOR
import Merkle
import Signing

/// The inclusion proof of a ledger of the Confidential Consortium Framework (vds 2).
///
/// ```cddl
/// ccf-inclusion-proof = { 1: ccf-leaf, 2: [+ [left: bool, hash: bstr .size 32]] }
/// ccf-leaf = [ internal-transaction-hash: bstr .size 32, internal-evidence: tstr .size (1..1024),
///              data-hash: bstr .size 32 ]
/// ```
///
/// Leaf and nodes are hashed without prefixes; what keeps them apart is that a leaf takes 96 octets and a
/// node 64.
struct CCFProof {
    let transactionHash: Digest32
    let evidence: [UInt8]
    /// The hash of what was registered.
    let dataHash: Digest32
    private let path: [(isLeft: Bool, hash: Digest32)]

    init(decoding octets: [UInt8]) throws(SCITTError) {
        let value: CBORValue
        do {
            value = try CBORValue(decoding: octets, rules: .unordered)
        } catch {
            throw .cbor(error, in: .receipt)
        }
        guard let map = value.entries, map.count == 2, let leaf = map[1]?.elements, leaf.count == 3,
            let transactionHash = leaf[0].bytes.flatMap({ Digest32($0) }),
            let evidence = leaf[1].text.map({ Array($0.string.utf8) }), (1...1024).contains(evidence.count),
            let dataHash = leaf[2].bytes.flatMap({ Digest32($0) }), let steps = map[2]?.elements
        else { throw .proofMalformed }
        guard steps.count <= MerklePath.limit else { throw .path(.pathTooLong(count: steps.count)) }
        guard !steps.isEmpty else { throw .path(.pathLength(count: 0)) }
        var path: [(Bool, Digest32)] = []
        for step in steps {
            guard let parts = step.elements, parts.count == 2,
                let hash = parts[1].bytes.flatMap({ Digest32($0) })
            else { throw .proofMalformed }
            switch parts[0] {
            case .simple(.true): path.append((true, hash))
            case .simple(.false): path.append((false, hash))
            default: throw .proofMalformed
            }
        }
        self.transactionHash = transactionHash
        self.evidence = evidence
        self.dataHash = dataHash
        self.path = path
    }

    /// The root that the path leads to.
    var root: Digest32 {
        var node = Self.hash(transactionHash, SHA256.digest(evidence), dataHash)
        for (isLeft, sibling) in path {
            node = isLeft ? Self.hash(sibling, node) : Self.hash(node, sibling)
        }
        return node
    }

    private static func hash(_ parts: Digest32...) -> Digest32 {
        var running = SHA256()
        for part in parts { running.update(part.span) }
        return running.finalizeDigest()
    }
}
