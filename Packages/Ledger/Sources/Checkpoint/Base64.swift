import Encoding

/// The base64 of RFC 4648, Section 4, with padding, which signed notes use where JOSE uses base64url: one
/// spelling for each octet string, and every other refused.
enum Base64 {
    static func encode(_ octets: [UInt8]) -> String {
        var text = Base64URL.characters(of: octets.span).map { character in
            switch character {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: character
            }
        }
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil where `text` is not exactly what `encode` writes.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var characters: [UInt8] = []
        characters.reserveCapacity(text.count)
        for character in text {
            switch character {
            case UInt8(ascii: "+"): characters.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): characters.append(UInt8(ascii: "_"))
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: characters.append(character)
            }
        }
        for _ in 0..<2 where characters.last == UInt8(ascii: "=") { characters.removeLast() }
        return try? Base64URL.decode(characters.span)
    }
}
