import Foundation

/// The program: `bench [name…] [--json] [--quick] [--list]`.
@main
enum Bench {
    /// The subjects, in the order in which they run.
    static let subjects: [any Subject.Type] = [
        WholeToken.self, JWSOnly.self, TokenSigning.self, Allocations.self, BulkVerification.self,
        MillionNodes.self,
        LedgerAppends.self, LedgerCheck.self, AuditRecords.self, ReceiptVerification.self, LogGrowth.self,
        Registrations.self, BatchAnchoring.self, SignedRequests.self, GatewayCalls.self, Peers.self,
    ]

    static func main() async {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == MillionNodes.childArgument {
            MillionNodes.runAsChild(arguments.dropFirst().map { $0 })
            return
        }
        func flag(_ name: String) -> Bool {
            defer { arguments.removeAll { $0 == name } }
            return arguments.contains(name)
        }
        let writesJSON = flag("--json")
        let scale = flag("--quick") ? Scale.quick : .full
        if flag("--list") {
            for subject in subjects { print("\(Report.padded(subject.name, 14)) \(subject.summary)") }
            return
        }
        if let unknown = arguments.first(where: { name in !subjects.contains { $0.name == name } }) {
            FileHandle.standardError.write(Data("bench: there is no '\(unknown)'; --list names all\n".utf8))
            exit(64)
        }
        let report = Report(writesJSON: writesJSON)
        report.machine()
        for subject in subjects where arguments.isEmpty || arguments.contains(subject.name) {
            report.begin(subject)
            do {
                try await subject.run(report, scale)
            } catch {
                FileHandle.standardError.write(Data("bench: \(subject.name): \(error)\n".utf8))
                exit(1)
            }
        }
        report.end()
    }
}

/// One thing that is measured.
protocol Subject: SendableMetatype {
    /// What it is called on the command line.
    static var name: String { get }
    /// One line on what it measures.
    static var summary: String { get }
    static func run(_ report: Report, _ scale: Scale) async throws
}

/// How much is measured.
struct Scale {
    /// Rounds of a paired run.
    var rounds: Int
    /// Calls of each side in a round.
    var calls: Int
    /// Records of an audit, nodes of a graph, rows of a ledger.
    var records: Int
    var nodes: Int
    var rows: Int
    /// Sessions of each peer.
    var sessions: Int
    /// Registrations of a load, entries of a log and records of a batch.
    var registrations: Int
    var entries: Int
    var batch: Int
    /// Calls of a round, directly and through the gateway.
    var gatewayCalls: Int

    static let full = Scale(
        rounds: 31, calls: 200, records: 100_000, nodes: 1_000_000, rows: 65_536, sessions: 5,
        registrations: 20_000, entries: 1_000_000, batch: 1_000_000,
        gatewayCalls: 2_000)
    /// To see that everything runs.
    static let quick = Scale(
        rounds: 7, calls: 50, records: 5_000, nodes: 50_000, rows: 8_192, sessions: 1, registrations: 2_000,
        entries: 10_000, batch: 20_000, gatewayCalls: 200)
}

/// A measurement that can't be made.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
