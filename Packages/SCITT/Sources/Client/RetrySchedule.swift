public import Signing

/// When to try again: exponentially later, spread by chance so that clients that failed together don't come
/// back together, and never before the service asked for.
public struct RetrySchedule: Hashable, Sendable {
    /// The delay after the first attempt, in milliseconds.
    public let first: Int64
    /// The longest delay, in milliseconds. A service's own wish may be longer.
    public let longest: Int64

    /// A schedule, by default from one second to five minutes; neither is less than a millisecond or more than a
    /// day.
    public init(first: Int64 = 1000, longest: Int64 = 300_000) {
        self.first = min(max(1, first), RetryAfter.longest * 1000)
        self.longest = min(max(self.first, longest), RetryAfter.longest * 1000)
    }

    /// The delay in milliseconds before the attempt that follows `attempts` failed ones: between half and all
    /// of what the schedule gives, and at least `retryAfter` seconds.
    public func delay(afterAttempts attempts: Int, retryAfter: Int64?, random: any RandomSource) -> Int64 {
        let doublings = min(max(0, attempts - 1), 40)
        let (product, overflow) = first.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let full = overflow ? longest : min(product, longest)
        let chance = random.octets(count: 2).reduce(0) { $0 << 8 | Int64($1) }
        let spread = full / 2 + (full - full / 2) * chance / 65_535
        return max(1, spread, min(retryAfter ?? 0, RetryAfter.longest) * 1000)
    }
}
