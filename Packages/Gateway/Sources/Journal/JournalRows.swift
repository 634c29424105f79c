import Claims
import Encoding
import GRDB
import Ledger
import Signing

/// The tables of a journal's file.
enum JournalSchema {
    /// "actG", in the place that SQLite keeps for the kind of a file.
    static let application: Int64 = 0x6163_7447

    /// The newest format that this program knows, in SQLite's `user_version`.
    static let version: Int64 = 1

    /// What `sqlite_schema` holds, by name.
    static let objects: [(name: String, sql: String)] = [
        (
            "call",
            """
            CREATE TABLE call (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                plan BLOB NOT NULL
            ) STRICT
            """
        ),
        ("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
        (
            "count",
            """
            CREATE TABLE count (
                mandate BLOB NOT NULL,
                action TEXT NOT NULL,
                calls INTEGER NOT NULL,
                until INTEGER NOT NULL,
                PRIMARY KEY (mandate, action)
            ) STRICT, WITHOUT ROWID
            """
        ),
        ("count_until", "CREATE INDEX count_until ON count (until)"),
        (
            "use",
            """
            CREATE TABLE use (
                scope TEXT NOT NULL,
                jti TEXT NOT NULL,
                until INTEGER NOT NULL,
                PRIMARY KEY (scope, jti)
            ) STRICT, WITHOUT ROWID
            """
        ),
        ("use_until", "CREATE INDEX use_until ON use (until)"),
    ]

    /// Tells what a file is, without changing it.
    static func content(_ db: Database) throws -> SQLiteSchema.Content {
        let content = try SQLiteSchema.content(db, application: application, version: version)
        if content == .ledger, let fault = try SQLiteSchema.faults(db, objects: objects).first {
            throw LedgerError.damaged(fault)
        }
        return content
    }

    /// Makes an empty file a journal, inside the caller's transaction.
    static func create(_ db: Database) throws {
        for object in objects where object.name != "sqlite_sequence" {
            try db.execute(sql: object.sql)
        }
        try db.execute(sql: "PRAGMA application_id = \(application)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }
}

/// The rows of a journal, inside a transaction.
struct JournalRows {
    private let db: Database

    /// How many rows that count no more are cleared away with each transaction.
    private static let cleared: Int64 = 64

    init(_ db: Database) { self.db = db }

    /// Starts a call, unless one of its tokens was used or its mandate is used up: then nothing of it is kept.
    func start(_ entry: CallJournal.Entry) throws(LedgerError) -> CallJournal.Outcome {
        for use in entry.uses where try isUsed(use) { return .replayed(use) }
        if let maximum = entry.maximum {
            let calls = try calls(entry.plan.mandate, entry.plan.action)
            guard calls < maximum else { return .exhausted }
            try count(entry)
        }
        for use in entry.uses { try remember(use) }
        let insert = try PreparedStatement(db, "INSERT INTO call (plan) VALUES (?)")
        insert.bind(blob: entry.plan.encode(), at: 1)
        try insert.run()
        return .started(db.lastInsertedRowID)
    }

    private func isUsed(_ use: TokenUse) throws(LedgerError) -> Bool {
        let select = try PreparedStatement(db, "SELECT 1 FROM use WHERE scope = ? AND jti = ?")
        select.bind(text: Array(use.scope.utf8), at: 1)
        select.bind(text: Array(use.identifier.text.utf8), at: 2)
        var isFound = false
        try select.run { _ in isFound = true }
        return isFound
    }

    private func remember(_ use: TokenUse) throws(LedgerError) {
        let insert = try PreparedStatement(
            db, "INSERT INTO use (scope, jti, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        insert.bind(text: Array(use.scope.utf8), at: 1)
        insert.bind(text: Array(use.identifier.text.utf8), at: 2)
        insert.bind(use.until.seconds, at: 3)
        try insert.run()
    }

    func calls(_ mandate: ContentHash, _ action: Action) throws(LedgerError) -> Int64 {
        let select = try PreparedStatement(db, "SELECT calls FROM count WHERE mandate = ? AND action = ?")
        select.bind(blob: mandate.digest.octets, at: 1)
        select.bind(text: Array(action.text.utf8), at: 2)
        var calls: Int64 = 0
        try select.run { calls = $0.integer(0) }
        return calls
    }

    //= ACT#req-act-call-counts
    //# A call that was started MUST count as an execution ([constraint-meaning]), whatever
    //# becomes of it.
    private func count(_ entry: CallJournal.Entry) throws(LedgerError) {
        let count = try PreparedStatement(
            db,
            """
            INSERT INTO count (mandate, action, calls, until) VALUES (?, ?, 1, ?)
            ON CONFLICT (mandate, action) DO UPDATE SET calls = calls + 1
            """)
        count.bind(blob: entry.plan.mandate.digest.octets, at: 1)
        count.bind(text: Array(entry.plan.action.text.utf8), at: 2)
        count.bind(entry.until.seconds, at: 3)
        try count.run()
    }

    /// Forgets uses and counts that no token can refer to any more.
    func clear(before now: NumericDate) throws(LedgerError) {
        for sql in [
            "DELETE FROM use WHERE (scope, jti) IN (SELECT scope, jti FROM use WHERE until < ? LIMIT ?)",
            """
            DELETE FROM count WHERE (mandate, action) IN
            (SELECT mandate, action FROM count WHERE until < ? LIMIT ?)
            """,
        ] {
            let delete = try PreparedStatement(db, sql)
            delete.bind(now.advanced(by: -ReplayRetention.lag).seconds, at: 1)
            delete.bind(Self.cleared, at: 2)
            try delete.run()
        }
    }

    func remove(_ number: Int64) throws(LedgerError) {
        let delete = try PreparedStatement(db, "DELETE FROM call WHERE number = ?")
        delete.bind(number, at: 1)
        try delete.run()
    }

    /// Numbers and plans, in their order.
    func open() throws(LedgerError) -> [(number: Int64, plan: [UInt8])] {
        let select = try PreparedStatement(db, "SELECT number, plan FROM call ORDER BY number")
        var rows: [(number: Int64, plan: [UInt8])] = []
        try select.run { rows.append(($0.integer(0), $0.octets(1))) }
        return rows
    }
}
