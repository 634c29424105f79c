/// The major types of RFC 8949 §3.1.
public enum CBORMajorType: UInt8, Hashable, Sendable, CaseIterable {
    /// 0, an unsigned integer.
    case unsigned
    /// 1, a negative integer: -1 minus the argument.
    case negative
    /// 2, a string of octets.
    case byteString
    /// 3, a string of UTF-8.
    case textString
    /// 4, an array of data items.
    case array
    /// 5, a map of pairs of data items.
    case map
    /// 6, a tag around a data item.
    case tag
    /// 7, a simple value or a floating-point number.
    case simple
}

/// The first octet of a data item and the argument that it announces, in the shortest form.
///
/// Shortest heads sort as their octets do, since the first octet grows with the argument.
struct CBORHead: Hashable, Comparable {
    let initial: UInt8
    let argument: UInt64

    init(_ type: CBORMajorType, _ argument: UInt64) {
        let information: UInt8 =
            switch argument {
            case 0..<24: UInt8(truncatingIfNeeded: argument)
            case 24...0xff: 24
            case 0x100...0xffff: 25
            case 0x1_0000...0xffff_ffff: 26
            default: 27
            }
        self.init(initial: type.rawValue << 5 | information, argument: argument)
    }

    init(initial: UInt8, argument: UInt64) {
        self.initial = initial
        self.argument = argument
    }

    var type: CBORMajorType { CBORMajorType(rawValue: initial >> 5) ?? .simple }

    /// The low five bits of the first octet.
    var information: UInt8 { initial & 0x1f }

    /// How many octets of argument follow the first octet: 0, 1, 2, 4 or 8.
    var width: Int { Self.width(information) }

    static func width(_ information: UInt8) -> Int {
        switch information {
        case 24: 1
        case 25: 2
        case 26: 4
        case 27: 8
        default: 0
        }
    }

    func write(to octets: inout [UInt8]) {
        octets.append(initial)
        var shift = width * 8
        while shift > 0 {
            shift -= 8
            octets.append(UInt8(truncatingIfNeeded: argument >> UInt64(shift)))
        }
    }

    static func < (a: Self, b: Self) -> Bool {
        a.initial != b.initial ? a.initial < b.initial : a.argument < b.argument
    }
}
