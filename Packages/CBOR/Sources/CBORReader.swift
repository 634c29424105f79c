/// Reads heads and strings off the front of octets, never beyond their end.
struct CBORReader: ~Escapable {
    private let octets: Span<UInt8>
    /// The next octet to be read.
    private(set) var offset = 0

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) { self.octets = octets }

    var remaining: Int { octets.count - offset }
    var isAtEnd: Bool { remaining == 0 }

    /// Reads a head and refuses one that RFC 8949 reserves or that is longer than need be. The argument of
    /// a floating-point number is its bits, at any width.
    mutating func head() throws(CBORError) -> CBORHead {
        let start = offset
        guard remaining > 0 else { throw CBORError(.truncated, at: start) }
        let initial = octets[start]
        let (type, information) = (initial >> 5, initial & 0x1f)
        if information >= 28 { throw CBORError(refusal(type, information), at: start) }
        let width = CBORHead.width(information)
        guard remaining > width else { throw CBORError(.truncated, at: start) }
        offset += 1 + width
        var argument = width == 0 ? UInt64(information) : 0
        for position in start + 1..<start + 1 + width { argument = argument << 8 | UInt64(octets[position]) }
        let head = CBORHead(initial: initial, argument: argument)
        guard head.type != .simple else {
            if information == 24, argument < 32 { throw CBORError(.reservedSimpleValue, at: start) }
            return head
        }
        guard head == CBORHead(head.type, argument) else { throw CBORError(.headNotShortest, at: start) }
        return head
    }

    /// Why additional information 28 to 31 is refused.
    private func refusal(_ type: UInt8, _ information: UInt8) -> CBORError.Rule {
        switch (type, information) {
        case (2...5, 31): .indefiniteLength
        case (7, 31): .unexpectedBreak
        default: .reservedInformation
        }
    }

    /// Reads the octets of the byte string whose head stands at `start`.
    mutating func bytes(_ count: UInt64, of start: Int) throws(CBORError) -> [UInt8] {
        let range = try take(count, of: start)
        return octets.extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    /// Reads the octets of the text string whose head stands at `start`.
    mutating func text(_ count: UInt64, of start: Int) throws(CBORError) -> String {
        let range = try take(count, of: start)
        guard let text = try? UTF8Span(validating: octets.extracting(range)) else {
            throw CBORError(.invalidUTF8, at: start)
        }
        return String(copying: text)
    }

    private mutating func take(_ count: UInt64, of start: Int) throws(CBORError) -> Range<Int> {
        guard count <= UInt64(remaining) else { throw CBORError(.truncated, at: start) }
        let range = offset..<offset + Int(count)
        offset = range.upperBound
        return range
    }
}
