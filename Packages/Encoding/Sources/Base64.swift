/// Padded base64 (RFC 4648 §4): the certificates of `x5c` (RFC 7515 §4.1.6), and signed notes.
public enum Base64 {
    /// Decodes `text`: the plain alphabet, exact padding, no white space, zero spare bits.
    public static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        try decode(text.utf8)
    }

    /// Decodes the ASCII octets `text`.
    public static func decode(_ text: some Collection<UInt8>) throws(EncodingError) -> [UInt8] {
        var characters = Array(text)
        guard characters.count.isMultiple(of: 4) else { throw .length(characters.count) }
        var padding = 0
        while padding < 2, characters.last == UInt8(ascii: "=") {
            characters.removeLast()
            padding += 1
        }
        for (at, character) in characters.enumerated() {
            switch character {
            case UInt8(ascii: "-"), UInt8(ascii: "_"): throw .character(at: at)
            case UInt8(ascii: "+"): characters[at] = UInt8(ascii: "-")
            case UInt8(ascii: "/"): characters[at] = UInt8(ascii: "_")
            default: break
            }
        }
        return try Base64URL.decode(characters.span)
    }

    /// Encodes `octets` with padding.
    public static func encode(_ octets: [UInt8]) -> String {
        var characters = Base64URL.characters(of: octets.span)
        for at in characters.indices {
            switch characters[at] {
            case UInt8(ascii: "-"): characters[at] = UInt8(ascii: "+")
            case UInt8(ascii: "_"): characters[at] = UInt8(ascii: "/")
            default: break
            }
        }
        while !characters.count.isMultiple(of: 4) { characters.append(UInt8(ascii: "=")) }
        return String(decoding: characters, as: UTF8.self)
    }
}
