import ArgumentParser
import Audit
import DAG
import Encoding
import Glibc
import Ledger
import Signing

/// Where the graph commands take their records from.
struct GraphOptions: ParsableArguments {
    @Argument(help: "A token set: one compact token a line; - is standard input.")
    var tokens: String

    @Option(help: ArgumentHelp("The trust file: records that don't verify are left out.", valueName: "file"))
    var trust: String?

    @Flag(help: "Verify nothing: show what the tokens say of themselves.")
    var unverified = false

    @OptionGroup var demands: AuditOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard unverified != (trust != nil) else {
            throw ValidationError("give either --trust or --unverified")
        }
    }

    /// Reads the token set.
    func records(revoked: Set<ExactString> = []) async throws(CommandFailure) -> GraphRecords {
        let policy = try demands.policy(at: time, revoked: revoked)
        if let trust {
            let store = try TrustOptions(path: trust).store()
            return try await GraphRecords(
                tokens, Auditor(trust: store, policy: policy), policy.graph)
        }
        Console.error("actect: UNVERIFIED: no signature was checked, anyone may have written these tokens")
        return try GraphRecords(unverified: tokens, policy.graph)
    }
}

extension TrustOptions {
    init(path: String) {
        self.init()
        trust = path
    }
}

/// A graph with what its nodes are called.
struct GraphRecords {
    let graph: Graph
    let verdict: GraphVerdict
    let isVerified: Bool
    /// How many tokens were left out, because they don't verify or can't be read.
    private(set) var refused = 0
    private var labels: [Label] = []
    /// The vertices that are in the graph and refused.
    private var refusedVertices: Set<Int> = []

    /// What a node is called.
    struct Label {
        var action: ExactString
        var signer: ExactString?
        var level: String
        var time: Int64
    }

    /// The records that verify.
    init(_ path: String, _ auditor: Auditor, _ policy: GraphPolicy) async throws(CommandFailure) {
        let report: AuditReport
        do throws(AuditError) {
            var progress = ProgressLine("verified")
            report = try await auditor.audit(
                TokenLines(path: path), workers: Cores.count, progress: { progress.show($0, of: $1) })
            progress.end()
        } catch {
            throw error.failure
        }
        isVerified = true
        for entry in report.entries {
            // What only the graph's checks refuse is part of the graph, and shown with its failure.
            if case .refused(let code, let requirement, let detail) = entry.finding, entry.identifier == nil {
                refused += 1
                let rule = requirement.map { " [\($0)]" } ?? ""
                Console.error(
                    "actect: line \(entry.line) left out: \(code)\(rule): \(Console.safe(ExactString(detail)))"
                )
            }
        }
        let records = report.records ?? GraphBuilder().graph()
        for vertex in 0..<records.count {
            guard case .entry(let index)? = report.origin(of: vertex) else { continue }
            let entry = report.entries[index]
            if entry.finding.isRefused { refusedVertices.insert(vertex) }
            labels.append(
                Label(
                    action: entry.action ?? "", signer: entry.signer, level: entry.level ?? "",
                    time: entry.time ?? 0))
        }
        graph = records
        verdict = report.graph
    }

    /// The records as they describe themselves.
    init(unverified path: String, _ policy: GraphPolicy) throws(CommandFailure) {
        isVerified = false
        var builder = GraphBuilder()
        var seen: Set<Digest32> = []
        do throws(AuditError) {
            var lines = try TokenLines(path: path)
            while true {
                let piece = try lines.next(1024)
                if piece.isEmpty { break }
                for line in piece where seen.insert(SHA256.digest(line.token)).inserted {
                    guard let record = UnverifiedRecord(parsing: line.token) else {
                        if TokenName(parsing: line.token)?.kind == .actMandate { continue }
                        refused += 1
                        Console.error("actect: line \(line.number) left out: it can't be read as a record")
                        continue
                    }
                    do { try builder.append(record.node) } catch { throw .graph(error) }
                    labels.append(
                        Label(
                            action: record.action, signer: record.signer,
                            level: record.node.level.map { "L\($0.rawValue)" } ?? "", time: record.node.time))
                }
            }
        } catch {
            throw error.failure
        }
        graph = builder.graph()
        verdict = graph.verdict(policy)
        refusedVertices = Set(verdict.failures.flatMap { graph.vertices(of: $0.node) })
    }

    /// What must not be relied on, and why.
    func taints(revoked: [ExactString] = []) -> [Int: Taint] {
        graph.taint(revoked: revoked, refused: refusedVertices)
    }

    /// What a node is called.
    func label(_ vertex: Int) -> Label { labels[vertex] }

    /// The first check that a node fails, as the verdict has it.
    var failures: [GraphKey: GraphFailure] {
        Dictionary(verdict.failures.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The missing predecessors of each node.
    var missing: [GraphKey: [ExactString]] {
        var missing: [GraphKey: [ExactString]] = [:]
        for absent in verdict.missing {
            for key in absent.namedBy { missing[key, default: []].append(absent.id) }
        }
        return missing
    }

    /// What the program ends with: what was left out makes the whole invalid.
    var exitStatus: ExitStatus {
        if refused > 0 { return .invalid }
        return switch verdict {
        case .complete: graph.count == 0 ? .incomplete : .good
        case .incomplete: .incomplete
        case .invalid: .invalid
        }
    }
}
