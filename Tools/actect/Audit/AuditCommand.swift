import ArgumentParser
import Audit
import Claims
import Encoding
import Glibc
import Ledger
import Report
import Signing
import Trust

/// `actect audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Verify every token, check the graph, keep what verified, give one verdict.",
        discussion: """
            Every token is verified as of its own time; mandates in the set are at hand for its records. Then \
            the graph of all records is checked, together with what the ledger holds of the same workflows \
            from earlier audits, so that a workflow can be audited in parts. Records that were found in the \
            ledger are not verified again: "actect ledger verify" says whether the ledger is intact.

            Sets of up to --max-listed tokens are listed whole; of larger ones only what needs attention is \
            listed. --json always has everything, as one object:
              {"verdict", "tokens", "counts": {…}, "tainted",
               "graph": {"verdict", "records", "from_ledger", "invalid": [{"id", "wid", "check", "other", \
            "detail"}], "missing": [{"id", "named_by": […]}]},
               "ledger": {"size", "root"} or null,
               "entries": [{"line", "kind", "jti", "wid", "signer", "action", "level", "time", "finding", \
            "code", "requirement", "detail", "first_line", "seq", "tainted"}]}

            Exit status: 0 complete, 1 invalid, 2 incomplete (a predecessor is not at hand, or the set is \
            empty); 64 and above: the audit could not be carried out.
            """)

    @Argument(help: "A token set: one compact token a line; - is standard input.")
    var tokens: String

    @OptionGroup var trust: TrustOptions
    @OptionGroup var demands: AuditOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp("Keep what verifies in this ledger; made where there is none.", valueName: "db"))
    var ledger: String?

    @Option(
        help: ArgumentHelp("A file with ids of records that were withdrawn, one a line.", valueName: "file"))
    var revoked: String?

    @Option(help: ArgumentHelp("Write the report as an HTML page.", valueName: "file"))
    var report: String?

    @Option(help: ArgumentHelp("The most lines of each list.", valueName: "n"))
    var maxListed = 100

    func validate() throws {
        guard maxListed >= 0 else { throw ValidationError("--max-listed must be 0 or more") }
    }

    func run() async throws {
        if let report {
            try Files.refuse(
                report, "--report", toReplace: [tokens, trust.trust] + [ledger, revoked].compactMap(\.self))
        }
        let found = try await audit()
        if let report { try writePage(found, to: report) }
        if output.json {
            AuditJSON(found).print()
        } else {
            AuditText(found, maxListed: maxListed).print()
        }
        throw ExitCode(found.exitStatus.rawValue)
    }

    private func audit() async throws(CommandFailure) -> AuditReport {
        let revoked = try self.revoked.map { path throws(CommandFailure) in try Self.identifiers(path) } ?? []
        let policy = try demands.policy(at: time, revoked: revoked)
        let store = try trust.store()
        do throws(AuditError) {
            let lines = try TokenLines(path: tokens)
            let ledger = try self.ledger.map { path throws(AuditError) -> Ledger in
                do throws(LedgerError) { return try Ledger.open(path) } catch { throw .ledger(error) }
            }
            var progress = ProgressLine("verified")
            let report = try await Auditor(trust: store, policy: policy, ledger: ledger).audit(
                lines, workers: Cores.count, progress: { progress.show($0, of: $1) })
            progress.end()
            return report
        } catch {
            throw error.failure
        }
    }

    /// The ids of a file: one a line, blank lines skipped.
    static func identifiers(_ path: String) throws(CommandFailure) -> Set<ExactString> {
        guard let text = String(validating: try Files.read(path), as: UTF8.self) else {
            throw CommandFailure(.malformedData, "\(path) is not UTF-8")
        }
        // No id has white space in it.
        return Set(text.split(whereSeparator: \.isWhitespace).map { ExactString(String($0)) })
    }

    private func writePage(_ found: AuditReport, to path: String) throws(CommandFailure) {
        let policyHash = Hexadecimal.encode(try trust.file().policyHash.octets)
        let page = AuditPage(
            found,
            facts: [
                AuditPage.Fact("Token set", tokens == "-" ? "standard input" : tokens),
                AuditPage.Fact("Trust file", "\(trust.trust), policy hash \(policyHash)"),
                AuditPage.Fact("Judged as of", time: try time.present().seconds),
            ])
        try Files.write(page.encode(), to: path)
    }
}

extension AuditReport {
    /// What the program ends with after such an audit.
    var exitStatus: ExitStatus {
        switch verdict {
        case .complete: .good
        case .incomplete: .incomplete
        case .invalid: .invalid
        }
    }
}
