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
