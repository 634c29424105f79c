public import Signing

/// The proof that a tree begins with all leaves of an older one (RFC 9162, Section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    /// The number of leaves of the older tree.
    public let first: UInt64

    /// The number of leaves of the newer tree.
    public let second: UInt64

    /// The hashes, in the order of the RFC.
    public let path: [Digest32]

    /// A proof as it was received; nothing about it is checked before it is verified.
    public init(first: UInt64, second: UInt64, path: [Digest32]) {
        self.first = first
        self.second = second
        self.path = path
    }

    /// Verifies that the tree with `secondRoot` extends the one with `firstRoot` (RFC 9162, Section
    /// 2.1.4.2). Two trees of one size need an empty path and equal roots; an older tree without leaves
    /// proves nothing and is refused.
    public func verify(firstRoot: Digest32, secondRoot: Digest32) throws(MerkleError) {
        guard try self.secondRoot(from: firstRoot) == secondRoot else { throw .rootMismatch }
    }

    /// The newer root that the path leads to from the older one: for receipts, whose signature is over a
    /// root that is not sent.
    public func secondRoot(from firstRoot: Digest32) throws(MerkleError) -> Digest32 {
        guard 0 < first, first <= second else { throw .sizesOutOfOrder(first: first, second: second) }
        guard path.count <= MerklePath.limit else { throw .pathTooLong(count: path.count) }
        if first == second {
            guard path.isEmpty else { throw .pathLength(count: path.count) }
            return firstRoot
        }
        // From here on the steps are those of RFC 9162, Section 2.1.4.2.
        guard var fr = path.first else { throw .pathLength(count: 0) }
        var rest = path.dropFirst()
        if first & (first - 1) == 0 {
            fr = firstRoot
            rest = path[...]
        }
        var sr = fr
        var fn = first - 1
        var sn = second - 1
        while fn & 1 == 1 {
            fn >>= 1
            sn >>= 1
        }
        for c in rest {
            guard sn != 0 else { throw .pathLength(count: path.count) }
            if fn & 1 == 1 || fn == sn {
                fr = MerkleHash.node(c, fr)
                sr = MerkleHash.node(c, sr)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                sr = MerkleHash.node(sr, c)
            }
            fn >>= 1
            sn >>= 1
        }
        guard sn == 0 else { throw .pathLength(count: path.count) }
        guard fr == firstRoot else { throw .olderRootMismatch }
        return sr
    }
}

extension MerkleNodes {
    /// The proof that the tree of the first `second` leaves extends that of the first `first` (RFC 9162,
    /// Section 2.1.4.1); nil unless 0 < first <= second and the tree has been that large.
    public func consistencyProof(first: UInt64, second: UInt64) throws(Failure) -> ConsistencyProof? {
        guard 0 < first, first <= second, second <= size else { return nil }
        var path: [Digest32] = []
        var start: UInt64 = 0
        var older = first
        var count = second
        while older != count {
            let k = split(count)
            if older <= k {
                path.append(try root(start: start + k, count: count - k))
                count = k
            } else {
                path.append(try root(start: start, count: k))
                start += k
                older -= k
                count -= k
            }
        }
        // The verifier knows the older root, so it is not sent when the older tree is one subtree.
        if start > 0 {
            path.append(try root(start: start, count: count))
        }
        return ConsistencyProof(first: first, second: second, path: path.reversed())
    }
}
