public import Signing

/// A tree in memory with every node at hand: 64 octets a leaf.
public struct MerkleTree: MerkleNodes, Hashable, Sendable {
    private var levels: [[Digest32]] = []
    private var frontier = MerkleFrontier()

    /// The empty tree.
    public init() {}

    /// A tree over leaf hashes, in order.
    public init(leafHashes: some Sequence<Digest32>) {
        for leafHash in leafHashes {
            append(leafHash: leafHash)
        }
    }

    /// A tree over the leaves' octets, in order.
    public init(leaves: some Sequence<[UInt8]>) {
        self.init(leafHashes: leaves.lazy.map { MerkleHash.leaf($0) })
    }

    /// The number of leaves.
    public var size: UInt64 { frontier.size }

    /// The root over all leaves.
    public var root: Digest32 { frontier.root }

    /// Appends a leaf by its hash.
    public mutating func append(leafHash: Digest32) {
        frontier.append(leafHash) { level, node in
            if level == levels.count {
                levels.append([])
            }
            levels[level].append(node)
        }
    }

    /// Appends a leaf by its octets.
    public mutating func append(_ leaf: [UInt8]) {
        append(leafHash: MerkleHash.leaf(leaf))
    }

    /// The root of a complete subtree with `end <= size`.
    public func hash(of node: MerkleNode) -> Digest32 {
        levels[node.level][Int(node.index)]
    }
}
