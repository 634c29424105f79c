public import Encoding
import Foundation
import GRDB
import HTTPTransport
import Signing

/// The statements on their way to transparency services, in an SQLite file.
///
/// Every change is one durable transaction (write-ahead log, `synchronous = FULL`), so that a process can end at
/// any point: what was put in stays in, and goes on from the last state that was noted. An entry is named by its
/// service and the SHA-256 of its statement; putting it in again changes nothing.
public final class Outbox: Sendable {
    let queue: DatabaseQueue
    /// Called before and after each transaction, for tests that end the process there.
    let probe: @Sendable (String) -> Void

    /// Opens the outbox at `path`, and makes it where there is none.
    ///
    /// - Parameter patience: how many seconds to wait for another process's lock.
    public convenience init(path: String, patience: Double = 5) throws(OutboxError) {
        try self.init(path: path, patience: patience) { _ in }
    }

    package init(
        path: String, patience: Double, probe: @escaping @Sendable (String) -> Void
    ) throws(OutboxError) {
        self.probe = probe
        queue = try OutboxError.rethrowing {
            var configuration = Configuration()
            configuration.busyMode = .timeout(patience)
            configuration.prepareDatabase { db in
                try db.execute(
                    sql: """
                        PRAGMA trusted_schema = OFF;
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = FULL;
                        """)
            }
            Self.makePrivate(path)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    try OutboxSchema.prepare(db)
                    return .commit
                }
            }
            return queue
        }
    }

    /// Makes a file that is not there, for its owner alone: statements can carry whole tokens. The files that
    /// SQLite puts beside it get the same mode. Where it can't be made, opening it says why.
    private static func makePrivate(_ path: String) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// One immediate transaction, so that it never fails half-way for want of the lock.
    func write<Result>(
        _ name: String, _ body: (Database) throws -> Result
    ) throws(OutboxError) -> Result {
        probe("before \(name)")
        defer { probe("after \(name)") }
        return try OutboxError.rethrowing {
            try queue.writeWithoutTransaction { db in
                var result: Result?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                guard let result else { throw OutboxError.damaged("a transaction came to nothing") }
                return result
            }
        }
    }

    /// Lets the file have no more than so many pages: a full disk, for tests.
    package func limitPages(to count: Int) throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws(OutboxError) -> Result {
        try OutboxError.rethrowing { try queue.read(body) }
    }
}

// MARK: - Putting in

extension Outbox {
    /// Puts statements in for a service, all in one transaction, and answers their entries, in order.
    ///
    /// A statement that says the same as one that is in already, by the same key, is not put in again: the entry
    /// that is there is answered, with its own statement.
    ///
    /// - Parameter now: milliseconds since 1970-01-01T00:00:00Z.
    @discardableResult
    public func enqueue(
        _ statements: [SignedStatement], for service: ExactString, now: Int64
    ) throws(OutboxError) -> [OutboxEntry] {
        try write("enqueue") { try Self.put(statements, for: service, now: now, $0) }
    }

    static func put(
        _ statements: [SignedStatement], for service: ExactString, now: Int64, _ db: Database
    ) throws -> [OutboxEntry] {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO entry (service, digest, content, statement, state, due, queued_at)
                VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING
                """)
        let select = try db.cachedStatement(sql: "SELECT * FROM entry WHERE content = ? AND service = ?")
        return try statements.map { statement in
            let content = statement.contentDigest.octets.blob
            try insert.execute(arguments: [
                service.string, statement.digest.octets.blob, content, statement.octets.blob, now, now,
            ])
            guard let row = try Row.fetchOne(select, arguments: [content, service.string]) else {
                throw OutboxError.damaged("an entry is not where it was put")
            }
            return try OutboxEntry(row)
        }
    }

    /// Puts one statement in for a service.
    @discardableResult
    public func enqueue(
        _ statement: SignedStatement, for service: ExactString, now: Int64
    ) throws(OutboxError) -> OutboxEntry {
        guard let entry = try enqueue([statement], for: service, now: now).first else {
            throw .noSuchEntry
        }
        return entry
    }

    /// Tries a refused entry again, or one that was put off at once.
    public func retry(_ entry: OutboxEntry, now: Int64) throws(OutboxError) {
        try write("retry") { db in
            try db.cachedStatement(
                sql: """
                    UPDATE entry SET state = CASE state WHEN 1 THEN 1 ELSE 0 END, reason = NULL,
                    attempts = 0, due = ?, last_failure = NULL
                    WHERE digest = ? AND service = ? AND state <> 2
                    """
            ).execute(arguments: [now, entry.digest.octets.blob, entry.service.string])
        }
    }
}

extension Outbox {
    /// Tries all entries again that a service had refused; how many there are.
    @discardableResult
    public func retryRefused(by service: ExactString, now: Int64) throws(OutboxError) -> Int {
        try write("retry refused") { db in
            try db.cachedStatement(
                sql: """
                    UPDATE entry SET state = 0, reason = NULL, attempts = 0, due = ?, last_failure = NULL
                    WHERE state = 3 AND service = ?
                    """
            ).execute(arguments: [now, service.string])
            return db.changesCount
        }
    }
}

// MARK: - Moving on

extension Outbox {
    /// Notes where the service is at work on an entry.
    func sent(_ entry: OutboxEntry, at place: HTTPURL, attempts: Int, due: Int64) throws(OutboxError) {
        try move(
            "sent", entry, "state = 1, location = ?, attempts = ?, due = ?",
            [place.description, attempts, due])
    }

    /// Notes that the service knows nothing of an entry that was sent.
    func forgotten(_ entry: OutboxEntry, failure: String, due: Int64) throws(OutboxError) {
        try move(
            "forgotten", entry,
            "state = 0, location = NULL, attempts = attempts + 1, last_failure = ?, due = ?", [failure, due])
    }

    /// Notes that something failed and when to try again.
    func putOff(_ entry: OutboxEntry, failure: String, due: Int64) throws(OutboxError) {
        try move("put off", entry, "attempts = attempts + 1, last_failure = ?, due = ?", [failure, due])
    }

    /// Notes that the service refuses an entry for good.
    func refused(_ entry: OutboxEntry, reason: String) throws(OutboxError) {
        try move("refused", entry, "state = 3, location = NULL, reason = ?", [reason])
    }

    /// Changes an entry that is still in the state in which it was read: another process may have been faster.
    private func move(
        _ name: String, _ entry: OutboxEntry, _ change: String, _ arguments: StatementArguments
    ) throws(OutboxError) {
        try write(name) { db in
            let update = try db.cachedStatement(
                sql: "UPDATE entry SET \(change) WHERE digest = ? AND service = ? AND state = ?")
            let name: StatementArguments = [
                entry.digest.octets.blob, entry.service.string, entry.state.number,
            ]
            try update.execute(arguments: arguments + name)
        }
    }
}
