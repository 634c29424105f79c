import ArgumentParser
import Audit
import Claims
import DAG
import ECT
import Encoding
import Glibc

/// What is demanded of tokens that are judged after the fact; the same for every command that does so.
struct AuditOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An identifier of the auditor, to be found in aud; may be given several times. Not looked at without.",
            valueName: "id"))
    var audience: [String] = []

    @Option(help: ArgumentHelp("The lowest level of an ECT: L1, L2 or L3.", valueName: "level"))
    var minimumLevel = "L2"

    @Option(
        help: ArgumentHelp(
            "The lowest effective level of a record, its own or that of the weakest that it follows from.",
            valueName: "level"))
    var minimumEffectiveLevel: String?

    @Flag(help: "Refuse records whose predecessors are not all at hand.")
    var requireComplete = false

    @Option(help: "Refuse records that are not shown to be authorized.")
    var require: VerifyCommand.Requirement?

    @Option(
        help: ArgumentHelp(
            "Who may issue root mandates; may be given several times. Every trusted party without.",
            valueName: "id"))
    var rootIssuer: [String] = []

    @Option(help: ArgumentHelp("A file with approval tokens, one a line.", valueName: "file"))
    var approvals: String?

    @Flag(name: .customLong("draft-00"), help: "Read the claim names of revision -00 too.")
    var draft00 = false

    @Flag(help: "Allow records to name predecessors in other workflows.")
    var linksAcrossWorkflows = false

    func policy(at time: TimeOptions, revoked: Set<ExactString> = []) throws(CommandFailure) -> AuditPolicy {
        var policy = AuditPolicy(now: try time.present())
        for name in audience { policy.audience.insert(try Value.identifier(name, "--audience")) }
        guard let level = AssuranceLevel(minimumLevel) else {
            throw CommandFailure(.usage, "--minimum-level must be L1, L2 or L3")
        }
        policy.minimumLevel = level
        if let name = minimumEffectiveLevel {
            guard let level = AssuranceLevel(name) else {
                throw CommandFailure(.usage, "--minimum-effective-level must be L1, L2 or L3")
            }
            policy.minimumEffectiveLevel = level
        }
        policy.requiresComplete = requireComplete
        policy.requiresAuthorized = require != nil
        policy.readsDraft00 = draft00
        if !rootIssuer.isEmpty {
            var issuers: Set<ExactString> = []
            for name in rootIssuer { issuers.insert(try Value.identifier(name, "--root-issuer")) }
            policy.rootIssuers = issuers
        }
        policy.graph = GraphPolicy(linksAcrossWorkflows: linksAcrossWorkflows)
        policy.revoked = revoked
        policy.approvals =
            try approvals.map { path throws(CommandFailure) in try Mandates.tokens(path) } ?? []
        return policy
    }
}

/// How many cores there are to verify on.
enum Cores {
    static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension AuditError {
    /// The failure that ends the command.
    var failure: CommandFailure {
        switch self {
        case .unreadable: CommandFailure(.noInput, description)
        case .unspooled: CommandFailure(.inputOutput, description)
        case .ledger(let error): error.failure
        case .graph: CommandFailure(.malformedData, description)
        }
    }
}
