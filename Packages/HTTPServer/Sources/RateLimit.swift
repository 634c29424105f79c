import Encoding
import Foundation

/// Limits the requests of each address, of IPv6 each /64: so many a second, and as many again that were saved up.
package final class RateLimit: @unchecked Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: UInt64
    }

    /// The most addresses that are remembered; whoever has a full bucket is forgotten first.
    package static let mostAddresses = 65_536

    private let perSecond: Double
    private let lock = NSLock()
    private var buckets: [String: Bucket] = [:]

    /// Nil for a rate of 0: no limit.
    package init?(perSecond: Int) {
        guard perSecond > 0 else { return nil }
        self.perSecond = Double(perSecond)
    }

    /// Counts a request at the time `now`, in nanoseconds of a clock that never goes back. Nil where it may
    /// pass; else the seconds to wait.
    package func retryAfter(_ address: String, now: UInt64) -> Int? {
        let address = Self.counted(address)
        return lock.withLock {
            if buckets[address] == nil, buckets.count >= Self.mostAddresses { forget(now: now) }
            var bucket = refilled(buckets[address], now: now)
            defer { buckets[address] = bucket }
            guard bucket.tokens >= 1 else {
                return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
            }
            bucket.tokens -= 1
            return nil
        }
    }

    /// Who is counted: an IPv4 address, or the /64 that an IPv6 address is of, since who has one has all of it.
    private static func counted(_ address: String) -> String {
        var octets = [UInt8](repeating: 0, count: 16)
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &octets) == 1 else {
            return address
        }
        let isMapped = octets.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
        return isMapped ? address : Hexadecimal.encode(Array(octets.prefix(8)))
    }

    private func refilled(_ bucket: Bucket?, now: UInt64) -> Bucket {
        guard let bucket else { return Bucket(tokens: perSecond, filled: now) }
        let seconds = Double(now &- min(now, bucket.filled)) / 1e9
        return Bucket(
            tokens: min(perSecond, bucket.tokens + seconds * perSecond), filled: max(now, bucket.filled))
    }

    private func forget(now: UInt64) {
        buckets = buckets.filter { refilled($0.value, now: now).tokens < perSecond }
        // Everybody is busy: starting over is fairer than to let nobody new in.
        if buckets.count >= Self.mostAddresses { buckets = [:] }
    }
}
