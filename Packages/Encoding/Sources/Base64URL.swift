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
        let values = sextets
        var failure: EncodingError?
        let octets = [UInt8](capacity: whole / 4 * 3 + (tail == 0 ? 0 : tail - 1)) { output in
            var at = 0
            while at < whole {
                let (a, b) = (values[Int(text[at])], values[Int(text[at + 1])])
                let (c, d) = (values[Int(text[at + 2])], values[Int(text[at + 3])])
                guard (a | b | c | d) & notASextet == 0 else {
                    failure = .character(at: firstInvalid(text, from: at))
                    return
                }
                output.append(a << 2 | b >> 4)
                output.append(b << 4 | c >> 2)
                output.append(c << 6 | d)
                at += 4
            }
            guard tail != 0 else { return }
            let (a, b) = (values[Int(text[at])], values[Int(text[at + 1])])
            let c = tail == 3 ? values[Int(text[at + 2])] : 0
            guard (a | b | c) & notASextet == 0 else {
                failure = .character(at: firstInvalid(text, from: at))
                return
            }
            output.append(a << 2 | b >> 4)
            if tail == 3 { output.append(b << 4 | c >> 2) }
            if (tail == 3 ? c << 6 : b << 4) != 0 { failure = .spareBits }
        }
        if let failure { throw failure }
        return octets
    }

    /// Decodes the UTF-8 octets of `text`.
    public static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        try decode(Array(text.utf8).span)
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
        let alphabet = Self.alphabet
        return [UInt8](capacity: (octets.count * 4 + 2) / 3) { output in
            var at = 0
            while at < octets.count {
                let a = octets[at]
                let b = at + 1 < octets.count ? octets[at + 1] : 0
                let c = at + 2 < octets.count ? octets[at + 2] : 0
                output.append(alphabet[Int(a >> 2)])
                output.append(alphabet[Int((a << 4 | b >> 4) & 0x3F)])
                if at + 1 < octets.count { output.append(alphabet[Int((b << 2 | c >> 6) & 0x3F)]) }
                if at + 2 < octets.count { output.append(alphabet[Int(c & 0x3F)]) }
                at += 3
            }
        }
    }

    private static func firstInvalid(_ text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < text.count, sextets[Int(text[at])] & notASextet == 0 { at += 1 }
        return at
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
