/// Lower-case hexadecimal (base16 of RFC 4648 §8, in the one case that this project writes).
public enum Hexadecimal {
    /// Decodes `text`; upper-case digits are refused so that a value has one spelling.
    public static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { throw .length(digits.count) }
        var octets: [UInt8] = []
        octets.reserveCapacity(digits.count / 2)
        for at in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[at]) else { throw .character(at: at) }
            guard let low = value(digits[at + 1]) else { throw .character(at: at + 1) }
            octets.append(high << 4 | low)
        }
        return octets
    }

    /// Encodes `octets`, two digits each.
    public static func encode(_ octets: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(octets.underestimatedCount * 2)
        for octet in octets {
            digits.append(digit(octet >> 4))
            digits.append(digit(octet & 0xF))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The digit of a value below 16.
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
