public import Encoding

/// The rule for identifiers of parties (RFC 7519 §2): 1 to 2048 octets without control characters;
/// what has a colon starts with a URI scheme (RFC 3986 §3.1).
public enum StringOrURI {
    /// The longest identifier, in octets.
    public static let limit = 2048

    /// Whether `text` obeys the rule.
    public static func isValid(_ text: ExactString) -> Bool {
        //= ACT#req-act-identifier
        //# It MUST be a string of 1 to 2048 octets without control characters
        //= ECT#req-ect-identifier
        //# a string of 1 to 2048 octets without control characters
        guard (1...limit).contains(text.utf8.count), !text.hasControlCharacters else { return false }
        let octets = text.utf8.span
        var isScheme = isLetter(octets[0])
        for at in octets.indices {
            if octets[at] == UInt8(ascii: ":") { return isScheme }
            isScheme = isScheme && isSchemeCharacter(octets[at])
        }
        return true
    }

    private static func isSchemeCharacter(_ octet: UInt8) -> Bool {
        isLetter(octet) || octet &- UInt8(ascii: "0") < 10 || octet == UInt8(ascii: "+")
            || octet == UInt8(ascii: "-") || octet == UInt8(ascii: ".")
    }

    private static func isLetter(_ octet: UInt8) -> Bool {
        octet | 0x20 &- UInt8(ascii: "a") < 26
    }
}
