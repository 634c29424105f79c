public import Signing

/// The hashes of a Merkle tree over SHA-256 (RFC 9162, Section 2.1.1).
///
/// A leaf and an interior node are hashed under different prefixes, so that no leaf can stand for a
/// node of the tree.
public enum MerkleHash {
    /// The prefix of a leaf's input.
    public static let leafPrefix: UInt8 = 0x00

    /// The prefix of an interior node's input.
    public static let nodePrefix: UInt8 = 0x01

    /// The root of the tree with no leaves: SHA-256 of nothing.
    public static let empty = SHA256.digest([])

    /// The hash of a leaf: SHA-256(0x00 || entry).
    public static func leaf(_ entry: Span<UInt8>) -> Digest32 {
        SHA256.digest(prefix: leafPrefix, entry)
    }

    /// The hash of a leaf: SHA-256(0x00 || entry).
    public static func leaf(_ entry: [UInt8]) -> Digest32 {
        leaf(entry.span)
    }

    /// The hash of an interior node: SHA-256(0x01 || left || right).
    @inline(__always)
    public static func node(_ left: Digest32, _ right: Digest32) -> Digest32 {
        SHA256.digest(prefix: nodePrefix, a: left, b: right)
    }
}
