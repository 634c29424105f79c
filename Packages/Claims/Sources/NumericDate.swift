/// Seconds since 1970-01-01T00:00:00Z (RFC 7519 §2), whole and from 0 to 2^53 - 1, which every JSON
/// reader represents exactly and no sum with a duration overflows.
public struct NumericDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since the epoch.
    public let seconds: Int64

    /// The last date.
    public static let latest = NumericDate(unchecked: 9_007_199_254_740_991)

    /// A date; nil outside the range.
    public init?(_ seconds: Int64) {
        guard (0...Self.latest.seconds).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    private init(unchecked seconds: Int64) {
        self.seconds = seconds
    }

    /// The date nearest to `seconds` within the range.
    public init(clamping seconds: Int64) {
        self.seconds = min(max(0, seconds), Self.latest.seconds)
    }

    /// The date `seconds` later, or earlier where negative, kept within the range.
    public func advanced(by seconds: Int64) -> NumericDate {
        let (sum, overflow) = self.seconds.addingReportingOverflow(seconds)
        return NumericDate(clamping: overflow ? (seconds < 0 ? 0 : .max) : sum)
    }

    /// Earlier before later.
    public static func < (left: NumericDate, right: NumericDate) -> Bool { left.seconds < right.seconds }

    /// The seconds.
    public var description: String { String(seconds) }
}

extension NumericDate {
    /// As people read it: `2026-03-01 12:00:00Z`; the seconds alone beyond the year 9999.
    public var inUTC: String {
        guard seconds < 253_402_300_800 else { return String(seconds) }
        let time = seconds % 86_400
        // Days to a civil date in the Gregorian calendar, counted in eras of 400 years that begin in March.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2)) "
            + "\(Self.padded(time / 3600, 2)):\(Self.padded(time / 60 % 60, 2)):\(Self.padded(time % 60, 2))Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
