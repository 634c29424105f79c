import Foundation
package import GRDB
import GRDBSQLite

/// How a file is opened.
public enum LedgerAccess: Hashable, Sendable, CaseIterable {
    /// Read and write, and make the file where there is none.
    case create
    /// Read and write a file that is there.
    case write
    /// Only read.
    case read
}

/// A ledger's rows in an SQLite file.
///
/// Write-ahead log, `synchronous = FULL`: a transaction that was acknowledged survives the end of the
/// process and the loss of power, and one that was not leaves nothing behind. Readers see the state of the
/// file as it was when they began, and hold up no writer.
public final class SQLiteLedgerStore: LedgerStore {
    private let writer: DatabaseQueue?
    private let reader: DatabasePool

    /// Opens a file; a file that is not a ledger is left exactly as it was.
    ///
    /// - Parameter patience: how many seconds to wait for another process's lock.
    public init(path: String, access: LedgerAccess, patience: Double = 5) throws(LedgerError) {
        (writer, reader) = try SQLiteFile.open(
            path, access: access, patience: patience, content: SQLiteSchema.content,
            create: SQLiteSchema.create)
    }

    /// The connection that writes is closed last: only it can move the write-ahead log into the file, so
    /// that a ledger at rest is one file.
    deinit {
        try? reader.close()
        try? writer?.close()
    }

    /// Reads in one deferred transaction, a snapshot of the write-ahead log.
    public func read<Result>(
        _ body: (any LedgerReader) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        var result: Result?
        do {
            try SQLiteFile.rethrowing {
                try reader.read { db in result = try body(SQLiteRows(db)) }
            }
        } catch {
            // After a page that can't be read, ending the view fails too; what was read of it stands.
            if result == nil { throw error }
        }
        guard let result else { throw .storage(code: SQLITE_INTERNAL) }
        return result
    }

    /// Writes in one immediate transaction.
    public func write<Result>(
        _ body: (any LedgerWriter) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        guard let writer else { throw .readOnly }
        return try SQLiteFile.write(writer) { db in try body(SQLiteRows(db)) }
    }
}

extension SQLiteLedgerStore {
    /// A setting of the connection that writes, for tests.
    package func pragma(_ name: String) throws -> String? {
        try writer?.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }
}

/// Opening and using SQLite files: the settings and the errors that all logs and stores share.
package enum SQLiteFile {
    /// Opens a connection that writes (none for `.read`) and a pool of connections that only read.
    package static func open(
        _ path: String, access: LedgerAccess, patience: Double, durable: Bool = true,
        content: @escaping @Sendable (Database) throws -> SQLiteSchema.Content,
        create: (Database) throws -> Void
    ) throws(LedgerError) -> (DatabaseQueue?, DatabasePool) {
        try rethrowing {
            var readOnly = Configuration()
            readOnly.readonly = true
            readOnly.busyMode = .timeout(patience)
            readOnly.prepareDatabase { db in try db.execute(sql: "PRAGMA trusted_schema = OFF") }
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            guard exists || access == .create else { throw LedgerError.cannotOpen }
            guard !isFolder.boolValue else { throw LedgerError.notALedger }
            // Looked at before anything is changed: setting the journal mode writes to the file.
            let found = exists ? try look(path, readOnly, mayWrite: access != .read, content) : .empty
            if access == .read {
                guard found == .ledger else { throw LedgerError.notALedger }
                return (nil, try DatabasePool(path: path, configuration: readOnly))
            }
            guard found == .ledger || access == .create else { throw LedgerError.notALedger }
            var writing = Configuration()
            writing.busyMode = .timeout(patience)
            writing.prepareDatabase { db in
                guard sqlite3_db_readonly(db.sqliteConnection, "main") == 0 else {
                    throw LedgerError.readOnly
                }
                try db.execute(
                    sql: """
                        PRAGMA trusted_schema = OFF;
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = \(durable ? "FULL" : "NORMAL");
                        PRAGMA wal_autocheckpoint = 4096;
                        PRAGMA cache_size = -65536;
                        """)
            }
            if !exists { makePrivate(path) }
            let writer = try DatabaseQueue(path: path, configuration: writing)
            if found == .empty {
                try write(writer) { db in
                    if try content(db) == .empty { try create(db) }
                }
            }
            return (writer, try DatabasePool(path: path, configuration: readOnly))
        }
    }

    /// Makes a file for its owner alone: mandates in it are authority. The files that SQLite puts beside it get the
    /// same mode. Where it can't be made, opening it says why.
    private static func makePrivate(_ path: String) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Tells what a file is. Where a process ended within the very first transaction, which makes it a file with a
    /// write-ahead log, only a connection that writes can take that back, as every one of SQLite does.
    private static func look(
        _ path: String, _ readOnly: Configuration, mayWrite: Bool,
        _ content: @escaping @Sendable (Database) throws -> SQLiteSchema.Content
    ) throws -> SQLiteSchema.Content {
        do {
            return try DatabaseQueue(path: path, configuration: readOnly).read(content)
        } catch let error as DatabaseError
            where mayWrite && error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
        {
            var writing = readOnly
            writing.readonly = false
            return try DatabaseQueue(path: path, configuration: writing).read(content)
        }
    }

    /// Runs `body` in one immediate transaction, so that it never fails half-way for want of the lock.
    package static func write<Result>(
        _ writer: DatabaseQueue, _ body: (Database) throws -> Result
    ) throws(LedgerError) -> Result {
        try rethrowing {
            try writer.writeWithoutTransaction { db in
                do {
                    return try rethrowing {
                        try db.beginTransaction(.immediate)
                        let result = try body(db)
                        try db.commit()
                        return result
                    }
                } catch {
                    // Some errors have rolled back already.
                    if db.isInsideTransaction { try? db.rollback() }
                    throw error
                }
            }
        }
    }

    /// Runs `body` and turns the engine's errors into the ledger's.
    package static func rethrowing<Result>(
        _ body: () throws -> Result
    ) throws(LedgerError) -> Result {
        do {
            return try body()
        } catch let error as LedgerError {
            throw error
        } catch let error as DatabaseError {
            throw LedgerError(resultCode: error.extendedResultCode.rawValue)
        } catch {
            throw .storage(code: SQLITE_ERROR)
        }
    }
}

extension LedgerError {
    /// The error for an extended result code of SQLite.
    package init(resultCode: Int32) {
        switch resultCode & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked
        case SQLITE_FULL: self = .diskFull
        case SQLITE_IOERR where Self.writing.contains(resultCode >> 8): self = .writeFailed
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: self = .cannotOpen
        case SQLITE_NOTADB: self = .notALedger
        case SQLITE_CORRUPT: self = .damaged("the storage engine can't read the file")
        default: self = .storage(code: resultCode)
        }
    }

    /// The kinds of SQLITE_IOERR that come from writing: write, fsync, directory fsync, truncate and the size
    /// of shared memory. A file size limit and a quota end here; why, SQLite doesn't tell.
    private static let writing: Set<Int32> = [3, 4, 5, 6, 19]
}
