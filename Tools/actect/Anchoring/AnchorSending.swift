import Signing
import ArgumentParser
import Claims
import Encoding
import Foundation
import SCITT
import Trust

/// How long a command waits for receipts.
struct WaitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How long to wait for receipts.", valueName: "seconds"))
    var wait: Int64 = 60

    @Flag(help: "Send what is to be sent once, and don't wait for receipts that are not there yet.")
    var noWait = false

    func validate() throws {
        guard (0...86_400).contains(wait) else { throw ValidationError("--wait must be 0 to 86400 seconds") }
    }
}

/// Sends what is open to the services, and takes their receipts, until all is there or the time is over.
struct AnchorSending {
    let outbox: Outbox
    let endpoints: [ServiceOptions.Endpoint]
    let trust: TrustFile
    let demand: TransparencyPolicy.Demand
    let wait: WaitOptions
    let isQuiet: Bool

    private var services: [ExactString] { endpoints.map(\.name) }

    /// Receipts that did not verify, by what was wrong.
    private final class Refused: @unchecked Sendable {
        private let lock = NSLock()
        private var byEntry: [OutboxEntry.Name: SCITTError] = [:]

        func note(_ entry: OutboxEntry, _ error: SCITTError) {
            lock.withLock { byEntry[entry.name] = error }
        }

        var first: SCITTError? { lock.withLock { byEntry.values.first } }

        /// How many statements can't get the receipts that are demanded, of so many services, in this run.
        func hopeless(_ demand: TransparencyPolicy.Demand, of services: Int) -> Int {
            let byStatement = lock.withLock { Dictionary(grouping: byEntry.keys, by: \.digest) }
            return demand == .all ? byStatement.count : byStatement.values.count { $0.count >= services }
        }
    }

    /// What came of it.
    struct Outcome {
        /// Statements without the receipts that are demanded.
        let open: Int
        /// A receipt that did not verify, where there was one.
        let refusedReceipt: SCITTError?
    }

    /// Runs; a failure that passes is tried again until the time is over.
    func run() async throws(CommandFailure) -> Outcome {
        let clock = SystemAnchorClock()
        let refused = Refused()
        let pinned = trust.services.filter { services.contains($0.key) }
        let run = AnchorRun(
            outbox: outbox, clients: Dictionary(uniqueKeysWithValues: endpoints.map { ($0.name, $0.client) }),
            clock: clock, schedule: RetrySchedule(first: 500, longest: 10_000),
            receiptRefused: { refused.note($0, $1) },
            policy: { TransparencyPolicy(services: pinned, now: $0) })
        do throws(OutboxError) {
            let start = clock.now
            try outbox.hasten(services, now: start)
            let deadline = start + (wait.noWait ? 0 : wait.wait * 1000)
            let total = try outbox.open(at: services, demand: demand)
            var progress = ProgressLine("receipts", isQuiet: isQuiet)
            defer { progress.end() }
            var hasTold = isQuiet
            while !Task.isCancelled {
                try await run.round()
                let open = try outbox.open(at: services, demand: demand)
                progress.show(max(0, total - open), of: total)
                // A receipt that does not verify with what is pinned now will not in a minute.
                guard open > refused.hopeless(demand, of: services.count),
                    let next = try outbox.nextDue(of: services)
                else { break }
                let now = clock.now
                // Not where the clock was set back: until then nothing is due.
                if next <= min(start, now) { continue }
                if now >= deadline || next > deadline { break }
                if !hasTold, next > now { hasTold = try tell(until: deadline) }
                if next > now { try? await clock.sleep(milliseconds: next - now) }
            }
            try checkTrees()
            return Outcome(
                open: try outbox.open(at: services, demand: demand), refusedReceipt: refused.first)
        } catch {
            throw error.failure(of: "the outbox")
        }
    }

    /// Says once what keeps the command waiting.
    private func tell(until deadline: Int64) throws(OutboxError) -> Bool {
        guard let failure = try outbox.unanchored(limit: 64).compactMap(\.lastFailure).first else {
            return false
        }
        let left = max(0, deadline - SystemAnchorClock().now) / 1000
        Console.error("actect: \(failure); trying again for \(left) s")
        return true
    }

    private func checkTrees() throws(OutboxError) {
        let alarm = try outbox.openSplitViews().first { services.contains($0.service) }
        if let alarm { throw .splitView(alarm.service) }
    }
}

extension OutboxEntry {
    /// What an entry is named by.
    struct Name: Hashable {
        let service: ExactString
        let digest: [UInt8]
    }

    var name: Name { Name(service: service, digest: digest.octets) }
}
