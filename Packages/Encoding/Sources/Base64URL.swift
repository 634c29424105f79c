/// Base64url without padding (RFC 4648 §5, RFC 7515 §2), one spelling for each octet sequence.
///
/// Decoding refuses padding, white space, the `+` and `/` of plain base64, and non-zero spare bits, so a
/// token has exactly one text form.
public enum Base64URL {
    /// Decodes `text`.
    public static func decode(_ text: Span<UInt8>) throws(EncodingError) -> [UInt8] {
        let tail = text.count % 4
        guard tail != 1 else { throw .length(text.count) }
        let whole = text.count - tail
        let table = sextets
        // Indexing a span of the table is several times faster than indexing the inline array.
        let values = table.span
        var octets = [UInt8](repeating: 0, count: whole / 4 * 3 + (tail == 0 ? 0 : tail - 1))
        var output = octets.mutableSpan
        var seen: UInt8 = 0
        var (at, to) = (0, 0)
        // `at + 3 < text.count` and `to + 2 < octets.count`, by the counts above.
        while at < whole {
            let a = unsafe values[Int(text[unchecked: at])]
            let b = unsafe values[Int(text[unchecked: at &+ 1])]
            let c = unsafe values[Int(text[unchecked: at &+ 2])]
            let d = unsafe values[Int(text[unchecked: at &+ 3])]
            seen |= a | b | c | d
            unsafe output[unchecked: to] = a << 2 | b >> 4
            unsafe output[unchecked: to &+ 1] = b << 4 | c >> 2
            unsafe output[unchecked: to &+ 2] = c << 6 | d
            at &+= 4
            to &+= 3
        }
        var spare: UInt8 = 0
        if tail != 0 {
            let (a, b) = (values[Int(text[at])], values[Int(text[at + 1])])
            let c = tail == 3 ? values[Int(text[at + 2])] : 0
            seen |= a | b | c
            output[to] = a << 2 | b >> 4
            if tail == 3 { output[to + 1] = b << 4 | c >> 2 }
            spare = tail == 3 ? c << 6 : b << 4
        }
        guard seen & notASextet == 0 else { throw .character(at: firstInvalid(text)) }
        guard spare == 0 else { throw .spareBits }
        return octets
    }

    /// Decodes the UTF-8 octets of `text`.
    public static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        try decode(text.utf8.span)
    }

    /// Encodes `octets`.
    public static func encode(_ octets: Span<UInt8>) -> String {
        String(decoding: characters(of: octets), as: UTF8.self)
    }

    /// Encodes `octets`.
    public static func encode(_ octets: [UInt8]) -> String {
        encode(octets.span)
    }

    /// Encodes `octets` as ASCII octets.
    public static func characters(of octets: Span<UInt8>) -> [UInt8] {
        let table = alphabet
        let letters = table.span
        let tail = octets.count % 3
        let whole = octets.count - tail
        var text = [UInt8](repeating: 0, count: whole / 3 * 4 + (tail == 0 ? 0 : tail + 1))
        var output = text.mutableSpan
        var (at, to) = (0, 0)
        while at < whole {
            let (a, b, c) = (octets[at], octets[at &+ 1], octets[at &+ 2])
            output[to] = letters[Int(a >> 2)]
            output[to &+ 1] = letters[Int((a << 4 | b >> 4) & 0x3F)]
            output[to &+ 2] = letters[Int((b << 2 | c >> 6) & 0x3F)]
            output[to &+ 3] = letters[Int(c & 0x3F)]
            at &+= 3
            to &+= 4
        }
        if tail != 0 {
            let (a, b) = (octets[at], tail == 2 ? octets[at + 1] : 0)
            output[to] = letters[Int(a >> 2)]
            output[to + 1] = letters[Int((a << 4 | b >> 4) & 0x3F)]
            if tail == 2 { output[to + 2] = letters[Int(b << 2 & 0x3F)] }
        }
        return text
    }

    private static func firstInvalid(_ text: Span<UInt8>) -> Int {
        let table = sextets
        let values = table.span
        return text.indices.first { values[Int(text[$0])] & notASextet != 0 } ?? text.count
    }

    private static let notASextet: UInt8 = 0xC0

    private static let alphabet: InlineArray<64, UInt8> = {
        let text: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        return InlineArray { index in unsafe text.utf8Start[index] }
    }()

    /// The six bits of each character; 0xFF for octets outside the alphabet.
    private static let sextets: InlineArray<256, UInt8> = {
        var table = InlineArray<256, UInt8>(repeating: 0xFF)
        for index in 0..<64 { table[Int(alphabet[index])] = UInt8(index) }
        return table
    }()
}
