import CBOR
public import Merkle
public import Signing

/// Up to 2^20 records that one statement stands for: the RFC 9162 tree whose leaf inputs are their compact
/// forms, in the order of appending.
///
/// It keeps 64 octets a record, never the records: a million of them are streamed through.
public struct Batch: Hashable, Sendable {
    /// The most records of one batch.
    public static let limit: UInt64 = 1 << 20

    private var tree = MerkleTree()

    /// A batch without records.
    public init() {}

    /// How many records there are.
    public var count: UInt64 { tree.size }

    /// The root: the payload of the statement.
    public var root: Digest32 { tree.root }

    /// Appends a record by its compact form; answers its index.
    @discardableResult
    public mutating func append(_ record: [UInt8]) throws(SCITTError) -> UInt64 {
        try append(leafHash: MerkleHash.leaf(record))
    }

    /// Appends a record by the hash of its leaf; answers its index.
    @discardableResult
    public mutating func append(leafHash: Digest32) throws(SCITTError) -> UInt64 {
        guard count < Self.limit else { throw .batchSize(count + 1) }
        tree.append(leafHash: leafHash)
        return count - 1
    }

    /// The path of a record to the root; nil where there is no such record.
    public func path(of index: UInt64) -> InclusionProof? {
        tree.inclusionProof(of: index, size: count)
    }

    /// The hash of a record's leaf; nil where there is no such record.
    public func leafHash(at index: UInt64) -> Digest32? {
        index < count ? tree.hash(of: MerkleNode(level: 0, index: index)) : nil
    }
}

/// The document that the root commits to: a CBOR array of the leaf hashes, in the order of the tree.
extension Batch {
    /// The document.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(count: Int(count))
        for index in 0..<count {
            if let leaf = leafHash(at: index) { encoder.byteString(leaf.octets) }
        }
        return encoder.octets
    }

    /// Reads the document.
    public init(decoding octets: [UInt8]) throws(SCITTError) {
        self.init()
        let span = octets.span
        var at = 0
        func next() throws(SCITTError) -> CBORItemHead {
            do {
                let head = try CBORItemHead(reading: span, at: at)
                at += head.width
                return head
            } catch {
                throw .cbor(error, in: .batch)
            }
        }
        let head = try next()
        guard head.type == .array else { throw .proofMalformed }
        guard (1...Self.limit).contains(head.argument) else { throw .batchSize(head.argument) }
        for _ in 0..<head.argument {
            let item = try next()
            guard item.type == .byteString, item.argument == UInt64(Digest32.count) else {
                throw .proofMalformed
            }
            guard at + Digest32.count <= octets.count,
                let leaf = Digest32(span.extracting(at..<at + Digest32.count))
            else { throw .cbor(CBORError(.truncated, at: at), in: .batch) }
            try append(leafHash: leaf)
            at += Digest32.count
        }
        guard at == octets.count else { throw .cbor(CBORError(.trailingOctets, at: at), in: .batch) }
    }
}
