import GRDB

/// The tables of an outbox's file, and how a file is told to be one.
enum OutboxSchema {
    /// "actO", in the place that SQLite keeps for the kind of a file.
    static let application: Int64 = 0x6163_744F

    /// The newest format that this program knows, in SQLite's `user_version`.
    static let version: Int64 = 1

    /// `content` names what a statement says and who says it, without the signature: an ECDSA key signs the
    /// same content in another way each time, and it is to be anchored once.
    private static let objects = [
        """
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            service TEXT NOT NULL,
            digest BLOB NOT NULL,
            content BLOB NOT NULL,
            statement BLOB NOT NULL,
            state INTEGER NOT NULL CHECK (state IN (0, 1, 2, 3)),
            location TEXT CHECK ((location IS NOT NULL) = (state = 1)),
            receipt BLOB CHECK ((receipt IS NOT NULL) = (state = 2)),
            receipt_key BLOB CHECK ((receipt_key IS NOT NULL) = (state = 2)),
            reason TEXT CHECK ((reason IS NOT NULL) = (state = 3)),
            attempts INTEGER NOT NULL DEFAULT 0,
            due INTEGER NOT NULL,
            last_failure TEXT,
            queued_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX entry_name ON entry (digest, service)",
        "CREATE UNIQUE INDEX entry_content ON entry (content, service)",
        "CREATE INDEX entry_open ON entry (service, due) WHERE state < 2",
        """
        CREATE TABLE batch (
            root BLOB PRIMARY KEY,
            leaves BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE checkpoint (
            service TEXT NOT NULL,
            size TEXT NOT NULL,
            root BLOB NOT NULL,
            statement BLOB NOT NULL,
            receipt BLOB NOT NULL,
            receipt_key BLOB NOT NULL,
            PRIMARY KEY (service, size)
        ) STRICT
        """,
        """
        CREATE TABLE split_view (
            id INTEGER PRIMARY KEY,
            service TEXT NOT NULL,
            noticed_at INTEGER NOT NULL,
            acknowledged INTEGER NOT NULL DEFAULT 0,
            first_size TEXT NOT NULL,
            first_root BLOB NOT NULL,
            first_statement BLOB NOT NULL,
            first_receipt BLOB NOT NULL,
            first_key BLOB NOT NULL,
            second_size TEXT NOT NULL,
            second_root BLOB NOT NULL,
            second_statement BLOB NOT NULL,
            second_receipt BLOB NOT NULL,
            second_key BLOB NOT NULL
        ) STRICT
        """,
        "CREATE INDEX split_view_open ON split_view (service) WHERE acknowledged = 0",
    ]

    /// Makes an empty file an outbox, or finds that it is one: in the caller's transaction.
    static func prepare(_ db: Database) throws {
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == 0, version == 0 {
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else {
                throw OutboxError.notAnOutbox
            }
            for object in objects { try db.execute(sql: object) }
            try db.execute(sql: "PRAGMA application_id = \(Self.application)")
            try db.execute(sql: "PRAGMA user_version = \(Self.version)")
            return
        }
        guard application == Self.application else { throw OutboxError.notAnOutbox }
        guard version <= Self.version else {
            throw OutboxError.newerVersion(found: version, supported: Self.version)
        }
        // A trigger would run inside our transactions. What SQLite made by itself has no text.
        let found = try String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        guard found.sorted() == objects.sorted() else {
            throw OutboxError.damaged("its tables are not those of an outbox")
        }
    }

    /// A tree's size as text that sorts as the number does: SQLite's integers end at 2^63.
    static func text(_ size: UInt64) -> String {
        let digits = String(size)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}
