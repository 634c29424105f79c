import GRDB
import Ledger

/// The tables of a service's file.
enum StatementLogSchema {
    /// "actS", in the place that SQLite keeps for the kind of a file.
    static let application: Int64 = 0x6163_7453

    /// The newest format that this program knows, in SQLite's `user_version`.
    static let version: Int64 = 1

    /// What `sqlite_schema` holds, by name.
    ///
    /// Statements are indexed by the first eight octets of their SHA-256: a quarter of the room, and two that
    /// share them are told apart by their octets.
    static let objects: [(name: String, sql: String)] = [
        (
            "service",
            """
            CREATE TABLE service (
                id INTEGER PRIMARY KEY CHECK (id = 0),
                name TEXT NOT NULL,
                policy INTEGER NOT NULL,
                anchors INTEGER NOT NULL
            ) STRICT
            """
        ),
        (
            "key",
            """
            CREATE TABLE key (
                number INTEGER PRIMARY KEY,
                cose BLOB NOT NULL
            ) STRICT
            """
        ),
        (
            "entry",
            """
            CREATE TABLE entry (
                seq INTEGER PRIMARY KEY,
                digest_key INTEGER NOT NULL,
                nodes BLOB NOT NULL,
                statement BLOB NOT NULL,
                receipt BLOB NOT NULL
            ) STRICT
            """
        ),
        ("entry_digest", "CREATE INDEX entry_digest ON entry (digest_key)"),
        (
            "checkpoint",
            """
            CREATE TABLE checkpoint (
                size INTEGER PRIMARY KEY,
                root BLOB NOT NULL
            ) STRICT
            """
        ),
    ]

    /// Tells what a file is, without changing it.
    static func content(_ db: Database) throws -> SQLiteSchema.Content {
        let content = try SQLiteSchema.content(db, application: application, version: version)
        if content == .ledger, let fault = try SQLiteSchema.faults(db, objects: objects).first {
            throw LedgerError.damaged(fault)
        }
        return content
    }

    /// Makes an empty file a log of a service, inside the caller's transaction.
    static func create(_ db: Database) throws {
        for object in objects {
            try db.execute(sql: object.sql)
        }
        try db.execute(sql: "PRAGMA application_id = \(application)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }
}
