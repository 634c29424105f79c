import Merkle
import Signing
import Testing

@Suite struct TreeTests {
    /// Every size from 0 to 130 crosses seven powers of two from both sides.
    static let leaves = numbered(130)
    static let tree = MerkleTree(leaves: leaves)
    static let roots = (0...130).map { ReferenceTree.root(leaves.prefix($0)) }

    @Test("the root of every size up to 130 is the one the definition gives")
    func everyRoot() {
        var frontier = MerkleFrontier()
        for size in 0...130 {
            #expect(frontier.size == UInt64(size))
            #expect(frontier.root == Self.roots[size])
            #expect(Self.tree.root(size: UInt64(size)) == Self.roots[size])
            #expect(MerkleFrontier(size: UInt64(size), of: Self.tree) == frontier)
            if size < 130 { frontier.append(MerkleHash.leaf(Self.leaves[size])) }
        }
        #expect(Self.tree.root == Self.roots[130])
        #expect(Self.tree.size == 130)
    }

    @Test("every inclusion proof up to size 130 is the definition's and verifies", arguments: 1...130)
    func everyInclusion(size: Int) throws {
        for index in 0..<size {
            let proof = try #require(Self.tree.inclusionProof(of: UInt64(index), size: UInt64(size)))
            #expect(proof.path == ReferenceTree.path(index, Self.leaves.prefix(size)))
            try proof.verify(leafHash: MerkleHash.leaf(Self.leaves[index]), root: Self.roots[size])
        }
    }

    @Test("every consistency proof up to size 130 is the definition's and verifies", arguments: 1...130)
    func everyConsistency(second: Int) throws {
        for first in 1...second {
            let proof = try #require(
                Self.tree.consistencyProof(first: UInt64(first), second: UInt64(second)))
            #expect(proof.path == ReferenceTree.proof(first, Self.leaves.prefix(second)))
            try proof.verify(firstRoot: Self.roots[first], secondRoot: Self.roots[second])
        }
    }

    @Test("a frontier goes on from stored nodes as if it had never stopped")
    func resumedFrontier() throws {
        for size in 0...130 {
            var frontier = try #require(MerkleFrontier(size: UInt64(size), of: Self.tree))
            for leaf in Self.leaves.dropFirst(size) { frontier.append(MerkleHash.leaf(leaf)) }
            #expect(frontier.root == Self.roots[130])
        }
    }

    @Test("the nodes that an append completes are those of the stored tree")
    func completedNodes() {
        var frontier = MerkleFrontier()
        for (index, leaf) in Self.leaves.enumerated() {
            var levels: [Int] = []
            frontier.append(MerkleHash.leaf(leaf)) { level, node in
                levels.append(level)
                let place = MerkleNode(level: level, index: UInt64(index) >> UInt64(level))
                #expect(Self.tree.hash(of: place) == node)
                #expect(place.end == UInt64(index) + 1)
            }
            #expect(levels == Array(0...(~UInt64(index)).trailingZeroBitCount))
        }
    }

    @Test("a tree gives no root and no proof beyond its size")
    func beyondSize() {
        #expect(Self.tree.root(size: 131) == nil)
        #expect(Self.tree.inclusionProof(of: 0, size: 131) == nil)
        #expect(Self.tree.inclusionProof(of: 5, size: 5) == nil)
        #expect(Self.tree.inclusionProof(of: 0, size: 0) == nil)
        #expect(Self.tree.inclusionProof(of: .max, size: .max) == nil)
        #expect(Self.tree.consistencyProof(first: 0, second: 5) == nil)
        #expect(Self.tree.consistencyProof(first: 6, second: 5) == nil)
        #expect(Self.tree.consistencyProof(first: 5, second: 131) == nil)
        #expect(MerkleFrontier(size: 131, of: Self.tree) == nil)
    }

    @Test("the end of a node that no 64-bit tree holds is nil")
    func nodeEnds() {
        #expect(MerkleNode(level: 63, index: 0).end == 1 << 63)
        #expect(MerkleNode(level: 63, index: 1).end == nil)
        #expect(MerkleNode(level: 64, index: 0).end == nil)
        #expect(MerkleNode(level: -1, index: 0).end == nil)
        #expect(MerkleNode(level: 0, index: .max).end == nil)
        #expect(MerkleNode(level: 0, index: .max - 1).end == .max)
    }

    @Test("a tree of 2^17 + 3 leaves proves at its edges and in the middle")
    func large() throws {
        let size: UInt64 = (1 << 17) + 3
        let hashes = (0..<size).map { index in
            MerkleHash.leaf(withUnsafeBytes(of: index.bigEndian) { Array($0) })
        }
        let tree = MerkleTree(leafHashes: hashes)
        for index in [0, 1, 65_535, 65_536, 131_071, 131_072, size - 1] {
            let proof = try #require(tree.inclusionProof(of: index, size: size))
            #expect(proof.path.count <= 18)
            try proof.verify(leafHash: hashes[Int(index)], root: tree.root)
        }
        for first: UInt64 in [1, 3, 65_536, 131_071, 131_072, size - 1, size] {
            let root = try #require(tree.root(size: first))
            let proof = try #require(tree.consistencyProof(first: first, second: size))
            try proof.verify(firstRoot: root, secondRoot: tree.root)
        }
    }
}
