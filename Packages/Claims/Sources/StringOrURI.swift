public import Encoding

/// The rule for identifiers of parties (RFC 7519 §2): 1 to 2048 octets without control characters;
/// what has a colon starts with a URI scheme (RFC 3986 §3.1).
public enum StringOrURI {
    /// The longest identifier, in octets.
    public static let limit = 2048

    /// Whether `text` obeys the rule.
    public static func isValid(_ text: ExactString) -> Bool {
        let octets = text.utf8
        guard (1...limit).contains(octets.count), octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return false
        }
        guard let colon = octets.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let scheme = octets[..<colon]
        guard let first = scheme.first, isLetter(first) else { return false }
        return scheme.allSatisfy {
            isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "+")
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet | 0x20)
    }
}
