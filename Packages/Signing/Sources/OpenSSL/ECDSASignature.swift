/// The two forms of an ECDSA signature: r ‖ s (RFC 7518 §3.4, RFC 9053 §2.1) outside, and the DER of
/// SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 §2.2.3), which OpenSSL speaks.
enum ECDSASignature {
    /// Room for the DER of any signature: P-521 needs 139 octets.
    static let derCapacity = 144

    /// Writes `raw`, two halves of equal length, as DER and returns the octets written.
    static func writeDER(of raw: UnsafeBufferPointer<UInt8>, to der: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
        let half = raw.count / 2
        let r = significant(raw, 0..<half)
        let s = significant(raw, half..<raw.count)
        let content = integerLength(raw, r) + integerLength(raw, s)
        var end = 0
        func put(_ octet: UInt8) {
            der[end] = octet
            end += 1
        }
        put(0x30)
        if content > 127 { put(0x81) }  // the long form, which only P-521 comes to
        put(UInt8(content))
        for number in [r, s] {
            put(0x02)
            put(UInt8(integerLength(raw, number) - 2))
            if raw[number.lowerBound] > 127 { put(0) }
            for index in number { put(raw[index]) }
        }
        return end
    }

    /// Reads DER that OpenSSL wrote into `raw`, two halves of equal length; false if it is none.
    static func readDER(_ der: UnsafeBufferPointer<UInt8>, into raw: UnsafeMutableBufferPointer<UInt8>)
        -> Bool
    {
        var position = 0
        func take() -> Int? {
            guard position < der.count else { return nil }
            defer { position += 1 }
            return Int(der[position])
        }
        let half = raw.count / 2
        guard take() == 0x30, var content = take() else { return false }
        if content == 0x81 { content = take() ?? 0 }
        guard content == der.count - position else { return false }
        raw.update(repeating: 0)
        for end in [half, raw.count] {
            guard take() == 0x02, let length = take(), length <= der.count - position else { return false }
            let number = significant(der, position..<(position + length))
            guard number.count <= half else { return false }
            for (offset, index) in number.enumerated() { raw[end - number.count + offset] = der[index] }
            position += length
        }
        return position == der.count
    }

    /// The range without leading zeros, but at least one octet of it.
    private static func significant(_ octets: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start + 1 < range.upperBound, octets[start] == 0 { start += 1 }
        return start..<range.upperBound
    }

    /// The octets of an INTEGER with tag and length; a high bit takes a zero octet before it.
    private static func integerLength(_ octets: UnsafeBufferPointer<UInt8>, _ number: Range<Int>) -> Int {
        2 + number.count + (octets[number.lowerBound] > 127 ? 1 : 0)
    }
}
