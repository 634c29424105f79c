import ECT
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

            A record that is anchored (receipts in the outbox beside the ledger) or covered by a signed \
            --checkpoint of the ledger is at level L3; both are verified, and the report says by what.

            Sets of up to --max-listed tokens are listed whole; of larger ones only what needs attention is \
            listed. --json always has everything, as one object:
              {"verdict", "tokens", "counts": {…}, "tainted",
               "graph": {"verdict", "records", "from_ledger", "invalid": [{"id", "wid", "check", "other", \
            "detail"}], "missing": [{"id", "named_by": […]}]},
               "ledger": {"size", "root"} or null,
               "entries": [{"line", "kind", "jti", "wid", "signer", "action", "level", "time", "finding", \
            "code", "requirement", "detail", "first_line", "seq", "tainted", "evidence": {"receipts", "checkpoint", \
            "anchoring", "anchoring_detail"}}]}

            Exit status: 0 complete, 1 invalid, 2 incomplete (a predecessor is not at hand, or the set is \
            empty); 64 and above: the audit could not be carried out.
            """)

    @Argument(help: "A token set: one compact token a line; - is standard input.")
    var tokens: String

    @OptionGroup var trust: TrustOptions
    @OptionGroup var demands: AuditOptions
    @OptionGroup var evidence: EvidenceOptions
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
        if evidence.checkpoint != nil, ledger == nil {
            throw ValidationError("--checkpoint needs --ledger, the ledger that it is of")
        }
    }

    func run() async throws {
        if let report {
            try Files.refuse(
                report, "--report",
                toReplace: [tokens, trust.trust]
                    + [ledger, revoked, evidence.outbox, evidence.checkpoint].compactMap(\.self))
        }
        let (found, shown) = try await audit()
        if let report { try writePage(found, to: report) }
        if output.json {
            AuditJSON(found, shown).print()
        } else {
            AuditText(found, shown, maxListed: maxListed).print()
        }
        throw ExitCode(found.exitStatus.rawValue)
    }

    private func audit() async throws -> (AuditReport, LevelEvidence) {
        let revoked = try self.revoked.map(Self.identifiers) ?? []
        var policy = try demands.policy(at: time, revoked: revoked)
        let minimum = policy.minimumLevel
        // What is L2 by its envelope can be L3 by its evidence: the minimum is applied when both are known.
        policy.minimumLevel = min(minimum, .level2)
        let minimumEffective = policy.minimumEffectiveLevel
        policy.minimumEffectiveLevel = nil
        let file = try trust.file()
        do {
            var lines = try TokenLines(path: tokens)
            var evidence = try LevelEvidence(
                for: &lines, outbox: EvidenceOptions.path(self.evidence.outbox, besides: self.ledger),
                demand: self.evidence.receipts, checkpoint: self.evidence.verifiedCheckpoint(), trust: file,
                now: policy.now)
            let ledger = try self.ledger.map { try Ledger.open($0) }
            var progress = ProgressLine("verified")
            var report = try await Auditor(trust: TrustStore(file), policy: policy, ledger: ledger).audit(
                lines, workers: Cores.count, progress: { progress.show($0, of: $1) })
            progress.end()
            if let ledger { try evidence.compare(with: ledger, self.ledger ?? "the ledger") }
            evidence.raise(&report, minimum: minimum)
            if let minimumEffective { report.demand(effective: minimumEffective) }
            return (report, evidence)
        } catch AuditError.ledger(let error) {
            throw error.failure(of: self.ledger ?? "the ledger")
        } catch let error as AuditError {
            throw error.failure
        } catch let error as LedgerError {
            throw error.failure(of: self.ledger ?? "the ledger")
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
