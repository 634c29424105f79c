import ArgumentParser
import Encoding
import SCITT
import Signing

/// `actect anchor status`
struct AnchorStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how far the statements of an outbox are, without asking any service.",
        discussion: """
            --json prints {"services": [{"service", "queued", "sent", "anchored", "declined", \
            "unjoined_roots"}], "open": [{"statement", "service", "state", "attempts", "detail"}], "alarms": [{"service", "noticed", \
            "acknowledged", "trees": [{"size", "root", "statement", "receipt"}, …]}]}.

            Exit status: 0 everything is anchored, 1 a service has declined something or has signed two trees \
            that exclude each other, 2 receipts are still to come.
            """)

    @OptionGroup var files: OutboxOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The most statements that are listed.", valueName: "n"))
    var maxListed = 20

    func run() throws {
        let outbox = try files.existing()
        let state: OutboxState
        do { state = try OutboxState(outbox, maxListed: max(0, maxListed)) } catch {
            throw error.failure(of: files.path)
        }
        if output.json { Console.print(state.json) } else { state.show(files) }
        if state.status != .good { throw ExitCode(state.status.rawValue) }
    }
}

/// What is in an outbox.
struct OutboxState {
    private let services: [(name: ExactString, summary: OutboxSummary, unjoined: Int)]
    private let total: OutboxSummary
    private let open: [OutboxEntry]
    private let alarms: [SplitView]

    init(_ outbox: Outbox, maxListed: Int) throws(OutboxError) {
        var services: [(ExactString, OutboxSummary, Int)] = []
        for name in try outbox.services() {
            services.append((name, try outbox.summary(of: name), try outbox.unjoinedRoots(of: name)))
        }
        self.services = services
        total = try outbox.summary()
        open = try outbox.unanchored(limit: maxListed)
        alarms = try outbox.splitViews()
    }

    var status: ExitStatus {
        if total.refused > 0 || alarms.contains(where: { !$0.isAcknowledged }) { return .invalid }
        return total.open > 0 ? .incomplete : .good
    }

    func show(_ files: OutboxOptions) {
        for (name, summary, unjoined) in services {
            Console.print(
                "\(Console.safe(name)): \(summary.anchored) statements anchored, \(summary.queued) to be sent, "
                    + "\(summary.sent) waiting for a receipt, \(summary.refused) declined")
            if unjoined > 0 {
                Console.print(
                    "  \(unjoined + 1) of its signed trees are not shown to be one: it has given no consistency proof"
                )
            }
        }
        for entry in open {
            let detail = entry.detail.map { ": \(Console.safe(ExactString($0)))" } ?? ""
            Console.print("  \(entry.digest)  \(entry.stateName)\(detail)")
        }
        let more = total.open + total.refused - open.count
        if more > 0 { Console.print("  … \(more) more (--max-listed)") }
        for alarm in alarms {
            Console.print(alarm.sentence)
            if !alarm.isAcknowledged {
                Console.print(
                    "  Nothing more is sent to it, and its receipts count for nothing. Keep the evidence "
                        + "(--json), ask the service, and then: actect anchor acknowledge \(Console.safe(alarm.service)) --ledger \(files.ledger)"
                )
            }
        }
        if services.isEmpty { Console.print("nothing was put in yet") }
    }

    var json: JSONValue {
        [
            "services": .array(
                services.map { name, summary, unjoined in
                    [
                        "service": .string(name), "queued": .integer(Int64(summary.queued)),
                        "sent": .integer(Int64(summary.sent)),
                        "anchored": .integer(Int64(summary.anchored)),
                        "declined": .integer(Int64(summary.refused)),
                        "unjoined_roots": .integer(Int64(unjoined)),
                    ]
                }),
            "open": .array(
                open.map { entry in
                    [
                        "statement": .string(ExactString(entry.digest.description)),
                        "service": .string(entry.service),
                        "state": .string(ExactString(entry.stateName)),
                        "attempts": .integer(Int64(entry.attempts)),
                        "detail": entry.detail.map { .string(ExactString($0)) } ?? .null,
                    ]
                }),
            "alarms": .array(alarms.map(\.json)),
        ]
    }
}

extension OutboxEntry {
    /// The state's name for people: what a service refused for good is declined, so that it is not taken for
    /// what a verifier refused.
    var stateName: String {
        switch state {
        case .queued: "to be sent"
        case .sent: "sent"
        case .anchored: "anchored"
        case .refused: "declined"
        }
    }

    /// Why it is not further.
    var detail: String? {
        if case .refused(let reason) = state { return reason }
        return lastFailure
    }
}

extension SplitView {
    var sentence: String {
        """
        \(isAcknowledged ? "acknowledged" : "ALARM"): \(Console.safe(service)) has signed two trees that exclude \
        each other: size \(first.size) with root \(first.root), and size \(second.size) with root \(second.root)
        """
    }

    var json: JSONValue {
        [
            "service": .string(service), "noticed": .integer(noticedAt / 1000),
            "acknowledged": .boolean(isAcknowledged),
            "trees": .array(
                [first, second].map { tree in
                    [
                        "size": .integer(Int64(clamping: tree.size)),
                        "root": .string(ExactString(tree.root.description)),
                        "statement": .string(ExactString(Base64URL.encode(tree.statement))),
                        "receipt": .string(ExactString(Base64URL.encode(tree.receipt))),
                    ]
                }),
        ]
    }
}

/// `actect anchor acknowledge`
struct AnchorAcknowledge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge",
        abstract: "Let a service go on that has signed two trees that exclude each other.",
        discussion: """
            Such a service has shown different logs to different people, or has changed its log. Both signed \
            roots stay in the outbox as evidence: "actect anchor status --json" prints them. Acknowledge only \
            what was looked into.
            """)

    @Argument(help: "The name of the service.")
    var service: String

    @OptionGroup var files: OutboxOptions

    func run() throws {
        let outbox = try files.existing()
        let name = ExactString(service)
        do throws(OutboxError) {
            let alarms = try outbox.openSplitViews().filter { $0.service == name }
            guard !alarms.isEmpty else { throw .noSuchEntry }
            try outbox.acknowledge(name)
            for alarm in alarms { Console.print(alarm.sentence) }
            Console.print("Acknowledged: \(Console.safe(name)) is used again.")
        } catch .noSuchEntry {
            throw CommandFailure(.invalid, "\(files.path) has no open alarm about \(name.quoted)")
        } catch {
            throw error.failure(of: files.path)
        }
    }
}
