public import Signing

/// The right edge of a growing tree: all that is needed to append and to know the root.
///
/// It holds one hash for every set bit of the size: the roots of the complete subtrees from which the
/// tree is made up.
public struct MerkleFrontier: Sendable {
    /// The number of leaves.
    public private(set) var size: UInt64

    /// By level; only the levels whose bit of `size` is set mean anything.
    private var peaks: [Digest32]

    /// The frontier of the empty tree.
    public init() {
        size = 0
        peaks = [Digest32](repeating: .zero, count: 64)
    }

    /// The frontier of a tree of `size` leaves whose complete subtrees are stored; nil where the tree is
    /// smaller.
    public init?<Nodes: MerkleNodes>(size: UInt64, of nodes: Nodes) throws(Nodes.Failure) {
        guard size <= nodes.size else { return nil }
        self.init()
        self.size = size
        for level in 0..<64 where size >> UInt64(level) & 1 == 1 {
            peaks[level] = try nodes.hash(
                of: MerkleNode(level: level, index: (size >> UInt64(level)) - 1))
        }
    }

    /// What one more leaf changes.
    public struct Growth: Sendable {
        fileprivate let size: UInt64
        fileprivate let peak: Digest32
    }

    /// Computes what one more leaf changes, and changes nothing.
    ///
    /// - Parameter completed: called for the leaf itself (level 0) and then for every subtree that it
    ///   completes, from the lowest: these are the nodes to store.
    @inline(__always)
    public func growth(by leafHash: Digest32, completed: (Int, Digest32) -> Void) -> Growth {
        var node = leafHash
        completed(0, node)
        for level in 0..<size.trailingOneBitCount {
            node = MerkleHash.node(peaks[level], node)
            completed(level + 1, node)
        }
        return Growth(size: size, peak: node)
    }

    /// Appends the leaf for which `growth` was computed; false where another was appended since.
    @discardableResult
    public mutating func grow(by growth: Growth) -> Bool {
        guard growth.size == size, size < .max else { return false }
        peaks[size.trailingOneBitCount] = growth.peak
        size += 1
        return true
    }

    /// Appends a leaf by its hash.
    ///
    /// - Parameter completed: as in `growth(by:completed:)`.
    public mutating func append(_ leafHash: Digest32, completed: (Int, Digest32) -> Void = { _, _ in }) {
        grow(by: growth(by: leafHash, completed: completed))
    }

    /// The root of the tree (RFC 9162, Section 2.1.1).
    public var root: Digest32 {
        var root: Digest32?
        for level in 0..<64 where size >> UInt64(level) & 1 == 1 {
            root = root.map { MerkleHash.node(peaks[level], $0) } ?? peaks[level]
        }
        return root ?? MerkleHash.empty
    }
}

extension MerkleFrontier: Hashable {
    /// Equal where the trees are: of one size and with the same complete subtrees.
    public static func == (left: MerkleFrontier, right: MerkleFrontier) -> Bool {
        left.size == right.size
            && (0..<64).allSatisfy { level in
                left.size >> UInt64(level) & 1 == 0 || left.peaks[level] == right.peaks[level]
            }
    }

    /// Feeds the size and the root, which all subtrees are in.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        hasher.combine(root)
    }
}

extension UInt64 {
    /// How many of the lowest bits are set, up to the first that is not.
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
