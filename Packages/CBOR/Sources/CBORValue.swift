/// A data item of the generic data model of RFC 8949 §2.
///
/// Two items are equal if their deterministic encodings are: 1 is not 1.0, 0.0 is not -0.0, every NaN is
/// the same, and texts are compared octet by octet.
public enum CBORValue: Sendable {
    /// An unsigned integer.
    case unsigned(UInt64)
    /// A negative integer: -1 minus the argument, so down to -2^64.
    case negative(UInt64)
    /// A string of octets.
    case byteString([UInt8])
    /// A string of UTF-8.
    case textString(CBORText)
    /// An array.
    case array([CBORValue])
    /// A map.
    case map(CBORMap)
    /// A tag number and its content.
    indirect case tagged(UInt64, CBORValue)
    /// A simple value.
    case simple(CBORSimple)
    /// A floating-point number.
    case float(Double)
}

// MARK: - Making

extension CBORValue {
    /// An integer, of either sign.
    public static func integer(_ number: Int64) -> CBORValue {
        number < 0 ? .negative(UInt64(~number)) : .unsigned(UInt64(number))
    }

    /// A text string.
    public static func text(_ string: String) -> CBORValue { .textString(CBORText(string)) }

    /// `true` or `false`.
    public static func boolean(_ value: Bool) -> CBORValue { .simple(value ? .true : .false) }

    /// `null`.
    public static var null: CBORValue { .simple(.null) }
}

extension CBORValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// A text string.
    public init(stringLiteral value: String) { self = .text(value) }
}

// MARK: - Reading

extension CBORValue {
    /// The number, if this is an integer from -2^63 to 2^63 - 1.
    public var integer: Int64? {
        switch self {
        case .unsigned(let argument): Int64(exactly: argument)
        case .negative(let argument): Int64(exactly: argument).map { ~$0 }
        default: nil
        }
    }

    /// The octets, if this is a byte string.
    public var bytes: [UInt8]? {
        if case .byteString(let octets) = self { octets } else { nil }
    }

    /// The text, if this is a text string.
    public var text: CBORText? {
        if case .textString(let text) = self { text } else { nil }
    }

    /// The elements, if this is an array.
    public var elements: [CBORValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The map, if this is one.
    public var entries: CBORMap? {
        if case .map(let map) = self { map } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .simple(.null) = self { true } else { false }
    }
}

// MARK: - Order

extension CBORValue: Hashable, Comparable {
    /// Whether both have the same deterministic encoding.
    public static func == (a: Self, b: Self) -> Bool { order(a, b) == .equal }

    /// The bytewise order of the deterministic encodings (RFC 8949 §4.2.1).
    public static func < (a: Self, b: Self) -> Bool { order(a, b) == .before }

    /// Feeds the deterministic encoding.
    public func hash(into hasher: inout Hasher) { hasher.combine(encode()) }

    enum Order { case before, equal, after }

    /// Compares the encodings without making them: shortest heads sort as their octets do, and what follows
    /// equal heads has the same shape on both sides.
    static func order(_ a: Self, _ b: Self) -> Order {
        // The labels of maps are integers nearly always.
        switch (a, b) {
        case (.unsigned(let x), .unsigned(let y)), (.negative(let x), .negative(let y)):
            x == y ? .equal : x < y ? .before : .after
        case (.unsigned, .negative): .before
        case (.negative, .unsigned): .after
        default: orderOfTrees(a, b)
        }
    }

    private static func orderOfTrees(_ a: Self, _ b: Self) -> Order {
        var pending: [(CBORValue, CBORValue)] = []
        var next: (CBORValue, CBORValue)? = (a, b)
        while let (a, b) = next {
            let (headA, headB) = (a.head, b.head)
            if headA != headB { return headA < headB ? .before : .after }
            switch (a, b) {
            case (.byteString(let x), .byteString(let y)) where x != y:
                return x.lexicographicallyPrecedes(y) ? .before : .after
            case (.textString(let x), .textString(let y)) where x != y:
                return x.string.utf8.lexicographicallyPrecedes(y.string.utf8) ? .before : .after
            case (.array(let x), .array(let y)):
                pending.append(contentsOf: zip(x, y).reversed())
            case (.map(let x), .map(let y)):
                for (left, right) in zip(x, y).reversed() {
                    pending.append((left.value, right.value))
                    pending.append((left.key, right.key))
                }
            case (.tagged(_, let x), .tagged(_, let y)):
                pending.append((x, y))
            default: break
            }
            next = pending.popLast()
        }
        return .equal
    }

    /// The head of the deterministic encoding.
    var head: CBORHead {
        switch self {
        case .unsigned(let argument): CBORHead(.unsigned, argument)
        case .negative(let argument): CBORHead(.negative, argument)
        case .byteString(let octets): CBORHead(.byteString, UInt64(octets.count))
        case .textString(let text): CBORHead(.textString, UInt64(text.string.utf8.count))
        case .array(let elements): CBORHead(.array, UInt64(elements.count))
        case .map(let map): CBORHead(.map, UInt64(map.count))
        case .tagged(let number, _): CBORHead(.tag, number)
        case .simple(let value): CBORHead(.simple, UInt64(value.rawValue))
        case .float(let number): CBORFloat.head(number)
        }
    }
}
