import ACT
import ArgumentParser
import Claims
import Encoding

/// `actect record`
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Turn a mandate into the ACT record of its task; prints the token.",
        discussion: """
            The key is one of the mandate's agent. What the mandate does not allow is refused here, as a \
            verifier would refuse it.
            """)

    @OptionGroup var key: KeyOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var content: ContentOptions

    @Option(help: ArgumentHelp("The mandate.", valueName: "file"))
    var mandate: String

    @Option(help: ArgumentHelp("A file with the mandate's ancestors, one a line.", valueName: "file"))
    var ancestors: String?

    @Option(help: "completed, failed or partial.")
    var status = Status.completed

    @Option(help: "What went wrong: a code of up to 128 octets. Needed with --status failed.")
    var errCode: String?

    @Option(help: "What went wrong, in words.")
    var errDetail: String?

    @Option(help: ArgumentHelp("An approval token for the action.", valueName: "file"))
    var approval: String?

    enum Status: String, ExpressibleByArgument, CaseIterable { case completed, failed, partial }

    func run() throws {
        let now = try time.present()
        let mandate = try Mandates.verified(mandate, ancestors: ancestors, trust: trust, now: now)
        let record = RecordClaims(
            action: try Value.action(content.action, "--action"),
            predecessors: try content.predecessors(of: mandate.claims.identifier), executedAt: now,
            outcome: try outcome(), mandateHash: mandate.hash, inputHash: try content.inputHash(),
            outputHash: try content.outputHash())
        try Report.token {
            let token = try ACTIssuer(key: key.privateKey()).record(mandate, record)
            // The record is held against its mandate as an auditor will do it, approval included.
            let verifier = ACTVerifier(
                trust: try trust.store(), policy: ACTPolicy(mode: .audit, now: now, audience: []))
            let ancestors = try ancestors.map(Mandates.tokens) ?? []
            let mandates = MandateSet(verifying: ancestors + [mandate.compact], with: verifier)
            let approvals = try approval.map { [try Files.token($0)] } ?? []
            _ = try verifier.record(Array(token.utf8), mandates: mandates, approvals: approvals)
            return token
        }
    }

    private func outcome() throws(CommandFailure) -> RecordClaims.Outcome {
        let failure = errCode.map {
            RecordClaims.Failure(code: ExactString($0), detail: errDetail.map { ExactString($0) })
        }
        switch (status, failure) {
        case (.completed, nil): return .completed
        case (.completed, _?): throw CommandFailure(.usage, "--err-code does not go with completed")
        case (.failed, let failure?): return .failed(failure)
        case (.failed, nil): throw CommandFailure(.usage, "--status failed needs --err-code")
        case (.partial, let failure): return .partial(failure)
        }
    }
}
