import ArgumentParser
import Claims
import Encoding
import Glibc
import Ledger

/// `actect ledger list`
struct LedgerList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List entries.",
        discussion: """
            --json prints one object a line: {"seq", "kind", "wid", "jti", "iss", "recorded"}.

            Exit status: 0, also where nothing matches.
            """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Only the entries of this workflow.", valueName: "id"))
    var wid: String?

    @Option(help: ArgumentHelp("Only the entries with this jti.", valueName: "id"))
    var jti: String?

    @Option(help: ArgumentHelp("Begin at this place.", valueName: "seq"))
    var from: UInt64 = 0

    @Option(help: ArgumentHelp("List at most so many.", valueName: "n"))
    var limit: UInt64?

    func run() throws {
        let log = try ledger.open()
        do throws(LedgerError) {
            var left = limit ?? .max
            var table = Table()
            func show(_ entry: LedgerEntry) {
                left -= 1
                if output.json { return Console.print(entry.summary) }
                table.add(entry.columns)
                if table.count >= Table.page {
                    table.print()
                    table = Table()
                }
            }
            if let jti {
                for entry in try log.entries(jti: ExactString(jti))
                where left > 0 && entry.sequence >= from
                    && (wid.map { entry.name.wid == ExactString($0) } ?? true)
                {
                    show(entry)
                }
            } else {
                var cursor =
                    if let wid {
                        try log.entries(wid: ExactString(wid), from: from)
                    } else {
                        try log.entries(from: from)
                    }
                while left > 0, let entry = try cursor.next() { show(entry) }
            }
            table.print()
        } catch {
            throw error.failure(of: ledger.db)
        }
    }
}

/// `actect ledger get`
struct LedgerGet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print the token at a place, or the tokens with a jti.",
        discussion: """
            A mandate and its record share a jti, so there may be several tokens, one a line. --json prints \
            {"seq", "kind", "wid", "jti", "iss", "recorded", "token"} for each.

            Exit status: 0 found, 1 not there.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Argument(help: "A sequence number, or a jti.")
    var name: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let log = try ledger.open()
        do {
            let found: [LedgerEntry] =
                if let sequence = UInt64(name) {
                    [try log.entry(at: sequence)]
                } else {
                    try log.entries(jti: ExactString(name))
                }
            guard !found.isEmpty else {
                throw CommandFailure(
                    .invalid, "\(ledger.db) has no entry with jti \(Console.safe(ExactString(name)))")
            }
            for entry in found {
                Console.print(String(decoding: output.json ? entry.json : entry.token, as: UTF8.self))
            }
        } catch let error as LedgerError {
            throw error.failure(of: ledger.db)
        }
    }
}

extension LedgerEntry {
    fileprivate var columns: [String] {
        [
            String(sequence), name.kind.label, name.wid.map(Console.safe) ?? "-", Console.safe(name.jti),
            Console.safe(name.iss), NumericDate(clamping: recorded).inUTC,
        ]
    }
}
