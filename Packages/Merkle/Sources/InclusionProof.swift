public import Signing

/// The proof that a leaf is at an index of a tree (RFC 9162, Section 2.1.3).
public struct InclusionProof: Hashable, Sendable {
    /// The leaf's index, from 0.
    public let index: UInt64

    /// The number of leaves of the tree.
    public let size: UInt64

    /// The hashes from the leaf's sibling up to a child of the root.
    public let path: [Digest32]

    /// A proof as it was received; nothing about it is checked before it is verified.
    public init(index: UInt64, size: UInt64, path: [Digest32]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Verifies that the leaf with this hash is in the tree with this root (RFC 9162, Section 2.1.3.2).
    public func verify(leafHash: Digest32, root: Digest32) throws(MerkleError) {
        guard try self.root(leafHash: leafHash) == root else { throw .rootMismatch }
    }

    /// The root that the path leads to from a leaf's hash: for receipts, whose signature is over a root
    /// that is not sent. The path has exactly the length that the index and the size ask for.
    public func root(leafHash: Digest32) throws(MerkleError) -> Digest32 {
        // The steps are those of RFC 9162, Section 2.1.3.2.
        guard index < size else { throw .indexOutsideTree(index: index, size: size) }
        guard path.count <= MerklePath.limit else { throw .pathTooLong(count: path.count) }
        var fn = index
        var sn = size - 1
        var r = leafHash
        for p in path {
            guard sn != 0 else { throw .pathLength(count: path.count) }
            if fn & 1 == 1 || fn == sn {
                r = MerkleHash.node(p, r)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                r = MerkleHash.node(r, p)
            }
            fn >>= 1
            sn >>= 1
        }
        guard sn == 0 else { throw .pathLength(count: path.count) }
        return r
    }
}

extension MerkleNodes {
    /// The inclusion proof of a leaf in the tree of the first `size` leaves (RFC 9162, Section 2.1.3.1);
    /// nil where the index is not inside that tree or the tree has never been that large.
    public func inclusionProof(of index: UInt64, size: UInt64) throws(Failure) -> InclusionProof? {
        guard index < size, size <= self.size else { return nil }
        var path: [Digest32] = []
        var start: UInt64 = 0
        var count = size
        while count > 1 {
            let k = split(count)
            if index - start < k {
                path.append(try root(start: start + k, count: count - k))
                count = k
            } else {
                path.append(try root(start: start, count: k))
                start += k
                count -= k
            }
        }
        return InclusionProof(index: index, size: size, path: path.reversed())
    }
}
