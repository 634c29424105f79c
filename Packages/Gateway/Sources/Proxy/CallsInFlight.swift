import Foundation

/// The calls that were passed on and not recorded yet. Each runs by itself, whatever becomes of its client.
final class CallsInFlight: @unchecked Sendable {
    private let limit: Int
    private let lock = NSLock()
    private var tasks: [UInt64: Task<Void, Never>] = [:]
    private var reserved = 0
    private var next: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    /// How many there are, those included that are about to start.
    var count: Int { lock.withLock { reserved } }

    /// Takes a place; false where there is none.
    func reserve() -> Bool {
        lock.withLock {
            guard reserved < limit else { return false }
            reserved += 1
            return true
        }
    }

    /// Gives a place back that no call was started in.
    func release() { lock.withLock { reserved -= 1 } }

    /// Starts a call in a place that was taken.
    func start(_ call: @escaping @Sendable () async -> Void) {
        lock.withLock {
            next += 1
            let number = next
            tasks[number] = Task {
                await call()
                self.end(number)
            }
        }
    }

    private func end(_ number: UInt64) {
        lock.withLock {
            tasks[number] = nil
            reserved -= 1
        }
    }

    /// Ends the exchanges of the calls that are left, which records them as they are, and waits for that.
    func endAll() async {
        let left = lock.withLock { Array(tasks.values) }
        for task in left { task.cancel() }
        for task in left { await task.value }
    }
}
