import Merkle
public import Signing

/// The records of a set, found by the hashes with which statements commit to them.
///
/// Records are numbered from 0 in the order of insertion; of equal ones the first is found.
public struct RecordIndex: Sendable {
    private var byRecord: [Digest32: Int32] = [:]
    private var byLeaf: [Digest32: Int32] = [:]
    /// How many records there are, equal ones included.
    public private(set) var count = 0

    /// An index of nothing.
    public init() {}

    /// The two hashes of a record: its own, and that of its leaf in a batch.
    public struct Hashes: Hashable, Sendable {
        /// The SHA-256 of the compact form.
        public let record: Digest32
        /// The hash of the leaf.
        public let leaf: Digest32

        /// Hashes a record.
        public init(of record: [UInt8]) {
            self.record = SHA256.digest(record)
            leaf = MerkleHash.leaf(record)
        }
    }

    /// Adds a record; false where an equal one is there.
    @discardableResult
    public mutating func insert(_ hashes: Hashes) -> Bool {
        let number = Int32(clamping: count)
        count += 1
        guard byRecord[hashes.record] == nil else { return false }
        byRecord[hashes.record] = number
        byLeaf[hashes.leaf] = number
        return true
    }

    /// The number of the record with this SHA-256; nil where there is none.
    public func number(of record: Digest32) -> Int? { byRecord[record].map { Int($0) } }

    /// The number of the record with this leaf; nil where there is none.
    public func number(ofLeaf leaf: Digest32) -> Int? { byLeaf[leaf].map { Int($0) } }
}
