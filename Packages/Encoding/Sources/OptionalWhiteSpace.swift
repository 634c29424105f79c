extension BidirectionalCollection where Element == UInt8 {
    /// The octets without the spaces and tabs around them: OWS of RFC 9110 §5.6.3.
    @inlinable package var withoutOptionalWhiteSpace: SubSequence {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start] == 0x20 || self[start] == 0x09 { formIndex(after: &start) }
        while start < end {
            let last = index(before: end)
            guard self[last] == 0x20 || self[last] == 0x09 else { break }
            end = last
        }
        return self[start..<end]
    }
}
