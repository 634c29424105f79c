package import GRDB

/// The tables of a ledger's file, and how a file is told to be one; other logs bring tables of their own.
package enum SQLiteSchema {
    /// "actL", in the place that SQLite keeps for the kind of a file.
    static let application: Int64 = 0x6163_744C

    /// The newest format that this program knows, in SQLite's `user_version`.
    static let version: Int64 = 1

    /// What `sqlite_schema` holds, by name.
    ///
    /// Names are indexed by eight-octet keys: a third of the room of the names themselves, and the same
    /// whether or not there is a workflow (SQL would treat two missing ones as different).
    static let objects: [(name: String, sql: String)] = [
        (
            "entry",
            """
            CREATE TABLE entry (
                seq INTEGER PRIMARY KEY,
                kind INTEGER NOT NULL,
                recorded INTEGER NOT NULL,
                wid TEXT,
                jti TEXT NOT NULL,
                iss TEXT NOT NULL,
                jti_key INTEGER NOT NULL,
                wid_key INTEGER NOT NULL,
                space INTEGER NOT NULL,
                nodes BLOB NOT NULL,
                mark BLOB NOT NULL,
                token BLOB NOT NULL
            ) STRICT
            """
        ),
        ("entry_name", "CREATE UNIQUE INDEX entry_name ON entry (jti_key, wid_key, space)"),
        ("entry_workflow", "CREATE INDEX entry_workflow ON entry (wid_key)"),
        (
            "checkpoint",
            """
            CREATE TABLE checkpoint (
                size INTEGER PRIMARY KEY,
                root BLOB NOT NULL,
                mark BLOB NOT NULL,
                link BLOB NOT NULL
            ) STRICT
            """
        ),
        (
            "head",
            """
            CREATE TABLE head (
                id INTEGER PRIMARY KEY CHECK (id = 0),
                checkpoints INTEGER NOT NULL,
                size INTEGER NOT NULL,
                root BLOB NOT NULL,
                mark BLOB NOT NULL,
                link BLOB NOT NULL
            ) STRICT
            """
        ),
    ]

    /// What a file is, by its header and its schema.
    package enum Content {
        /// Nothing was written to it yet.
        case empty
        /// Of a version that is known.
        case ledger
    }

    /// Tells what a file is, without changing it.
    static func content(_ db: Database) throws -> Content {
        let content = try content(db, application: application, version: version)
        if content == .ledger, let fault = try faults(db, objects: objects).first {
            throw LedgerError.damaged(fault)
        }
        return content
    }

    /// Tells whether a file is empty or one of ours, by the header.
    package static func content(_ db: Database, application: Int64, version: Int64) throws -> Content {
        let (known, supported) = (application, version)
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, version == 0, objects == 0 { return .empty }
        guard application == known else { throw LedgerError.notALedger }
        guard version <= supported else {
            throw LedgerError.newerVersion(found: version, supported: supported)
        }
        return .ledger
    }

    /// Makes an empty file a ledger: in the caller's transaction, so that it is one wholly or not at all.
    static func create(_ db: Database) throws {
        for object in objects {
            try db.execute(sql: object.sql)
        }
        let head = HeadRow.empty
        try db.execute(
            sql: "INSERT INTO head VALUES (0, 0, 0, ?, ?, ?)",
            arguments: [head.newest.root.blob, head.newest.mark.blob, head.newest.link.blob])
        try db.execute(sql: "PRAGMA application_id = \(application)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// How the stored schema differs from this one: an added trigger would run inside our transactions.
    package static func faults(
        _ db: Database, objects: [(name: String, sql: String)]
    ) throws -> [String] {
        var expected = Dictionary(uniqueKeysWithValues: objects)
        var faults: [String] = []
        for row in try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_schema ORDER BY name") {
            let name: String = row[0]
            let sql: String? = row[1]
            if let known = expected.removeValue(forKey: name) {
                if known != sql { faults.append("the definition of \(name) was changed") }
            } else {
                faults.append("the file holds something that does not belong there: \(name.debugDescription)")
            }
        }
        return faults + expected.keys.sorted().map { "the table or index \($0) is missing" }
    }
}
