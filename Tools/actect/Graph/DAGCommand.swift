import ArgumentParser
import Audit
import DAG
import Encoding

/// `actect dag`
struct DAGCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dag",
        abstract: "Check, draw and follow the graph of records.",
        discussion: """
            The graph is made of the records that verify under --trust; with --unverified, of what tokens say \
            of themselves, which proves nothing.
            """,
        subcommands: [Verify.self, Show.self, TaintCommand.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the graph alone: ids, predecessors, times, cycles, workflows.",
            discussion: """
                --json prints {"verified", "left_out", "verdict", "records", "from_ledger", "invalid": […], \
                "missing": […]}.

                Exit status: 0 complete, 1 invalid (or some token was left out), 2 incomplete, or there is no \
                record.
                """)

        @OptionGroup var source: GraphOptions

        func run() async throws {
            let records = try await source.records()
            if source.output.json {
                var members: [JSONMember] = [
                    JSONMember("verified", .boolean(records.isVerified)),
                    JSONMember("left_out", .integer(Int64(records.refused))),
                ]
                if case .object(let rest) = records.verdict.json(records: records.graph.count, fromLedger: 0)
                {
                    members += rest
                }
                Console.print(.object(members))
            } else {
                printText(records)
            }
            throw ExitCode(records.exitStatus.rawValue)
        }

        private func printText(_ records: GraphRecords) {
            for failure in records.verdict.failures {
                Console.print("\(failure.check.code): \(Console.safe(ExactString("\(failure)")))")
            }
            for absent in records.verdict.missing {
                let names = absent.namedBy.map { Console.safe($0.id) }.joined(separator: ", ")
                Console.print("missing: \(Console.safe(absent.id)), named by \(names)")
            }
            if records.refused > 0 { Console.print("left out: \(records.refused)") }
            let standing = records.isVerified ? "" : ", UNVERIFIED"
            Console.print("graph: \(records.verdict.code), \(records.graph.count) records\(standing)")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw the graph as a tree, or for Graphviz or Mermaid.",
            discussion: """
                In the tree, "↓" goes on a chain, branches fork, and a record with several predecessors is drawn \
                once, below the first of them; the others refer to its number. --json prints {"verified", \
                "verdict", "nodes": [{"jti", "wid", "action", "signer", "level", "time", "pred": […], "missing": \
                […], "check"}]}.

                Exit status: 0 drawn (whatever the verdict), 1 some token was left out.
                """)

        @OptionGroup var source: GraphOptions

        @Option(help: "tree, dot (Graphviz) or mermaid.")
        var format = Format.tree

        enum Format: String, ExpressibleByArgument, CaseIterable { case tree, dot, mermaid }

        func run() async throws {
            let records = try await source.records()
            if source.output.json {
                Console.print(GraphDrawing(records).json)
            } else {
                switch format {
                case .tree: GraphTree(records).print()
                case .dot: Console.print(GraphDrawing(records).dot)
                case .mermaid: Console.print(GraphDrawing(records).mermaid)
                }
            }
            if records.refused > 0 { throw ExitCode(ExitStatus.invalid.rawValue) }
        }
    }

    struct TaintCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "taint",
            abstract: "Say which records failed, were refused or revoked, or build on such a record.",
            discussion: """
                --json prints {"verified", "tainted": [{"jti", "wid", "reason", "of"}]}; "reason" is failed, \
                refused, revoked, missing-predecessor or predecessor.

                Exit status: 0 nothing is tainted, 1 something is (or some token was left out).
                """)

        @OptionGroup var source: GraphOptions

        @Option(parsing: .upToNextOption, help: ArgumentHelp("Ids of withdrawn records.", valueName: "id"))
        var revoked: [String] = []

        func run() async throws {
            let records = try await source.records()
            let taints = records.taints(revoked: revoked.map { ExactString($0) })
            let ordered = taints.sorted { $0.key < $1.key }
            if source.output.json {
                Console.print(
                    [
                        "verified": .boolean(records.isVerified),
                        "tainted": .array(ordered.map { json($0.key, $0.value, records.graph) }),
                    ])
            } else {
                for (vertex, taint) in ordered {
                    let label = records.label(vertex)
                    Console.print(
                        "\(Console.safe(records.graph.key(of: vertex).id))  \(Console.safe(label.action))  "
                            + text(taint, records.graph))
                }
                Console.print("tainted: \(taints.count) of \(records.graph.count) records")
            }
            if !taints.isEmpty || records.refused > 0 { throw ExitCode(ExitStatus.invalid.rawValue) }
        }

        private func text(_ taint: Taint, _ graph: Graph) -> String {
            switch taint {
            case .source(.failed): "failed"
            case .source: "revoked"
            case .refused: "refused"
            case .missingPredecessor(let id): "names \(Console.safe(id)), which is revoked"
            case .predecessor(let vertex): "builds on \(Console.safe(graph.key(of: vertex).id))"
            }
        }

        private func json(_ vertex: Int, _ taint: Taint, _ graph: Graph) -> JSONValue {
            let key = graph.key(of: vertex)
            let (reason, other): (ExactString, ExactString?) =
                switch taint {
                case .source(.failed): ("failed", nil)
                case .source: ("revoked", nil)
                case .refused: ("refused", nil)
                case .missingPredecessor(let id): ("missing-predecessor", id)
                case .predecessor(let source): ("predecessor", graph.key(of: source).id)
                }
            return [
                "jti": .string(key.id), "wid": key.scope.map(JSONValue.string) ?? .null,
                "reason": .string(reason), "of": other.map(JSONValue.string) ?? .null,
            ]
        }
    }
}
