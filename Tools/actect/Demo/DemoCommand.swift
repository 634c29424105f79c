import ArgumentParser
import Audit
import Claims
import DAG
import Encoding
import Ledger
import Trust

/// `actect demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run a whole workflow across three organizations, audit it, and attack it.",
        discussion: """
            Mandate, delegation, fork, a task that fails and is tried again, an action that is refused, join. \
            The folder then has tokens.txt, trust.json, keys/, ledger.db, the attacked copies under attacks/, \
            and workflow.json, which describes them. Try on them:

              actect inspect FOLDER/tokens.txt
              actect verify FOLDER/attacks/one-octet.txt --trust FOLDER/trust.json

            Exit status: 0 when everything was found as it must be, 1 otherwise.
            """)

    @Argument(help: "The folder to write into.", completion: .directory)
    var folder = "actect-demo"

    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let now = try time.present()
        let workflow = try SampleWorkflow(now: now)
        try workflow.write(to: folder)
        let report = try await audit("tokens.txt", workflow, now, ledger: folder + "/ledger.db")
        show(workflow, report)
        var isAsExpected = report.verdict == .complete
        for attack in try workflow.attacks() {
            let report = try await audit("attacks/\(attack.name).txt", workflow, now, ledger: nil)
            isAsExpected = show(attack, report) && isAsExpected
        }
        if output.json {
            Console.print(["folder": .string(ExactString(folder)), "as_expected": .boolean(isAsExpected)])
        } else {
            Console.print(
                isAsExpected ? "\nEverything was found as it must be." : "\nNot everything was found.")
        }
        if !isAsExpected { throw ExitCode(ExitStatus.invalid.rawValue) }
    }

    private func audit(
        _ file: String, _ workflow: SampleWorkflow, _ now: NumericDate, ledger path: String?
    ) async throws -> AuditReport {
        var policy = AuditPolicy(now: now)
        policy.audience = [SampleParties.auditor]
        policy.rootIssuers = [workflow.parties.clinic.identifier]
        let ledger = try path.map { try Ledger.open($0) }
        let auditor = Auditor(trust: TrustStore(workflow.trust), policy: policy, ledger: ledger)
        return try await auditor.audit(TokenLines(path: "\(folder)/\(file)"), workers: 2)
    }

    // MARK: Showing

    private func show(_ workflow: SampleWorkflow, _ report: AuditReport) {
        if output.json {
            for entry in report.entries {
                Console.print([
                    "token": .string(ExactString(workflow.tokens[entry.line - 1].name)),
                    "finding": .string(ExactString(entry.finding.code)),
                    "tainted": .boolean(entry.isTainted),
                ])
            }
            for refusal in workflow.refusals {
                Console.print([
                    "refused": .string(ExactString(refusal.name)), "code": .string(ExactString(refusal.code)),
                    "requirement": .string(ExactString(refusal.requirement)),
                ])
            }
            return Console.print(["verdict": .string(ExactString(report.verdict.rawValue))])
        }
        Console.print("A clinic, a laboratory and a pharmacy prepare a prescription: \(folder)\n")
        for entry in report.entries {
            let name = workflow.tokens[entry.line - 1].name
            let mark = entry.isTainted ? "  (the task failed)" : ""
            Console.print("  \(name.padded(to: 28)) \(entry.finding.code)\(mark)")
        }
        Console.print("\nNever came to be a record:")
        for refusal in workflow.refusals {
            Console.print("  \(refusal.name)\n    by \(refusal.refusedBy): \(refusal.requirement)")
        }
        Console.print("\nThe set is \(report.verdict.rawValue), and in the ledger. Now the attacks:")
    }

    /// Shows what came of an attack; answers whether it is what must come of it.
    private func show(_ attack: SampleAttack, _ report: AuditReport) -> Bool {
        var codes: [String] = []
        var requirements: [String] = []
        for entry in report.entries {
            guard case .refused(let code, let requirement, _) = entry.finding else { continue }
            codes.append(code)
            requirements.append(requirement ?? code)
        }
        let isAsExpected =
            report.verdict.rawValue == attack.verdict && attack.codes.allSatisfy(codes.contains)
        let missing = report.graph.missing.count
        if output.json {
            Console.print([
                "attack": .string(ExactString(attack.name)),
                "verdict": .string(ExactString(report.verdict.rawValue)),
                "requirements": .array(requirements.map { .string(ExactString($0)) }),
                "missing": .integer(Int64(missing)), "as_expected": .boolean(isAsExpected),
            ])
        } else {
            var found = requirements
            if missing > 0 { found.append("\(missing) predecessor missing") }
            Console.print(
                "  \(attack.summary)\n    \(report.verdict.rawValue): \(found.joined(separator: ", "))")
        }
        return isAsExpected
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - utf8.count))
    }
}
