import Dispatch
import Foundation

/// Group commit: what is appended while one transaction waits for the disk goes into the next one together.
final class AppendQueue: @unchecked Sendable {
    typealias Waiter = CheckedContinuation<Result<UInt64, LedgerError>, Never>

    /// The most entries of one transaction, so that no waiter waits for an endless one.
    static let largestGroup = 4096

    private let lock = NSLock()
    private var waiting: [(entry: NewEntry, waiter: Waiter)] = []
    private var draining = false
    private let thread = DispatchQueue(label: "ledger.append")

    /// Enqueues an entry and suspends until its transaction is durable.
    func append(
        _ entry: NewEntry,
        commit: @escaping @Sendable ([NewEntry]) throws(LedgerError) -> [AppendOutcome]
    ) async throws(LedgerError) -> UInt64 {
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

    private func drain(_ commit: ([NewEntry]) throws(LedgerError) -> [AppendOutcome]) {
        while let group = nextGroup() {
            do {
                let outcomes = try commit(group.map(\.entry))
                for (outcome, member) in zip(outcomes, group) {
                    member.waiter.resume(
                        returning: Result { () throws(LedgerError) in try outcome.get() })
                }
            } catch {
                for member in group {
                    member.waiter.resume(returning: .failure(error))
                }
            }
        }
    }

    private func nextGroup() -> [(entry: NewEntry, waiter: Waiter)]? {
        lock.withLock {
            guard !waiting.isEmpty else {
                draining = false
                return nil
            }
            let group = Array(waiting.prefix(Self.largestGroup))
            waiting.removeFirst(group.count)
            return group
        }
    }
}
