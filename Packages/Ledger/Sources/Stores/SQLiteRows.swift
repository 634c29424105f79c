import Foundation
import GRDB

/// The rows of a ledger's file, inside one transaction.
struct SQLiteRows: LedgerWriter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    private static let columns = """
        seq, kind, recorded, wid, jti, iss, jti_key, wid_key, space, nodes, mark, token
        """
    private static let byName = "SELECT \(columns) FROM entry WHERE jti_key = ? ORDER BY seq"
    private static let bySequence = "SELECT \(columns) FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?"
    private static let byWorkflow = """
        SELECT \(columns) FROM entry WHERE wid_key = ? AND seq >= ? ORDER BY seq LIMIT ?
        """
    private static let newEntry = """
        INSERT INTO entry (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (jti_key, wid_key, space) DO NOTHING
        """

    func head() throws(LedgerError) -> HeadRow? {
        var head: HeadRow?
        try PreparedStatement(db, "SELECT size, root, mark, link, checkpoints FROM head WHERE id = 0").run {
            head = HeadRow(checkpoints: $0.integer(4), newest: CheckpointRow($0))
        }
        return head
    }

    func entry(_ sequence: Int64) throws(LedgerError) -> EntryRow? {
        try entries(from: sequence, limit: 1).first { $0.sequence == sequence }
    }

    func nodes(_ sequence: Int64) throws(LedgerError) -> [UInt8]? {
        let statement = try PreparedStatement(db, "SELECT nodes FROM entry WHERE seq = ?")
        statement.bind(sequence, at: 1)
        var nodes: [UInt8]?
        try statement.run { nodes = $0.octets(0) }
        return nodes
    }

    func entries(from sequence: Int64, limit: Int) throws(LedgerError) -> [EntryRow] {
        let statement = try PreparedStatement(db, Self.bySequence)
        statement.bind(sequence, at: 1)
        statement.bind(Int64(limit), at: 2)
        return try entries(statement)
    }

    func entries(jtiKey: Int64) throws(LedgerError) -> [EntryRow] {
        let statement = try PreparedStatement(db, Self.byName)
        statement.bind(jtiKey, at: 1)
        return try entries(statement)
    }

    func entries(widKey: Int64, from sequence: Int64, limit: Int) throws(LedgerError) -> [EntryRow] {
        let statement = try PreparedStatement(db, Self.byWorkflow)
        statement.bind(widKey, at: 1)
        statement.bind(sequence, at: 2)
        statement.bind(Int64(limit), at: 3)
        return try entries(statement)
    }

    func checkpoints(from size: Int64, limit: Int) throws(LedgerError) -> [CheckpointRow] {
        let statement = try PreparedStatement(
            db, "SELECT size, root, mark, link FROM checkpoint WHERE size >= ? ORDER BY size LIMIT ?")
        statement.bind(size, at: 1)
        statement.bind(Int64(limit), at: 2)
        var rows: [CheckpointRow] = []
        try statement.run { rows.append(CheckpointRow($0)) }
        return rows
    }

    func newestCheckpoint() throws(LedgerError) -> CheckpointRow? {
        var row: CheckpointRow?
        try PreparedStatement(
            db, "SELECT size, root, mark, link FROM checkpoint ORDER BY size DESC LIMIT 1"
        ).run { row = CheckpointRow($0) }
        return row
    }

    func storageFaults() throws(LedgerError) -> [String] {
        var faults = try SQLiteFile.rethrowing { try SQLiteSchema.faults(db, objects: SQLiteSchema.objects) }
        do {
            try PreparedStatement(db, "PRAGMA integrity_check").run { row in
                faults.append(String(decoding: row.octets(0), as: UTF8.self))
            }
        } catch {
            // What the check found before it could go on no more still counts.
            faults.append(error.description)
        }
        return faults.filter { $0 != "ok" }
    }

    func insert(_ row: EntryRow) throws(LedgerError) -> Bool {
        let statement = try PreparedStatement(db, Self.newEntry)
        statement.bind(row.sequence, at: 1)
        statement.bind(row.kind, at: 2)
        statement.bind(row.recorded, at: 3)
        statement.bind(text: row.wid, at: 4)
        statement.bind(text: row.jti, at: 5)
        statement.bind(text: row.iss, at: 6)
        statement.bind(row.jtiKey, at: 7)
        statement.bind(row.widKey, at: 8)
        statement.bind(row.space, at: 9)
        statement.bind(blob: row.nodes, at: 10)
        statement.bind(blob: row.mark, at: 11)
        try row.token.span.withUnsafeBytes { (token) throws(LedgerError) in
            statement.bind(borrowed: token, at: 12)
            try statement.run()
        }
        return statement.changes == 1
    }

    func insert(_ row: CheckpointRow, head: HeadRow) throws(LedgerError) {
        let checkpoint = try PreparedStatement(
            db, "INSERT INTO checkpoint (size, root, mark, link) VALUES (?, ?, ?, ?)")
        checkpoint.bind(row)
        try checkpoint.run()
        let newest = try PreparedStatement(
            db, "UPDATE head SET size = ?, root = ?, mark = ?, link = ?, checkpoints = ? WHERE id = 0")
        newest.bind(head.newest)
        newest.bind(head.checkpoints, at: 5)
        try newest.run()
    }

    private func entries(_ statement: PreparedStatement) throws(LedgerError) -> [EntryRow] {
        var rows: [EntryRow] = []
        try statement.run { rows.append(EntryRow($0)) }
        return rows
    }
}

extension PreparedStatement {
    fileprivate func bind(_ row: CheckpointRow) {
        bind(row.size, at: 1)
        bind(blob: row.root, at: 2)
        bind(blob: row.mark, at: 3)
        bind(blob: row.link, at: 4)
    }
}

extension CheckpointRow {
    fileprivate init(_ columns: borrowing SQLiteColumns) {
        self.init(
            size: columns.integer(0), root: columns.octets(1), mark: columns.octets(2),
            link: columns.octets(3))
    }
}

extension EntryRow {
    fileprivate init(_ columns: borrowing SQLiteColumns) {
        self.init(
            sequence: columns.integer(0), kind: columns.integer(1), recorded: columns.integer(2),
            wid: columns.optionalOctets(3), jti: columns.octets(4), iss: columns.octets(5),
            jtiKey: columns.integer(6), widKey: columns.integer(7), space: columns.integer(8),
            nodes: columns.octets(9), mark: columns.octets(10), token: columns.octets(11))
    }
}

extension [UInt8] {
    /// The octets as GRDB binds them.
    var blob: Data { Data(self) }
}
