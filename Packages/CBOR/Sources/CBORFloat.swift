/// The three widths of a floating-point number (RFC 8949 §3.3) and the shortest that keeps its value.
enum CBORFloat {
    /// The head of a number in its shortest form; every NaN is `f97e00` (§4.2.2).
    static func head(_ number: Double) -> CBORHead {
        if number.isNaN { return CBORHead(initial: 0xf9, argument: 0x7e00) }
        let single = Float(number)
        guard Double(single) == number else { return CBORHead(initial: 0xfb, argument: number.bitPattern) }
        guard let half = half(single) else {
            return CBORHead(initial: 0xfa, argument: UInt64(single.bitPattern))
        }
        return CBORHead(initial: 0xf9, argument: UInt64(half))
    }

    /// The number that a head of information 25, 26 or 27 stands for.
    static func number(_ head: CBORHead) -> Double {
        switch head.information {
        case 25: number(half: UInt16(truncatingIfNeeded: head.argument))
        case 26: Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument)))
        default: Double(bitPattern: head.argument)
        }
    }

    /// Whether a NaN is the quiet one without a payload, at any width.
    static func isPlainNaN(_ head: CBORHead) -> Bool {
        switch head.information {
        case 25: head.argument == 0x7e00
        case 26: head.argument == 0x7fc0_0000
        default: head.argument == 0x7ff8_0000_0000_0000
        }
    }

    /// The binary16 pattern of a number that is not NaN, if it has one.
    private static func half(_ number: Float) -> UInt16? {
        let bits = number.bitPattern
        let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
        let fraction = bits & 0x7f_ffff
        switch Int(bits >> 23 & 0xff) - 127 {
        case 128: return sign | 0x7c00
        case -127: return fraction == 0 ? sign : nil
        case let exponent where (-14...15).contains(exponent):
            guard fraction & 0x1fff == 0 else { return nil }
            return sign | UInt16(exponent + 15) << 10 | UInt16(fraction >> 13)
        case let exponent where (-24 ... -15).contains(exponent):
            let significand = fraction | 0x80_0000
            let shift = UInt32(-1 - exponent)
            guard significand & ((1 << shift) - 1) == 0 else { return nil }
            return sign | UInt16(significand >> shift)
        default: return nil
        }
    }

    private static func number(half bits: UInt16) -> Double {
        let fraction = Double(bits & 0x3ff)
        let magnitude: Double =
            switch Int(bits >> 10 & 0x1f) {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            case let exponent: Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }
}
