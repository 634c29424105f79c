import ArgumentParser

/// The command line of ACT and ECT.
@main
struct Actect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actect",
        abstract: "Accountability of AI agents: signed mandates, execution records, and their audit.",
        discussion: """
            A mandate (ACT) says who may do what. A record (ACT or ECT) says what was done, and after what: \
            records name their predecessors, so that a workflow is a graph. An audit verifies every token, \
            checks the graph, and keeps what verified in a tamper-evident ledger.

            First steps:
              actect demo                          run a whole workflow, and attack it
              actect key new --alg ES256 --kid k1 --out me.jwk
              actect import otlp trace.json --out tokens.txt --keys keys --trust trust.json
              actect audit tokens.txt --trust trust.json --ledger ledger.db

            Token sets are text files with one compact token a line; "-" is standard input.

            Exit status: 0 good; 1 something is invalid; 2 something is missing (incomplete); 64 and above as \
            in sysexits.h: 64 usage, 65 malformed data, 66 no input, 70 internal, 73 can't create, 74 input \
            or output failed.
            """,
        version: "0.1.0",
        subcommands: [DemoCommand.self],
        groupedSubcommands: [
            CommandGroup(name: "Keys and trust", subcommands: [KeyCommand.self, TrustCommand.self]),
            CommandGroup(
                name: "Tokens",
                subcommands: [
                    MandateCommand.self, RecordCommand.self, ECTCommand.self, VerifyCommand.self,
                    InspectCommand.self, ImportCommand.self,
                ]),
            CommandGroup(
                name: "Workflows",
                subcommands: gateway + [AuditCommand.self, DAGCommand.self, LedgerCommand.self]),
            CommandGroup(
                name: "Anchoring",
                subcommands: services + [AnchorCommand.self, ReceiptCommand.self, BundleCommand.self]),
            CommandGroup(name: "Messages", subcommands: [HTTPCommand.self]),
            CommandGroup(name: "Machines", subcommands: [TesteeCommand.self]),
        ])

    /// What the trait `Service` adds.
    private static var services: [any ParsableCommand.Type] {
        #if Service
            [ServeCommand.self]
        #else
            []
        #endif
    }

    private static var gateway: [any ParsableCommand.Type] {
        #if Service
            [GatewayCommand.self]
        #else
            []
        #endif
    }

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            failure.report()
        } catch {
            exit(withError: error)
        }
    }
}
