/// Turns the octets of scanned tokens into values.
enum JSONText {
    /// The text of a string token. The scanner has checked UTF-8, escapes and surrogates.
    static func string(_ octets: Span<UInt8>, _ token: JSONToken) -> ExactString {
        let (start, end) = (Int(token.start), Int(token.end))
        guard token.isEscaped else { return text(octets.extracting(start..<end)) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(end - start)
        var at = start
        while at < end {
            guard octets[at] == UInt8(ascii: "\\"), at + 1 < end else {
                decoded.append(octets[at])
                at += 1
                continue
            }
            switch octets[at + 1] {
            case UInt8(ascii: "b"): decoded.append(0x08)
            case UInt8(ascii: "f"): decoded.append(0x0C)
            case UInt8(ascii: "n"): decoded.append(0x0A)
            case UInt8(ascii: "r"): decoded.append(0x0D)
            case UInt8(ascii: "t"): decoded.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = codeUnit(octets, at)
                if scalar & 0xFC00 == 0xD800 {
                    at += 6
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(octets, at) & 0x3FF
                }
                if let scalar = Unicode.Scalar(scalar), let octets = UTF8.encode(scalar) {
                    decoded.append(contentsOf: octets)
                }
                at += 4
            default: decoded.append(octets[at + 1])
            }
            at += 2
        }
        return text(decoded.span)
    }

    /// The integer of a number token: digits only, no leading minus before zero, within Int64.
    static func integer(_ octets: Span<UInt8>, _ token: JSONToken) -> Int64? {
        var at = Int(token.start)
        let end = Int(token.end)
        let isNegative = octets[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var value: Int64 = 0
        while at < end {
            let digit = octets[at] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                isNegative
                ? product.subtractingReportingOverflow(Int64(digit))
                : product.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
            at += 1
        }
        return isNegative && value == 0 ? nil : value
    }

    static func hexadecimal(_ octet: UInt8) -> UInt16? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(octet - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(octet - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(octet - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    static func text(_ octets: Span<UInt8>) -> ExactString {
        unsafe octets.withUnsafeBufferPointer { unsafe ExactString(String(decoding: $0, as: UTF8.self)) }
    }

    private static func codeUnit(_ octets: Span<UInt8>, _ at: Int) -> UInt32 {
        var unit: UInt32 = 0
        for index in 2..<6 { unit = unit << 4 | UInt32(hexadecimal(octets[at + index]) ?? 0) }
        return unit
    }
}
