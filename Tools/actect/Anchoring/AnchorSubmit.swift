import ArgumentParser
import Audit
import Encoding
import Ledger
import SCITT
import Trust

/// `actect anchor submit`
struct AnchorSubmit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Verify tokens, keep them in the ledger, and anchor them.",
        discussion: """
            Every token is verified first, as "actect ledger append" does; those that are refused are named, \
            and the others are anchored. What is anchored already is left as it is. --json prints one object a \
            record: {"line", "jti", "seq", "state": "anchored", "pending", "refused" or "declined", "detail"}; \
            one a refused token: {"line", "code", "requirement", "detail"}; and at the end \
            {"records", "anchored", "pending", "declined", "refused", "statements"}.
            """)

    @Argument(help: "A token set: one compact token a line; - is standard input.")
    var tokens: String

    @OptionGroup var services: ServiceOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var files: OutboxOptions
    @OptionGroup var party: AnchoringPartyOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var demands: AuditOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "One statement about all records, up to 2^20 each, instead of one about each.")
    var batch = false

    @Flag(
        help: "Put the tokens themselves into the statements; otherwise only their hashes leave this machine."
    )
    var full = false

    func validate() throws {
        if batch, full { throw ValidationError("--batch and --full exclude each other") }
        if services.service.count > 32 { throw ValidationError("--service: 32 at most") }
    }

    func run() async throws {
        try Files.refuse(
            files.path, "--outbox",
            toReplace: [tokens, trust.trust, files.ledger] + [party.key].compactMap(\.self))
        // Before anything is made.
        var lines = try VerifyCommand.opened(tokens)
        do {
            if !lines.isSeekable { try lines.spool() }
            guard try !lines.next(1).isEmpty else {
                throw CommandFailure(.malformedData, "\(tokens) has no tokens")
            }
            try lines.rewind()
        } catch let error as AuditError {
            throw error.failure
        }
        // Its key may be added to the trust file: that comes first.
        let endpoints = try await services.endpoints(trust: trust.file(), at: trust.trust)
        let now = try time.present()
        let issuer = try party.issuer(ledger: files.ledger, trust: trust, now: now)
        let ledger = try Self.ledger(files.ledger)
        let auditor = Auditor(trust: try trust.store(), policy: try demands.policy(at: time))
        do {
            var progress = ProgressLine("verified", isQuiet: output.json)
            let intake = try await AnchorIntake.take(lines, with: auditor, into: ledger) {
                progress.show($0, of: $1)
            }
            progress.end()
            try await anchor(intake, issuer, ledger, endpoints)
        } catch let error as AuditError {
            throw error.failure
        } catch let error as LedgerError {
            throw error.failure(of: files.ledger)
        } catch let error as OutboxError {
            throw error.failure(of: files.path)
        } catch let error as SCITTError {
            throw CommandFailure(.internal, "\(error)")
        }
    }

    private static func ledger(_ path: String) throws(CommandFailure) -> Ledger {
        do { return try Ledger.open(path) } catch { throw error.failure(of: path) }
    }

    private func anchor(
        _ intake: AnchorIntake, _ issuer: StatementIssuer, _ ledger: Ledger,
        _ endpoints: [ServiceOptions.Endpoint]
    ) async throws {
        let outbox = try files.open()
        var index = RecordIndex()
        for record in intake.records { index.insert(record.hashes) }
        let trust = try trust.file()
        let anchors = try verifier(trust, endpoints)
        let queueing = AnchorQueueing(
            issuer: issuer, verifier: anchors.statements, outbox: outbox, ledger: ledger,
            services: endpoints.map(\.name), isFull: full,
            now: SystemAnchorClock().now)
        let statements = try queueing.queue(intake.records, index: index, inBatches: batch)
        let outcome = try await AnchorSending(
            outbox: outbox, endpoints: endpoints, trust: trust, demand: services.receipts, wait: waiting,
            isQuiet: output.json
        ).run()
        let report = try AnchorReport(
            intake, index: index, statements: statements, outbox: outbox,
            verifier: anchors, refusedReceipt: outcome.refusedReceipt)
        report.show(json: output.json, services: endpoints.map(\.name), goOn: goOn)
        if report.status != .good { throw ExitCode(report.status.rawValue) }
    }

    /// What counts: receipts of the services that were named.
    private func verifier(
        _ trust: TrustFile, _ endpoints: [ServiceOptions.Endpoint]
    ) throws(CommandFailure) -> AnchorVerifier {
        let now = try time.present()
        let names = Set(endpoints.map(\.name))
        var policy = TransparencyPolicy(
            services: trust.services.filter { names.contains($0.key) }, now: now)
        policy.demand = services.receipts
        return AnchorVerifier(
            statements: StatementVerifier(trust: TrustStore(trust), time: now), policy: policy)
    }

    /// The command that goes on where this one has stopped.
    private var goOn: String {
        let urls = services.service.map { "--service \($0)" }.joined(separator: " ")
        return "actect anchor wait \(urls) --trust \(trust.trust) --ledger \(files.ledger)"
    }
}
