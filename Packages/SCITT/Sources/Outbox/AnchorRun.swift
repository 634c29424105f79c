public import Claims
public import Encoding
import HTTPTransport
public import Signing

/// Carries the statements of an outbox to their services and their receipts back.
///
/// ```swift
/// let run = AnchorRun(outbox: outbox, clients: ["https://ts.example": client]) { now in
///     TransparencyPolicy(services: trusted, now: now)
/// }
/// try await run.run(until: clock.now + 60_000)
/// ```
public struct AnchorRun: Sendable {
    /// The statements.
    public let outbox: Outbox
    private let clients: [ExactString: TransparencyClient]
    private let policy: @Sendable (NumericDate) -> TransparencyPolicy
    private let clock: any AnchorClock
    private let random: any RandomSource
    private let schedule: RetrySchedule
    private let concurrency: Int
    private let receiptRefused: @Sendable (OutboxEntry, SCITTError) -> Void

    /// A run.
    ///
    /// - Parameters:
    ///   - clients: by service, as the `iss` of its receipts has it.
    ///   - concurrency: the most entries in the air at once.
    ///   - receiptRefused: told when a service gave a receipt that does not verify; the entry stays open, since
    ///     another key may be pinned later.
    ///   - policy: whose receipts count, at a time.
    public init(
        outbox: Outbox, clients: [ExactString: TransparencyClient],
        clock: any AnchorClock = SystemAnchorClock(), random: any RandomSource = SystemRandom(),
        schedule: RetrySchedule = RetrySchedule(), concurrency: Int = 16,
        receiptRefused: @escaping @Sendable (OutboxEntry, SCITTError) -> Void = { _, _ in },
        policy: @escaping @Sendable (NumericDate) -> TransparencyPolicy
    ) {
        self.outbox = outbox
        self.clients = clients
        self.policy = policy
        self.clock = clock
        self.random = random
        self.schedule = schedule
        self.concurrency = max(1, concurrency)
        self.receiptRefused = receiptRefused
    }

    /// Works until nothing is open, or the time is over, or the task is cancelled.
    ///
    /// - Parameter deadline: milliseconds since 1970-01-01T00:00:00Z; nil for no end.
    /// - Returns: what is in the outbox then.
    /// - Throws: errors of the outbox itself; what services do wrong is noted at the entries. `splitView` comes
    ///   after everything that concerns other services has been done.
    public func run(until deadline: Int64? = nil) async throws(OutboxError) -> OutboxSummary {
        while !Task.isCancelled {
            try await round()
            guard let next = try outbox.nextDue(of: Array(clients.keys)) else { break }
            let now = clock.now
            if let deadline, now >= deadline || next > deadline { break }
            guard next > now else { continue }
            do { try await clock.sleep(milliseconds: next - now) } catch { break }
        }
        if let alarm = try outbox.openSplitViews().first { throw .splitView(alarm.service) }
        return try outbox.summary()
    }

    /// Does once what is due now, several entries at once, and looks at the services' trees.
    ///
    /// - Returns: how many entries were due.
    @discardableResult
    public func round() async throws(OutboxError) -> Int {
        let entries = try outbox.due(at: clock.now, of: Array(clients.keys), limit: concurrency * 4)
        let failure = await withTaskGroup(of: OutboxError?.self) { group in
            var failure: OutboxError?
            var running = 0
            for entry in entries {
                if running == concurrency {
                    let outcome = await group.next() ?? nil
                    failure = failure ?? outcome
                    running -= 1
                }
                group.addTask { await attempt(entry) }
                running += 1
            }
            for await outcome in group { failure = failure ?? outcome }
            return failure
        }
        if let failure { throw failure }
        for service in Set(entries.map(\.service)) { try await compareTrees(of: service) }
        return entries.count
    }

    // MARK: - One entry

    /// Tries an entry; an error that concerns the outbox as a whole.
    private func attempt(_ entry: OutboxEntry) async -> OutboxError? {
        do throws(OutboxError) {
            try await step(entry)
            return nil
        } catch {
            // The alarm is in the file, and stops the service from there.
            if case .splitView = error { return nil }
            return error
        }
    }

