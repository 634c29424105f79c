public import Encoding

/// A UUID in the text form of RFC 9562 §4, lower case only: identifiers are compared as octets, and upper case
/// would give one identifier two spellings.
public struct UUIDText: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 36 characters.
    public let text: ExactString

    /// Checks the form; nil where it is not one.
    public init?(_ text: ExactString) {
        guard Self.isUUID(text.utf8.span) else { return nil }
        self.text = text
    }

    private static func isUUID(_ octets: Span<UInt8>) -> Bool {
        //= ACT#req-act-uuid
        //# It MUST be written in lower case, with hyphens, without a prefix or braces.
        guard octets.count == 36 else { return false }
        for at in octets.indices {
            let octet = octets[at]
            switch at {
            case 8, 13, 18, 23: guard octet == UInt8(ascii: "-") else { return false }
            default:
                let isDigit = octet &- UInt8(ascii: "0") < 10 || octet &- UInt8(ascii: "a") < 6
                guard isDigit else { return false }
            }
        }
        return true
    }

    /// A version 4 UUID of 16 random octets; the version and variant bits are set here.
    public init?(random octets: [UInt8]) {
        guard octets.count == 16 else { return nil }
        var octets = octets
        octets[6] = octets[6] & 0x0F | 0x40
        octets[8] = octets[8] & 0x3F | 0x80
        self.init(octets: octets)
    }

    /// A UUID of the custom version 8 (RFC 9562 §5.8) from octets that name something, such as a hash value.
    public init?(named octets: [UInt8]) {
        guard octets.count >= 16 else { return nil }
        var octets = Array(octets.prefix(16))
        octets[6] = octets[6] & 0x0F | 0x80
        octets[8] = octets[8] & 0x3F | 0x80
        self.init(octets: octets)
    }

    private init?(octets: [UInt8]) {
        var text = Hexadecimal.encode(octets)
        for offset in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: offset)) }
        self.init(ExactString(text))
    }

    /// Whether version and variant are those of a version 4 UUID.
    public var isVersion4: Bool {
        let octets = Array(text.utf8)
        return octets[14] == UInt8(ascii: "4")
            && [UInt8(ascii: "8"), UInt8(ascii: "9"), UInt8(ascii: "a"), UInt8(ascii: "b")].contains(
                octets[19])
    }

    /// Order by octets.
    public static func < (left: UUIDText, right: UUIDText) -> Bool { left.text < right.text }

    /// The text.
    public var description: String { text.string }
}
