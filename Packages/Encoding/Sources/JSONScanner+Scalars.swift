extension JSONScanner {
    /// A string, from its opening quote; its token lies between the quotes.
    mutating func string() throws(JSONError) {
        at += 1
        let start = at
        var isEscaped = false
        while let octet = peek() {
            switch octet {
            case UInt8(ascii: "\""):
                try append(.string, from: start, isEscaped: isEscaped)
                at += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            case 0..<0x20:
                throw .controlCharacter(at: at)
            default:
                at += 1
            }
        }
        throw .expected(.closingQuote, at: at)
    }

    private mutating func escape() throws(JSONError) {
        let start = at
        guard at + 1 < octets.count else { throw .invalidEscape(at: start) }
        switch octets[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard unit & 0xF800 == 0xD800 else { return }
            // A high surrogate, and its low one right behind it.
            guard unit < 0xDC00, at + 1 < octets.count, octets[at] == UInt8(ascii: "\\"),
                octets[at + 1] == UInt8(ascii: "u"), try codeUnit() & 0xFC00 == 0xDC00
            else { throw .loneSurrogate(at: start) }
        default: throw .invalidEscape(at: start)
        }
    }

    /// The four hexadecimal digits of `\uXXXX`, from the backslash.
    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        guard at + 6 <= octets.count else { throw .invalidEscape(at: at) }
        var unit: UInt16 = 0
        for index in 2..<6 {
            guard let digit = JSONText.hexadecimal(octets[at + index]) else { throw .invalidEscape(at: at) }
            unit = unit << 4 | digit
        }
        at += 6
        return unit
    }

    /// A number of RFC 8259 §6; what it is worth is decided by who reads it.
    mutating func number() throws(JSONError) {
        let start = at
        if peek() == UInt8(ascii: "-") { at += 1 }
        if peek() == UInt8(ascii: "0") { at += 1 } else { try digits() }
        if peek() == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            at += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        try append(.number, from: start)
    }

    private mutating func digits() throws(JSONError) {
        guard isDigit else { throw .expected(.digit, at: at) }
        while isDigit { at += 1 }
    }

    private var isDigit: Bool {
        guard let octet = peek() else { return false }
        return octet >= UInt8(ascii: "0") && octet <= UInt8(ascii: "9")
    }
}
