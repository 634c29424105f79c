import Ledger
import Merkle
import Signing

/// The right edge of the tree with every node that an inclusion path of a new leaf can touch: the complete
/// subtrees of the old tree, and those that the new leaves complete. So receipts cost no look-ups.
struct TreeEdge {
    private(set) var frontier: MerkleFrontier
    private var nodes: [MerkleNode: Digest32] = [:]

    /// The edge of an empty tree.
    init() { frontier = MerkleFrontier() }

    /// The edge of a stored tree: one look-up for every set bit of its size.
    init(_ root: SignedRoot, rows: StatementRows) throws(LedgerError) {
        guard let size = UInt64(exactly: root.size) else { throw .damaged("a size is negative") }
        let stored = StoredStatementNodes(rows: rows, size: size)
        guard let frontier = try MerkleFrontier(size: size, of: stored), frontier.root.octets == root.root
        else { throw .damaged("the newest root is not that of the entries") }
        self.frontier = frontier
        for peak in Self.peaks(of: size) {
            nodes[peak] = try stored.hash(of: peak)
        }
    }

    var size: UInt64 { frontier.size }

    /// Appends a leaf and gives the nodes to store with it.
    mutating func append(_ leaf: Digest32) -> [UInt8] {
        var stored: [UInt8] = []
        stored.reserveCapacity(2 * Digest32.count)
        let index = frontier.size
        frontier.append(leaf) { level, node in
            nodes[MerkleNode(level: level, index: index >> UInt64(level))] = node
            stored += node.octets
        }
        return stored
    }

    /// Forgets what only the leaves of the last transaction needed.
    mutating func trim() {
        let peaks = Set(Self.peaks(of: size))
        nodes = nodes.filter { peaks.contains($0.key) }
    }

    private static func peaks(of size: UInt64) -> [MerkleNode] {
        (0..<64).filter { size >> UInt64($0) & 1 == 1 }.map {
            MerkleNode(level: $0, index: (size >> UInt64($0)) - 1)
        }
    }
}

extension TreeEdge: MerkleNodes {
    func hash(of node: MerkleNode) throws(LedgerError) -> Digest32 {
        guard let hash = nodes[node] else { throw .damaged("a node of the tree's edge is missing") }
        return hash
    }
}
