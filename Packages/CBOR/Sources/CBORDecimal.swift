/// Numbers of the diagnostic notation in decimal.
enum CBORDecimal {
    /// -1 minus the argument, which may be one too many for the argument's own type.
    static func negative(_ argument: UInt64) -> String {
        argument == .max ? "-18446744073709551616" : "-\(argument + 1)"
    }

    /// A number as RFC 8949 Appendix A writes it: always with a point, an exponent from 10^21 and below
    /// 10^-6.
    static func float(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        let sign = number.sign == .minus ? "-" : ""
        let (digits, point) = shortest(number.magnitude)
        return sign + place(digits, point: point)
    }

    /// The shortest digits that stand for a number, and how many of them stand before the point.
    private static func shortest(_ number: Double) -> (digits: [UInt8], point: Int) {
        let parts = "\(number)".split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let significand = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(significand[0].utf8)
        let all = whole + (significand.count > 1 ? Array(significand[1].utf8) : [])
        let leading = all.prefix { $0 == zero }.count
        let digits = all.dropFirst(leading).reversed().drop { $0 == zero }.reversed()
        return digits.isEmpty ? ([zero], 1) : (Array(digits), whole.count - leading + exponent)
    }

    private static func place(_ digits: [UInt8], point: Int) -> String {
        switch point {
        case 1...21:
            let whole = digits.prefix(point) + [UInt8](repeating: zero, count: max(0, point - digits.count))
            return text(Array(whole)) + "." + fraction(Array(digits.dropFirst(point)))
        case -5...0:
            return "0." + text([UInt8](repeating: zero, count: -point) + digits)
        default:
            let exponent = point - 1
            return text([digits[0]]) + "." + fraction(Array(digits.dropFirst()))
                + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
        }
    }

    private static func fraction(_ digits: [UInt8]) -> String { digits.isEmpty ? "0" : text(digits) }

    private static func text(_ digits: [UInt8]) -> String { String(decoding: digits, as: UTF8.self) }

    private static let zero = UInt8(ascii: "0")

    /// The integer that a bignum stands for (RFC 8949 §3.4.3); nil if it is none, or one so long that
    /// writing it would be work for the sake of work.
    static func bignum(tag: UInt64, _ content: CBORValue) -> String? {
        guard tag == 2 || tag == 3, let octets = content.bytes, octets.count <= 128 else { return nil }
        var magnitude = octets
        guard tag == 3 else { return text(decimal(&magnitude)) }
        // -1 minus the magnitude: add one, with room for the carry.
        magnitude.insert(0, at: 0)
        for index in magnitude.indices.reversed() {
            magnitude[index] &+= 1
            if magnitude[index] != 0 { break }
        }
        return "-" + text(decimal(&magnitude))
    }

    /// Divides by ten until nothing is left.
    private static func decimal(_ magnitude: inout [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        repeat {
            var remainder: UInt16 = 0
            for index in magnitude.indices {
                let part = remainder << 8 | UInt16(magnitude[index])
                magnitude[index] = UInt8(part / 10)
                remainder = part % 10
            }
            digits.append(zero + UInt8(remainder))
        } while magnitude.contains { $0 != 0 }
        return digits.reversed()
    }
}
