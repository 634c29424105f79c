import DAG
import ArgumentParser
import Audit
import ECT
import Encoding
import SCITT
import Trust

/// A bundle and what is demanded of it.
struct BundleOptions: ParsableArguments {
    @Argument(help: "A bundle; - is standard input.")
    var bundle: String

    @OptionGroup var trust: TrustOptions
    @OptionGroup var demands: AuditOptions
    @OptionGroup var time: TimeOptions

    @Flag(help: "Refuse every token that no verified statement and receipt covers.")
    var requireAnchors = false

    @Option(
        help: ArgumentHelp(
            "any: one pinned service's receipt is enough; all: every pinned service must have given one.",
            valueName: "any|all"), transform: ReceiptDemand.parse)
    var receipts = TransparencyPolicy.Demand.any

    @Option(
        help: ArgumentHelp("A file with ids of records that were withdrawn, one a line.", valueName: "file"))
    var revoked: String?

    @OptionGroup var output: OutputOptions

    func verify() async throws(CommandFailure) -> BundleReport {
        let revoked =
            try self.revoked.map { path throws(CommandFailure) in try AuditCommand.identifiers(path) } ?? []
        let policy = try demands.policy(at: time, revoked: revoked)
        var verifier = BundleVerifier(trust: try trust.file(), policy: policy)
        verifier.requiresAnchors = requireAnchors
        verifier.transparency.demand = receipts
        let opened = try BundleFile.open(bundle)
        do throws(SCITTError) {
            var progress = ProgressLine("verified", isQuiet: output.json)
            let report = try await verifier.verify(opened, workers: Cores.count) { progress.show($0, of: $1) }
            progress.end()
            return report
        } catch {
            throw CommandFailure(.inputOutput, "\(bundle): \(error.shown)")
        }
    }
}

extension BundleReport {
    /// The verdict on everything: on the tokens, their graph, and the bundle itself.
    var completeness: AuditReport.Verdict {
        if verdict == .invalid { return .invalid }
        switch audit.graph {
        case .invalid: return .invalid
        case .incomplete: return .incomplete
        case .complete: return .complete
        }
    }

    /// What the program ends with.
    var exitStatus: ExitStatus {
        switch completeness {
        case .complete: .good
        case .incomplete: .incomplete
        case .invalid: .invalid
        }
    }

    /// How many records are at a level.
    func count(at level: AssuranceLevel) -> Int { elements.count { $0.level == level } }
}

/// `actect bundle verify`
struct BundleVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a bundle with a trust file, and nothing else.",
        discussion: """
            Every token is verified, the graph is checked, every statement and receipt is verified. A record \
            whose statement has a receipt that verifies is at L3; where the receipt is missing or does not \
            verify, the record falls back to L2, and the report says why. With --minimum-level L3 or \
            --require-anchors, it is refused then.

            --json prints one object a token: {"token", "kind", "jti", "wid", "signer", "action", "level", \
            "finding", "code", "requirement", "detail", "anchoring", "statement", "anchoring_detail"}; and at \
            the end {"verdict", "records", "graph": {…}, "tokens", "anchored", "refused", "same_policy", \
            "flaws": […], "statements": [{"ok", "iss", "about", "receipts": […]}]}.

            Exit status: 0 complete, 1 invalid, 2 incomplete (a predecessor is not in the bundle).
            """)

    @OptionGroup var options: BundleOptions

    @Option(help: ArgumentHelp("The most lines of each list.", valueName: "n"))
    var maxListed = 100

    func validate() throws {
        guard maxListed >= 0 else { throw ValidationError("--max-listed must be 0 or more") }
    }

    func run() async throws {
        let report = try await options.verify()
        if options.output.json {
            BundleJSON(report).print()
        } else {
            BundleText(report, maxListed: maxListed).print()
        }
        if report.exitStatus != .good { throw ExitCode(report.exitStatus.rawValue) }
    }
}

/// `actect bundle explain`
struct BundleExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Verify a bundle, and say in sentences what was found.",
        discussion: "Exit status: as of bundle verify. --json prints {\"verdict\", \"sentences\": […]}.")

    @OptionGroup var options: BundleOptions

    @Option(help: ArgumentHelp("The most statements and tokens that are explained.", valueName: "n"))
    var maxListed = 100

    func validate() throws {
        guard maxListed >= 0 else { throw ValidationError("--max-listed must be 0 or more") }
    }

    func run() async throws {
        let report = try await options.verify()
        let lines = report.explain(limit: maxListed)
        if options.output.json {
            Console.print([
                "verdict": .string(ExactString(report.completeness.rawValue)),
                "sentences": .array(lines.map { .string(ExactString($0)) }),
            ])
        } else {
            for line in lines { Console.print(Console.safe(ExactString(line))) }
            Console.print("verdict: \(report.completeness.rawValue)")
        }
        if report.exitStatus != .good { throw ExitCode(report.exitStatus.rawValue) }
    }
}
