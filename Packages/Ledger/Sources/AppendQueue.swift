import Dispatch
import Foundation

/// Group commit: what is appended while one transaction waits for the disk goes into the next one together.
package final class AppendQueue<Entry: Sendable, Outcome: Sendable>: @unchecked Sendable {
    private typealias Waiter = CheckedContinuation<Result<Outcome, LedgerError>, Never>

    /// The most entries of one transaction, so that no waiter waits for an endless one.
    private let largestGroup: Int

    /// How many microseconds are waited for company, where the last transaction had some: entries that come
    /// one after another wait for nothing, and many at once cost fewer waits for the disk.
    private let gathering: UInt32

    private let lock = NSLock()
    private var waiting: [(entry: Entry, waiter: Waiter)] = []
    private var draining = false
    private let thread: DispatchQueue

    package init(label: String, largestGroup: Int = 4096, gathering: UInt32 = 0) {
        self.largestGroup = largestGroup
        self.gathering = gathering
        thread = DispatchQueue(label: label)
    }

    /// Enqueues an entry and suspends until its transaction is durable.
    ///
    /// - Parameter commit: makes one transaction of entries and gives, in their order, what became of each.
    package func append(
        _ entry: Entry, commit: @escaping @Sendable ([Entry]) throws(LedgerError) -> [Outcome]
    ) async throws(LedgerError) -> Outcome {
        let result = await withCheckedContinuation { (waiter: Waiter) in
            let first = lock.withLock {
                waiting.append((entry, waiter))
                defer { draining = true }
                return !draining
            }
            if first {
                thread.async { self.drain(commit) }
            }
        }
        return try result.get()
    }

    /// How many entries wait for a transaction to begin.
    package var count: Int { lock.withLock { waiting.count } }

    private func drain(_ commit: ([Entry]) throws(LedgerError) -> [Outcome]) {
        while let group = nextGroup() {
            do {
                let outcomes = try commit(group.map(\.entry))
                for (outcome, member) in zip(outcomes, group) {
                    member.waiter.resume(returning: .success(outcome))
                }
            } catch {
                for member in group {
                    member.waiter.resume(returning: .failure(error))
                }
            }
            if gathering > 0, group.count > 1 { usleep(gathering) }
        }
    }

    private func nextGroup() -> [(entry: Entry, waiter: Waiter)]? {
        lock.withLock {
            guard !waiting.isEmpty else {
                draining = false
                return nil
            }
            let group = Array(waiting.prefix(largestGroup))
            waiting.removeFirst(group.count)
            return group
        }
    }
}
