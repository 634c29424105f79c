public import Signing

/// The place of a complete subtree in a tree: the root of the 2^level leaves that start at
/// index * 2^level. Level 0 is the leaves.
public struct MerkleNode: Hashable, Sendable {
    /// The height above the leaves, 0 to 63.
    public let level: Int

    /// The position from the left among the nodes of that level.
    public let index: UInt64

    /// The node at a level and an index.
    public init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }

    /// The first leaf after the subtree's last: the node exists once the tree has this many leaves.
    /// Nil where that number doesn't fit 64 bits.
    public var end: UInt64? {
        guard (0..<64).contains(level), index < UInt64.max >> UInt64(level) else { return nil }
        return (index + 1) << UInt64(level)
    }
}

/// A place where the roots of complete subtrees are kept.
///
/// A complete subtree never changes once its last leaf is there, so an append-only log can store its
/// root for good; the roots of the tree at every earlier size and all proofs follow from O(log n) of them.
public protocol MerkleNodes {
    /// What can go wrong while a node is read; `Never` for a tree in memory.
    associatedtype Failure: Error

    /// The number of leaves.
    var size: UInt64 { get }

    /// The root of a complete subtree. Only nodes with `end <= size` are asked for.
    func hash(of node: MerkleNode) throws(Failure) -> Digest32
}

extension MerkleNodes {
    /// The root of the tree when it had `size` leaves (RFC 9162, Section 2.1.1); nil where the tree has
    /// never been that large.
    public func root(size: UInt64) throws(Failure) -> Digest32? {
        guard size <= self.size else { return nil }
        return size == 0 ? MerkleHash.empty : try root(start: 0, count: size)
    }

    /// The root over the `count` leaves from `start`, where `start` is a multiple of the smallest power
    /// of two that is not less than `count`: so every set bit of `count` is one complete subtree.
    func root(start: UInt64, count: UInt64) throws(Failure) -> Digest32 {
        var remaining = count
        var end = start + count
        var root: Digest32?
        while remaining > 0 {
            let level = remaining.trailingZeroBitCount
            let width: UInt64 = 1 << UInt64(level)
            end -= width
            let left = try hash(of: MerkleNode(level: level, index: end >> UInt64(level)))
            root = root.map { MerkleHash.node(left, $0) } ?? left
            remaining -= width
        }
        return root ?? MerkleHash.empty
    }
}

/// The largest power of two smaller than `count`, which is at least 2.
func split(_ count: UInt64) -> UInt64 {
    1 << UInt64(63 - (count - 1).leadingZeroBitCount)
}
