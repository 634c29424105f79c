public import Encoding

/// A decimal of up to 18 digits before and 18 after the point, exact: `whole [ "." 1*18DIGIT ]`, no sign, no
/// leading zero, no exponent. Binary floating point is never involved.
public struct DecimalValue: Hashable, Comparable, Sendable {
    /// As it is written.
    public let text: ExactString
    /// In units of 10^-18; at most 36 digits, which Int128 holds.
    private let units: Int128

    private static let places = 18

    /// Checks the grammar; nil where the text breaks it.
    public init?(_ text: ExactString) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first, (1...Self.places).contains(whole.count),
            whole.count == 1 || whole.first != UInt8(ascii: "0")
        else { return nil }
        var units: Int128 = 0
        for digit in whole {
            guard let value = Self.digit(digit) else { return nil }
            units = units * 10 + value
        }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard parts.count == 1 || (1...Self.places).contains(fraction.count) else { return nil }
        for place in 0..<Self.places {
            guard let value = place < fraction.count ? Self.digit(fraction[place]) : 0 else { return nil }
            units = units * 10 + value
        }
        self.text = text
        self.units = units
    }

    /// `10` and `10.00` are equal.
    public static func == (left: DecimalValue, right: DecimalValue) -> Bool { left.units == right.units }

    /// Smaller before greater.
    public static func < (left: DecimalValue, right: DecimalValue) -> Bool { left.units < right.units }

    /// Feeds the value, not its spelling.
    public func hash(into hasher: inout Hasher) { hasher.combine(units) }

    private static func digit(_ octet: UInt8) -> Int128? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) ? Int128(octet - UInt8(ascii: "0")) : nil
    }
}

/// An amount of money.
public struct Amount: Hashable, Sendable {
    /// How much.
    public var value: DecimalValue
    /// Three upper-case letters (ISO 4217).
    public var currency: ExactString

    /// An amount; nil where the currency is not three upper-case letters.
    public init?(value: DecimalValue, currency: ExactString) {
        guard currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        self.value = value
        self.currency = currency
    }

    /// Whether this is the same currency and not more.
    public func isWithin(_ limit: Amount) -> Bool {
        currency == limit.currency && value <= limit.value
    }
}
