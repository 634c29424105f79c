public import Encoding
import GRDB
import GRDBSQLite

/// Why the outbox could not do something.
public enum OutboxError: Error, Hashable, Sendable {
    /// Another process holds the file's lock.
    case locked
    /// The disk is full; nothing of the transaction was kept.
    case diskFull
    /// The file can't be written.
    case readOnly
    /// The file can't be opened.
    case cannotOpen
    /// The file is something else than an outbox.
    case notAnOutbox
    /// The file is of a later program.
    case newerVersion(found: Int64, supported: Int64)
    /// The file can't be read any more, or holds what no outbox holds.
    case damaged(String)
    /// The storage engine failed, with its result code.
    case storage(code: Int32)
    /// There is no such entry.
    case noSuchEntry
    /// The service has signed two trees that exclude each other: nothing is sent to it or taken from it.
    case splitView(ExactString)

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .locked: "outbox-locked"
        case .diskFull: "outbox-disk-full"
        case .readOnly: "outbox-read-only"
        case .cannotOpen: "outbox-cannot-open"
        case .notAnOutbox: "outbox-not-an-outbox"
        case .newerVersion: "outbox-newer-version"
        case .damaged: "outbox-damaged"
        case .storage: "outbox-storage"
        case .noSuchEntry: "outbox-no-such-entry"
        case .splitView: "outbox-split-view"
        }
    }
}

extension OutboxError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .locked: "the outbox is locked by another process"
        case .diskFull: "the disk is full, and nothing of this change was kept"
        case .readOnly: "the outbox or its folder can't be written, which is needed even to read it: copy it"
        case .cannotOpen: "the outbox can't be opened: its folder is missing, or may not be read or written"
        case .notAnOutbox: "the file is not an outbox"
        case .newerVersion(let found, let supported):
            "the outbox has format \(found), and this program knows formats up to \(supported)"
        case .damaged(let what): "the outbox is damaged: \(what)"
        case .storage(let code): "the storage engine failed with result code \(code)"
        case .noSuchEntry: "the outbox has no such statement for that service"
        case .splitView(let service):
            "the service \(service.quoted) has signed two trees that exclude each other; both are kept as evidence"
        }
    }
}

extension OutboxError {
    /// Runs `body` and turns the engine's errors into this module's.
    static func rethrowing<Result>(_ body: () throws -> Result) throws(OutboxError) -> Result {
        do {
            return try body()
        } catch let error as OutboxError {
            throw error
        } catch let error as DatabaseError {
            throw OutboxError(resultCode: error.extendedResultCode.rawValue)
        } catch is RowDecodingError {
            throw .damaged("a value is not of its column's type")
        } catch {
            throw .storage(code: SQLITE_ERROR)
        }
    }

    /// The error for an extended result code of SQLite.
    private init(resultCode: Int32) {
        switch resultCode & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked
        case SQLITE_FULL: self = .diskFull
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: self = .cannotOpen
        case SQLITE_NOTADB: self = .notAnOutbox
        case SQLITE_CORRUPT: self = .damaged("the storage engine can't read the file")
        // What a write gets that no longer fits, below the engine's own bookkeeping of space.
        case SQLITE_IOERR where resultCode == SQLITE_IOERR | 3 << 8: self = .diskFull
        default: self = .storage(code: resultCode)
        }
    }
}
