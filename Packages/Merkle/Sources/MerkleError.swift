/// Why a Merkle proof was refused.
public enum MerkleError: Error, Hashable, Sendable {
    /// The leaf index does not lie inside the tree (RFC 9162, Section 2.1.3.2, step 1).
    case indexOutsideTree(index: UInt64, size: UInt64)
    /// The path has more hashes than a tree of any size can need.
    case pathTooLong(count: Int)
    /// The path's length is not the one that the index and the size, or the two sizes, determine.
    case pathLength(count: Int)
    /// The sizes of a consistency proof are not 0 < first <= second.
    case sizesOutOfOrder(first: UInt64, second: UInt64)
    /// The path leads to another root than the one that was given.
    case rootMismatch
    /// The path of a consistency proof leads to another root than the older tree's.
    case olderRootMismatch

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .indexOutsideTree: "merkle-index-outside-tree"
        case .pathTooLong: "merkle-path-too-long"
        case .pathLength: "merkle-path-length"
        case .sizesOutOfOrder: "merkle-sizes-out-of-order"
        case .rootMismatch: "merkle-root-mismatch"
        case .olderRootMismatch: "merkle-older-root-mismatch"
        }
    }
}

extension MerkleError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .indexOutsideTree(let index, let size):
            "leaf index \(index) does not lie inside a tree of \(size) leaves"
        case .pathTooLong(let count):
            "a path of \(count) hashes is longer than any tree needs (\(MerklePath.limit))"
        case .pathLength(let count):
            "a path of \(count) hashes does not fit the sizes that it is said to be for"
        case .sizesOutOfOrder(let first, let second):
            "a tree of \(second) leaves can't be shown to extend one of \(first)"
        case .rootMismatch:
            "the path does not lead to the given root"
        case .olderRootMismatch:
            "the path does not lead to the given root of the older tree"
        }
    }
}

/// What inclusion and consistency paths have in common.
public enum MerklePath {
    /// The most hashes that a path can hold: one for each level above the leaves of a tree whose size
    /// fits 64 bits, and one more for the start of a consistency proof.
    public static let limit = 64
}
