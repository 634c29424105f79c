public import Encoding
import Foundation

/// A replay store of one process, which forgets everything when the process ends.
///
/// It holds at most `capacity` uses. When that many are not forgotten yet, new tokens are refused: making room by
/// forgetting a live use would let that token be replayed.
public final class MemoryReplayStore: ReplayStore, @unchecked Sendable {
    private struct Use: Hashable {
        var scope: ExactString
        var jti: ExactString
    }

    /// The most uses that are remembered at a time.
    public let capacity: Int

    private let lock = NSLock()
    private var live: [Use: Int64] = [:]
    private var byExpiry: [(until: Int64, use: Use)] = []

    /// An empty store.
    public init(capacity: Int = 1_000_000) {
        self.capacity = capacity
    }

    /// The number of uses that are remembered, expired ones included until they are forgotten.
    public var count: Int { lock.withLock { live.count } }

    /// As in `ReplayStore`.
    public func firstUse(
        of jti: ExactString, scope: ExactString, until: Int64, now: Int64
    ) throws(LedgerError) -> Bool {
        guard until >= now else { throw .replayWindowPassed(until: until, now: now) }
        lock.lock()
        defer { lock.unlock() }
        while let first = byExpiry.first, first.until < now - ReplayRetention.lag {
            removeFirst()
            // The same identifier may be in use anew.
            if live[first.use] == first.until { live[first.use] = nil }
        }
        let use = Use(scope: scope, jti: jti)
        if let last = live[use], last >= now { return false }
        guard live.count < capacity else { throw .replayStoreFull(capacity: capacity) }
        live[use] = until
        insert((until, use))
        return true
    }

    // A binary heap, the earliest expiry at its root.

    private func insert(_ element: (until: Int64, use: Use)) {
        byExpiry.append(element)
        var child = byExpiry.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard byExpiry[child].until < byExpiry[parent].until else { return }
            byExpiry.swapAt(child, parent)
            child = parent
        }
    }

    private func removeFirst() {
        byExpiry.swapAt(0, byExpiry.count - 1)
        byExpiry.removeLast()
        var parent = 0
        while true {
            let children = (2 * parent + 1)...(2 * parent + 2)
            guard
                let least = children.filter({ $0 < byExpiry.count })
                    .min(by: { byExpiry[$0].until < byExpiry[$1].until }),
                byExpiry[least].until < byExpiry[parent].until
            else { return }
            byExpiry.swapAt(parent, least)
            parent = least
        }
    }
}
