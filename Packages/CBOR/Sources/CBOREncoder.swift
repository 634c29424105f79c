/// Writes data items one after the other in the deterministic encoding of RFC 8949 §4.2.1.
///
/// For structures that are written as they come: `array(count:)` and `map(count:)` announce how many items
/// or pairs follow, and the caller keeps the promise and the order of keys. `CBORValue.encode()` does both
/// by itself.
public struct CBOREncoder: Sendable {
    /// What has been written.
    public private(set) var octets: [UInt8] = []

    /// An encoder that has written nothing, with room for so many octets before it has to grow.
    public init(capacity: Int = 0) { octets.reserveCapacity(capacity) }

    /// Writes an integer.
    public mutating func integer(_ number: Int64) { value(.integer(number)) }

    /// Writes a byte string.
    public mutating func byteString(_ bytes: [UInt8]) {
        CBORHead(.byteString, UInt64(bytes.count)).write(to: &octets)
        octets.append(contentsOf: bytes)
    }

    /// Writes a text string.
    public mutating func textString(_ text: String) {
        CBORHead(.textString, UInt64(text.utf8.count)).write(to: &octets)
        octets.append(contentsOf: text.utf8)
    }

    /// Announces an array of `count` items.
    public mutating func array(count: Int) { CBORHead(.array, UInt64(max(0, count))).write(to: &octets) }

    /// Announces a map of `count` pairs.
    public mutating func map(count: Int) { CBORHead(.map, UInt64(max(0, count))).write(to: &octets) }

    /// Announces the content of a tag.
    public mutating func tag(_ number: UInt64) { CBORHead(.tag, number).write(to: &octets) }

    /// Writes a head.
    mutating func announce(_ head: CBORHead) { head.write(to: &octets) }

    /// Writes a whole tree.
    public mutating func value(_ value: CBORValue) {
        var pending: [CBORValue] = []
        var next: CBORValue? = value
        while let item = next {
            item.head.write(to: &octets)
            switch item {
            case .byteString(let bytes): octets.append(contentsOf: bytes)
            case .textString(let text): octets.append(contentsOf: text.string.utf8)
            case .array(let elements): pending.append(contentsOf: elements.reversed())
            case .map(let map):
                for entry in map.reversed() {
                    pending.append(entry.value)
                    pending.append(entry.key)
                }
            case .tagged(_, let content): pending.append(content)
            case .unsigned, .negative, .simple, .float: break
            }
            next = pending.popLast()
        }
    }
}

extension CBORValue {
    /// The deterministic encoding of RFC 8949 §4.2.1: shortest heads and numbers, definite lengths, keys in
    /// bytewise order.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.value(self)
        return encoder.octets
    }
}
