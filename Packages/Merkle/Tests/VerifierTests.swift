import Merkle
import Signing
import Testing

/// What the two verifiers refuse, and why.
@Suite struct VerifierTests {
    static let leaves = numbered(70)
    static let tree = MerkleTree(leaves: leaves)
    static let seed: UInt64 = 0x1ED6_E200

    static func root(_ size: UInt64) throws -> Digest32 {
        try #require(tree.root(size: size))
    }

    @Test("an index that is not inside the tree is refused", arguments: [0, 5, UInt64.max])
    func indexOutside(size: UInt64) {
        for index in [size, size == .max ? size : size + 1, .max] {
            #expect(throws: MerkleError.indexOutsideTree(index: index, size: size)) {
                try InclusionProof(index: index, size: size, path: [])
                    .verify(leafHash: .zero, root: MerkleHash.empty)
            }
        }
    }

    @Test("a path with one hash too few or too many is refused for every index and size")
    func pathLength() throws {
        for size: UInt64 in 1...70 {
            for index in 0..<size {
                let proof = try #require(Self.tree.inclusionProof(of: index, size: size))
                let leaf = MerkleHash.leaf(Self.leaves[Int(index)])
                let long = proof.path + [.zero]
                #expect(throws: MerkleError.pathLength(count: long.count)) {
                    try InclusionProof(index: index, size: size, path: long).root(leafHash: leaf)
                }
                if !proof.path.isEmpty {
                    let short = Array(proof.path.dropLast())
                    #expect(throws: MerkleError.pathLength(count: short.count)) {
                        try InclusionProof(index: index, size: size, path: short).root(leafHash: leaf)
                    }
                }
            }
        }
    }

    @Test("an empty path proves a leaf only of the tree with one leaf")
    func emptyPath() throws {
        let leaf = MerkleHash.leaf(Self.leaves[0])
        try InclusionProof(index: 0, size: 1, path: []).verify(leafHash: leaf, root: leaf)
        #expect(throws: MerkleError.pathLength(count: 0)) {
            try InclusionProof(index: 0, size: 2, path: []).verify(leafHash: leaf, root: leaf)
        }
    }

    @Test("sizes and indexes up to 2^64 - 1 are computed without overflow")
    func extremes() throws {
        let path = [Digest32](repeating: .zero, count: 64)
        for (index, size) in [(UInt64(0), UInt64.max), (.max - 1, .max), (1 << 63, .max), (0, 1 << 63)] {
            for count in 0...64 {
                let proof = InclusionProof(index: index, size: size, path: Array(path.prefix(count)))
                #expect(throws: MerkleError.self) { try proof.verify(leafHash: .zero, root: .zero) }
            }
        }
        // The only length that fits the last leaf of 2^64 - 1 is one hash for each set bit above it.
        let last = InclusionProof(index: .max - 1, size: .max, path: Array(path.prefix(63)))
        _ = try last.root(leafHash: .zero)
        for (first, second) in [(UInt64(1), UInt64.max), (.max - 1, .max), (1 << 63, .max)] {
            for count in 0...64 {
                let proof = ConsistencyProof(first: first, second: second, path: Array(path.prefix(count)))
                #expect(throws: MerkleError.self) { try proof.verify(firstRoot: .zero, secondRoot: .zero) }
            }
        }
    }

    @Test("a path of more than 64 hashes is refused before any of them is hashed")
    func pathTooLong() {
        let path = [Digest32](repeating: .zero, count: 65)
        #expect(throws: MerkleError.pathTooLong(count: 65)) {
            try InclusionProof(index: 0, size: .max, path: path).verify(leafHash: .zero, root: .zero)
        }
        #expect(throws: MerkleError.pathTooLong(count: 65)) {
            try ConsistencyProof(first: 1, second: .max, path: path)
                .verify(firstRoot: .zero, secondRoot: .zero)
        }
    }

    @Test("an inclusion proof holds for no other leaf, root, index or size of the same path length")
    func otherInclusion() throws {
        var random = Seeded(state: Self.seed)
        for size: UInt64 in 2...70 {
            let index = UInt64.random(in: 0..<size, using: &random)
            let proof = try #require(Self.tree.inclusionProof(of: index, size: size))
            let leaf = MerkleHash.leaf(Self.leaves[Int(index)])
            let root = try Self.root(size)
            #expect(throws: MerkleError.rootMismatch, "seed \(Self.seed)") {
                try proof.verify(leafHash: MerkleHash.leaf([1, 2, 3]), root: root)
            }
            #expect(throws: MerkleError.rootMismatch) {
                try proof.verify(leafHash: leaf, root: try Self.root(size - 1))
            }
            for other in 0..<size where other != index {
                #expect(throws: MerkleError.self) {
                    try InclusionProof(index: other, size: size, path: proof.path)
                        .verify(leafHash: leaf, root: root)
                }
            }
            for position in proof.path.indices {
                var path = proof.path
                path[position] = MerkleHash.node(path[position], .zero)
                #expect(throws: MerkleError.rootMismatch) {
                    try InclusionProof(index: index, size: size, path: path)
                        .verify(leafHash: leaf, root: root)
                }
            }
        }
    }

    @Test("an interior node can't pass for a leaf")
    func secondPreimage() throws {
        let root = try Self.root(2)
        let left = MerkleHash.leaf(Self.leaves[0])
        let right = MerkleHash.leaf(Self.leaves[1])
        let forged = MerkleHash.leaf(left.octets + right.octets)
        #expect(throws: MerkleError.rootMismatch) {
            try InclusionProof(index: 0, size: 1, path: []).verify(leafHash: forged, root: root)
        }
    }

    @Test("the sizes of a consistency proof must be 0 < first <= second")
    func sizes() throws {
        for (first, second) in [(UInt64(0), UInt64(0)), (0, 5), (6, 5), (.max, 1)] {
            #expect(throws: MerkleError.sizesOutOfOrder(first: first, second: second)) {
                try ConsistencyProof(first: first, second: second, path: [])
                    .verify(firstRoot: MerkleHash.empty, secondRoot: MerkleHash.empty)
            }
        }
    }

    @Test("two trees of one size are consistent by equal roots and an empty path only")
    func equalSizes() throws {
        let root = try Self.root(7)
        try ConsistencyProof(first: 7, second: 7, path: []).verify(firstRoot: root, secondRoot: root)
        #expect(throws: MerkleError.pathLength(count: 1)) {
            try ConsistencyProof(first: 7, second: 7, path: [root])
                .verify(firstRoot: root, secondRoot: root)
        }
        #expect(throws: MerkleError.rootMismatch) {
            try ConsistencyProof(first: 7, second: 7, path: [])
                .verify(firstRoot: root, secondRoot: try Self.root(8))
        }
    }

    @Test("every consistency proof fails when one hash, a root or the path's length is changed")
    func otherConsistency() throws {
        for second: UInt64 in 2...40 {
            let newer = try Self.root(second)
            for first in 1..<second {
                let older = try Self.root(first)
                let proof = try #require(Self.tree.consistencyProof(first: first, second: second))
                #expect(throws: MerkleError.self) { try proof.verify(firstRoot: .zero, secondRoot: newer) }
                #expect(throws: MerkleError.rootMismatch) {
                    try proof.verify(firstRoot: older, secondRoot: .zero)
                }
                for position in proof.path.indices {
                    var path = proof.path
                    path[position] = .zero
                    #expect(throws: MerkleError.self) {
                        try ConsistencyProof(first: first, second: second, path: path)
                            .verify(firstRoot: older, secondRoot: newer)
                    }
                }
                let short = Array(proof.path.dropLast())
                #expect(throws: MerkleError.pathLength(count: short.count)) {
                    try ConsistencyProof(first: first, second: second, path: short)
                        .verify(firstRoot: older, secondRoot: newer)
                }
                #expect(throws: MerkleError.pathLength(count: proof.path.count + 1)) {
                    try ConsistencyProof(first: first, second: second, path: proof.path + [.zero])
                        .verify(firstRoot: older, secondRoot: newer)
                }
            }
        }
    }

    @Test("a forked log has no proof: the older root that does not belong is named")
    func fork() throws {
        let forked = MerkleTree(leaves: Self.leaves.prefix(5) + [[0xFF]])
        let proof = try #require(Self.tree.consistencyProof(first: 6, second: 20))
        #expect(throws: MerkleError.olderRootMismatch) {
            try proof.verify(firstRoot: forked.root, secondRoot: try Self.root(20))
        }
    }

    @Test(
        "every error has a stable code and a sentence",
        arguments: [
            (MerkleError.indexOutsideTree(index: 3, size: 2), "merkle-index-outside-tree"),
            (.pathTooLong(count: 65), "merkle-path-too-long"),
            (.pathLength(count: 2), "merkle-path-length"),
            (.sizesOutOfOrder(first: 2, second: 1), "merkle-sizes-out-of-order"),
            (.rootMismatch, "merkle-root-mismatch"),
            (.olderRootMismatch, "merkle-older-root-mismatch"),
        ])
    func codes(error: MerkleError, code: String) {
        #expect(error.code == code)
        #expect(!error.description.isEmpty)
        #expect(error.description.first?.isLowercase == true)
    }
}
