public import Signing

/// The right edge of a growing tree: all that is needed to append and to know the root.
///
/// It holds one hash for every set bit of the size, the roots of the complete subtrees from the widest
/// to the narrowest.
public struct MerkleFrontier: Hashable, Sendable {
    /// The number of leaves.
    public private(set) var size: UInt64
    private var peaks: [Digest32]

    /// The frontier of the empty tree.
    public init() {
        size = 0
        peaks = []
        peaks.reserveCapacity(64)
    }

    /// The frontier of a tree of `size` leaves whose complete subtrees are stored; nil where the tree is
    /// smaller.
    public init?<Nodes: MerkleNodes>(size: UInt64, of nodes: Nodes) throws(Nodes.Failure) {
        guard size <= nodes.size else { return nil }
        self.init()
        var start: UInt64 = 0
        while start < size {
            let level = 63 - (size - start).leadingZeroBitCount
            peaks.append(try nodes.hash(of: MerkleNode(level: level, index: start >> UInt64(level))))
            start += 1 << UInt64(level)
        }
        self.size = size
    }

    /// Appends a leaf by its hash.
    ///
    /// - Parameter completed: called for the leaf itself (level 0) and then for every subtree that it
    ///   completes, from the lowest: these are the nodes to store.
    @inline(__always)
    public mutating func append(_ leafHash: Digest32, completed: (Int, Digest32) -> Void) {
        var node = leafHash
        completed(0, node)
        for level in 0..<size.trailingOneBitCount {
            node = MerkleHash.node(peaks.removeLast(), node)
            completed(level + 1, node)
        }
        peaks.append(node)
        size += 1
    }

    /// Appends a leaf by its hash.
    public mutating func append(_ leafHash: Digest32) {
        append(leafHash) { _, _ in }
    }

    /// The root of the tree (RFC 9162, Section 2.1.1).
    public var root: Digest32 {
        guard var root = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() {
            root = MerkleHash.node(peak, root)
        }
        return root
    }
}

extension UInt64 {
    /// How many of the lowest bits are set, up to the first that is not.
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
