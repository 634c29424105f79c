import ArgumentParser
import Encoding
import SCITT
import Trust

/// What goes on with an outbox needs.
struct AnchorResumption: ParsableArguments {
    @OptionGroup var services: ServiceOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var files: OutboxOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var output: OutputOptions

    /// Sends what is open, and shows what is left; `prepare` comes before.
    func run(_ prepare: (Outbox, [ExactString]) throws(OutboxError) -> Void) async throws {
        let outbox = try files.existing()
        let trust = try trust.file()
        let endpoints = try await services.endpoints(trust: trust, at: self.trust.trust)
        let names = endpoints.map(\.name)
        do throws(OutboxError) { try prepare(outbox, names) } catch { throw error.failure(of: files.path) }
        let outcome = try await AnchorSending(
            outbox: outbox, endpoints: endpoints, trust: trust, demand: services.receipts, wait: waiting,
            isQuiet: output.json
        ).run()
        let state: OutboxState
        do { state = try OutboxState(outbox, maxListed: 20) } catch { throw error.failure(of: files.path) }
        if output.json { Console.print(state.json) } else { state.show(files) }
        if let error = outcome.refusedReceipt {
            let rule = error.requirement.map { " [\($0)]" } ?? ""
            throw CommandFailure(.invalid, "a receipt is refused\(rule): \(error)")
        }
        var status = ExitStatus.good
        if outcome.open > 0 { status = .incomplete }
        do {
            for name in names where try outbox.summary(of: name).refused > 0 { status = .invalid }
        } catch {
            throw error.failure(of: files.path)
        }
        if status != .good { throw ExitCode(status.rawValue) }
    }
}

/// `actect anchor wait`
struct AnchorWait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Send what is still to be sent, and wait for the receipts.",
        discussion: """
            Exit status: 0 everything for these services is anchored, 1 something was refused, 2 receipts are \
            still to come.
            """)

    @OptionGroup var resumption: AnchorResumption

    func run() async throws { try await resumption.run { _, _ in } }
}

/// `actect anchor retry`
struct AnchorRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send again what a service has declined, and everything that is open.",
        discussion: """
            For when the reason is gone: for example, the service trusts the key that signs the statements \
            now. Exit status: as of "anchor wait".
            """)

    @OptionGroup var resumption: AnchorResumption

    func run() async throws {
        try await resumption.run { (outbox, services) throws(OutboxError) in
            for service in services { try outbox.retryRefused(by: service, now: SystemAnchorClock().now) }
        }
    }
}