    private func step(_ entry: OutboxEntry) async throws(OutboxError) {
        guard let client = clients[entry.service] else { return }
        let status: RegistrationStatus
        do throws(TransparencyClientError) {
            outbox.probe("before request")
            switch entry.state {
            case .queued: status = try await client.register(entry.statement)
            case .sent(let place): status = try await client.status(at: place)
            case .anchored, .refused: return
            }
            outbox.probe("after request")
        } catch {
            // A cancelled task has tried nothing.
            if case .transport(.cancelled) = error { return }
            return try putOff(entry, error.description, error.retryAfter)
        }
        try note(status, of: entry)
    }

    private func note(_ status: RegistrationStatus, of entry: OutboxEntry) throws(OutboxError) {
        switch status {
        case .running(let place, let retryAfter):
            var attempts = 0
            if case .sent = entry.state { attempts = entry.attempts + 1 }
            // A place that is known to be ready is asked at once, but no service can make this a race.
            let isReady = retryAfter == 0 && entry.state != .sent(at: place) && attempts < 4
            let delay = schedule.delay(afterAttempts: attempts, retryAfter: retryAfter, random: random)
            try outbox.sent(entry, at: place, attempts: attempts, due: clock.now + (isReady ? 0 : delay))
        case .refused(let problem):
            try outbox.refused(entry, reason: problem.description)
        case .unknown(let problem):
            let failure = "the service does not know the registration\(problem.map { ": \($0)" } ?? "")"
            // Nothing else would make it cost the service anything to forget again and again.
            let delay = schedule.delay(afterAttempts: .max, retryAfter: nil, random: random)
            try outbox.forgotten(entry, failure: failure, due: clock.now + delay)
        case .receipts(let receipts, _):
            try verify(receipts, of: entry)
        }
    }

    /// Only a receipt that verifies, by the service that was asked, anchors an entry.
    private func verify(_ receipts: [[UInt8]], of entry: OutboxEntry) throws(OutboxError) {
        let policy = policy(NumericDate(clamping: clock.now / 1000))
        var verified: VerifiedReceipt?
        var failure: SCITTError?
        for octets in receipts.prefix(16) {
            do throws(SCITTError) {
                let receipt = try policy.verify(Receipt(parsing: octets), for: entry.statement)
                guard receipt.service == entry.service else { throw .serviceUnknown(receipt.service) }
                verified = receipt
                break
            } catch {
                failure = error
            }
        }
        guard let verified else {
            if let failure { receiptRefused(entry, failure) }
            return try putOff(entry, failure?.description ?? "the service gave no receipt", nil)
        }
        try outbox.anchored(entry, verified, now: clock.now)
    }

    private func putOff(
        _ entry: OutboxEntry, _ failure: String, _ retryAfter: Int64?
    ) throws(OutboxError) {
        try outbox.putOff(entry, failure: failure, due: due(entry, retryAfter))
    }

    private func due(_ entry: OutboxEntry, _ retryAfter: Int64?) -> Int64 {
        let delay = schedule.delay(
            afterAttempts: entry.attempts + 1, retryAfter: retryAfter, random: random)
        return clock.now + delay
    }

    // MARK: - Trees

    /// Asks the service to show that each root extends the one before it.
    private func compareTrees(of service: ExactString) async throws(OutboxError) {
        guard let client = clients[service] else { return }
        let roots = try outbox.roots(of: service, limit: 64)
        for (older, newer) in zip(roots, roots.dropFirst()) {
            // Not offered, or not now: the roots stay, and are compared when there is a proof.
            guard let proof = try? await client.consistency(from: older.size, to: newer.size) else { return }
            do throws(OutboxError) {
                try outbox.advance(service, from: older, to: newer, proof: proof, now: clock.now)
            } catch {
                if case .splitView = error { return }
                throw error
            }
        }
    }
}
