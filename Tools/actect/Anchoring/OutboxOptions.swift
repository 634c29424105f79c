import ArgumentParser
import Encoding
import Glibc
import Ledger
import SCITT

/// The ledger of what is anchored, and the outbox beside it.
struct OutboxOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The ledger: an SQLite file.", valueName: "db"))
    var ledger: String

    @Option(
        help: ArgumentHelp(
            "The outbox: an SQLite file; the ledger's name with .outbox behind it where it is not given.",
            valueName: "file"))
    var outbox: String?

    /// The outbox's file.
    var path: String { outbox ?? Self.path(besides: ledger) }

    static func path(besides ledger: String) -> String { ledger + ".outbox" }

    /// Opens the outbox, and makes it where there is none.
    func open() throws(CommandFailure) -> Outbox { try Self.open(path) }

    /// Opens an outbox that must be there.
    func existing() throws(CommandFailure) -> Outbox {
        guard access(path, F_OK) == 0 else {
            throw CommandFailure(
                .noInput,
                "\(path) is not there: nothing was anchored from \(ledger) yet (actect anchor TOKENS …)")
        }
        return try open()
    }

    static func open(_ path: String) throws(CommandFailure) -> Outbox {
        do { return try Outbox(path: path) } catch { throw error.failure(of: path) }
    }
}

extension OutboxError {
    /// The failure that ends the command, naming the file.
    func failure(of path: String) -> CommandFailure {
        switch self {
        case .splitView: return CommandFailure(.invalid, description)
        case .cannotOpen: return CommandFailure(.noInput, "\(path): \(description)")
        case .notAnOutbox, .newerVersion, .damaged:
            return CommandFailure(.malformedData, "\(path): \(description)")
        case .readOnly: return CommandFailure(.cantCreate, "\(path): \(description)")
        case .locked, .diskFull, .storage: return CommandFailure(.inputOutput, "\(path): \(description)")
        case .noSuchEntry: return CommandFailure(.invalid, "\(path): \(description)")
        }
    }
}
