extension JSONScanner {
    /// A string, from its opening quote; its token lies between the quotes.
    mutating func string() throws(JSONError) {
        at += 1
        let start = at
        var isEscaped = false
        while true {
            skipPlain()
            switch peek() {
            case UInt8(ascii: "\""):
                try append(.string, from: start, isEscaped: isEscaped)
                at += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            case nil: throw .expected(.closingQuote, at: at)
            default: throw .controlCharacter(at: at)
            }
        }
    }

    /// Goes to the next quote, backslash or control character, or to the end; eight octets at a time.
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let bytes = octets.bytes
        while at &+ 8 <= octets.count {
            let word = unsafe UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // Subtracting sets the top bit of each octet that is too small; a borrow can spoil only the
            // octets behind the first.
            let found =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- (ones &* 0x20))
                    & ~word)
                & (ones &* 0x80)
            guard found == 0 else {
                at &+= found.trailingZeroBitCount / 8
                return
            }
            at &+= 8
        }
        while at < octets.count {
            switch octets[at] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20: return
            default: at &+= 1
            }
        }
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
