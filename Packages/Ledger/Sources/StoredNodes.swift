import Merkle
import Signing

/// The complete subtrees of a ledger's tree, read from the rows that completed them: each node is one
/// look-up by row number.
struct StoredNodes: MerkleNodes {
    let reader: any LedgerReader
    let size: UInt64

    func hash(of node: MerkleNode) throws(LedgerError) -> Digest32 {
        guard let end = node.end, end <= size, let row = Int64(exactly: end - 1) else {
            throw .outOfRange(sequence: node.index, size: size)
        }
        let start = node.level * Digest32.count
        guard let nodes = try reader.nodes(row), nodes.count >= start + Digest32.count,
            let hash = Digest32(nodes.span.extracting(start..<start + Digest32.count))
        else { throw .damaged("entry \(row) lacks a node of the tree") }
        return hash
    }
}
