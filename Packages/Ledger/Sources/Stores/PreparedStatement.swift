package import GRDB
import GRDBSQLite

/// A prepared statement of a connection, bound and stepped without a value type between: an append binds
/// ten values a row.
package struct PreparedStatement {
    private let statement: Statement
    private let handle: OpaquePointer

    /// The connection's prepared statement for this text, prepared at its first use.
    package init(_ db: Database, _ sql: String) throws(LedgerError) {
        statement = try SQLiteFile.rethrowing { try db.cachedStatement(sql: sql) }
        handle = statement.sqliteStatement
    }

    package func bind(_ value: Int64, at index: Int32) {
        sqlite3_bind_int64(handle, index, value)
    }

    package func bind(blob octets: [UInt8], at index: Int32) {
        octets.withUnsafeBytes { bind($0, at: index, Self.copied) }
    }

    /// `octets` must outlive the next step: a token is too large to copy once more.
    package func bind(borrowed octets: UnsafeRawBufferPointer, at index: Int32) {
        bind(octets, at: index, nil)
    }

    package func bind(text octets: [UInt8]?, at index: Int32) {
        guard let octets else {
            sqlite3_bind_null(handle, index)
            return
        }
        octets.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress, !buffer.isEmpty else {
                _ = sqlite3_bind_text(handle, index, "", 0, Self.copied)
                return
            }
            let text = start.assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text(handle, index, text, Int32(buffer.count), Self.copied)
        }
    }

    /// An empty blob has no address, and SQLite takes that for NULL.
    private func bind(_ octets: UnsafeRawBufferPointer, at index: Int32, _ keeping: sqlite3_destructor_type?)
    {
        if let start = octets.baseAddress, !octets.isEmpty {
            sqlite3_bind_blob(handle, index, start, Int32(octets.count), keeping)
        } else {
            sqlite3_bind_zeroblob(handle, index, 0)
        }
    }

    /// Runs the statement to its end, and hands every row to `body`.
    package func run(_ body: (borrowing SQLiteColumns) -> Void = { _ in }) throws(LedgerError) {
        defer {
            sqlite3_reset(handle)
        }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else {
                throw LedgerError(resultCode: sqlite3_extended_errcode(sqlite3_db_handle(handle)))
            }
            body(SQLiteColumns(handle))
        }
    }

    /// How many rows the last statement of the connection changed.
    package var changes: Int { Int(sqlite3_changes(sqlite3_db_handle(handle))) }

    /// SQLITE_TRANSIENT: SQLite makes its own copy.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The columns of the row that a statement is at.
package struct SQLiteColumns: ~Copyable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    package func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }

    /// The octets of a blob or a text, whatever they are.
    package func octets(_ index: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, index) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
    }

    package func optionalOctets(_ index: Int32) -> [UInt8]? {
        sqlite3_column_type(handle, index) == SQLITE_NULL ? nil : octets(index)
    }
}
