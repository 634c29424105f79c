public import Encoding
import GRDB
import GRDBSQLite

/// A replay store in an SQLite file, shared by all processes that open it.
public final class SQLiteReplayStore: ReplayStore {
    private let writer: DatabaseQueue

    /// How much a use that was answered must survive.
    public enum Durability: Hashable, Sendable {
        /// The loss of power: one wait for the disk each use.
        case power
        /// The end of the process: after a loss of power the last uses may be forgotten.
        case process
    }

    /// "actR", in the place that SQLite keeps for the kind of a file.
    static let application: Int64 = 0x6163_7452
    static let version: Int64 = 1

    /// How many expired uses one new use clears away: the file shrinks faster than it grows.
    private static let cleared: Int64 = 8

    /// Opens a file, or makes it where there is none.
    ///
    /// - Parameter patience: how many seconds to wait for another process's lock.
    public init(
        path: String, durability: Durability = .power, patience: Double = 5
    ) throws(LedgerError) {
        let (writer, _) = try SQLiteFile.open(
            path, access: .create, patience: patience, durable: durability == .power,
            content: Self.content, create: Self.create)
        guard let writer else { throw .readOnly }
        self.writer = writer
    }

    /// As in `ReplayStore`.
    public func firstUse(
        of jti: ExactString, scope: ExactString, until: Int64, now: Int64
    ) throws(LedgerError) -> Bool {
        guard until >= now else { throw .replayWindowPassed(until: until, now: now) }
        let (jti, scope) = (Array(jti.utf8), Array(scope.utf8))
        return try SQLiteFile.write(writer) { db in
            let clear = try PreparedStatement(
                db,
                """
                DELETE FROM use WHERE (scope, jti) IN
                (SELECT scope, jti FROM use WHERE until < ? ORDER BY until LIMIT ?)
                """)
            clear.bind(now - ReplayRetention.lag, at: 1)
            clear.bind(Self.cleared, at: 2)
            try clear.run()
            let use = try PreparedStatement(
                db,
                """
                INSERT INTO use (scope, jti, until) VALUES (?, ?, ?)
                ON CONFLICT (scope, jti) DO UPDATE SET until = excluded.until WHERE until < ?
                """)
            use.bind(text: scope, at: 1)
            use.bind(text: jti, at: 2)
            use.bind(until, at: 3)
            use.bind(now, at: 4)
            try use.run()
            return use.changes == 1
        }
    }

    private static func content(_ db: Database) throws -> SQLiteSchema.Content {
        try SQLiteSchema.content(db, application: application, version: version)
    }

    private static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE use (
                    scope TEXT NOT NULL, jti TEXT NOT NULL, until INTEGER NOT NULL,
                    PRIMARY KEY (scope, jti)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX use_until ON use (until);
                PRAGMA application_id = \(application);
                PRAGMA user_version = \(version);
                """)
    }
}
