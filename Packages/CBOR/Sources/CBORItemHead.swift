/// The head of a data item, for readers and writers of items that are too large to be held as a tree.
///
/// The rules are those of `CBORValue(decoding:)` for one head; order, duplicates and what follows are the
/// caller's.
public struct CBORItemHead: Hashable, Sendable {
    /// The major type.
    public let type: CBORMajorType
    /// The value of an integer, the octets of a string, the items of an array, the pairs of a map, or the
    /// number of a tag.
    public let argument: UInt64
    /// How many octets the head takes: 1 to 9.
    public let width: Int

    /// The most octets that a head can take.
    public static let longest = 9

    /// Reads the head at `offset`, in the shortest form only.
    public init(reading octets: Span<UInt8>, at offset: Int = 0) throws(CBORError) {
        guard (0..<octets.count).contains(offset) else { throw CBORError(.truncated, at: offset) }
        var reader = CBORReader(octets.extracting(offset..<octets.count))
        let head: CBORHead
        do { head = try reader.head() } catch { throw CBORError(error.rule, at: offset + error.offset) }
        type = head.type
        argument = head.argument
        width = reader.offset
    }
}

extension CBOREncoder {
    /// Announces a byte string of `count` octets, which the caller writes after it.
    public mutating func byteString(count: Int) {
        announce(CBORHead(.byteString, UInt64(max(0, count))))
    }
}
