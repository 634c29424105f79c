public import Encoding
import Foundation
import GRDB
public import Signing

// Which records a statement about a batch stands for is known here only: the statement has the root, and the
// leaf hashes are kept with it, from which every record's path follows.

extension Outbox {
    /// Puts a statement about a batch in for some services, together with the leaf hashes, in one transaction.
    ///
    /// - Parameter now: milliseconds since 1970-01-01T00:00:00Z.
    @discardableResult
    public func enqueue(
        _ statement: SignedStatement, of batch: Batch, for services: [ExactString], now: Int64
    ) throws(OutboxError) -> [OutboxEntry] {
        try write("enqueue batch") { db in
            try db.cachedStatement(sql: "INSERT INTO batch VALUES (?, ?) ON CONFLICT DO NOTHING").execute(
                arguments: [batch.root.octets.blob, batch.encode().blob])
            return try services.flatMap { try Self.put([statement], for: $0, now: now, db) }
        }
    }

    /// The batch with this root; nil where none was put in.
    public func batch(root: Digest32) throws(OutboxError) -> Batch? {
        let blob = try read { db in
            try Data.fetchOne(
                db.cachedStatement(sql: "SELECT leaves FROM batch WHERE root = ?"),
                arguments: [root.octets.blob])
        }
        guard let blob else { return nil }
        guard let batch = try? Batch(decoding: [UInt8](blob)), batch.root == root else {
            throw .damaged("the leaf hashes of a batch do not lead to its root")
        }
        return batch
    }
}

/// A statement of the outbox, with how far it is at each of its services.
public struct OutboxStatement: Hashable, Sendable {
    /// The entries of the statement, by service; there is one at least.
    public let entries: [OutboxEntry]
    /// The statement.
    public let statement: SignedStatement

    init?(_ entries: [OutboxEntry]) {
        guard let first = entries.first else { return nil }
        self.entries = entries
        statement = first.statement
    }

    /// The receipts that were verified when they came.
    public var receipts: [[UInt8]] {
        entries.compactMap { if case .anchored(let receipt, _) = $0.state { receipt } else { nil } }
    }
}

/// What a statement of the outbox says of the records of a set.
public struct OutboxCovers: Sendable {
    /// A record that the statement is about.
    public struct Cover: Hashable, Sendable {
        /// The record's number in the set.
        public let record: Int
        /// Its index in the batch; nil for a statement of its own.
        public let leaf: UInt64?
    }

    /// The records, in the order of the batch.
    public let covers: [Cover]
    /// The batch; nil for a statement about one record.
    public let batch: Batch?
}

extension Outbox {
    /// Statements in the order of their SHA-256, in pieces.
    ///
    /// - Parameter digest: the last statement of the piece before; nil for the first piece.
    public func statements(
        after digest: Digest32? = nil, limit: Int = 256
    ) throws(OutboxError) -> [OutboxStatement] {
        let entries = try read { db in
            let select = try db.cachedStatement(
                sql: """
                    SELECT * FROM entry WHERE digest IN
                    (SELECT DISTINCT digest FROM entry WHERE digest > ? ORDER BY digest LIMIT ?)
                    ORDER BY digest, service
                    """)
            let after = digest?.octets.blob ?? Data()
            return try Row.fetchAll(select, arguments: [after, max(0, limit)]).map(OutboxEntry.init)
        }
        var statements: [OutboxStatement] = []
        var rest = entries[...]
        while let first = rest.first {
            let group = rest.prefix { $0.digest == first.digest }
            rest = rest.dropFirst(group.count)
            if let statement = OutboxStatement(Array(group)) { statements.append(statement) }
        }
        return statements
    }

    /// The records of a set that a statement is about; nil where it is about none of them.
    ///
    /// Nothing is verified: the statement may not even be one about a record.
    public func covers(
        of statement: OutboxStatement, among records: RecordIndex
    ) throws(OutboxError) -> OutboxCovers? {
        guard let content = try? StatementContent(statement.statement.message) else { return nil }
        guard case .batch(let root) = content else {
            guard let number = content.recordHash.flatMap({ records.number(of: $0) }) else { return nil }
            return OutboxCovers(covers: [OutboxCovers.Cover(record: number, leaf: nil)], batch: nil)
        }
        guard let batch = try batch(root: root) else { return nil }
        var covers: [OutboxCovers.Cover] = []
        for index in 0..<batch.count {
            guard let number = batch.leafHash(at: index).flatMap({ records.number(ofLeaf: $0) }) else {
                continue
            }
            covers.append(OutboxCovers.Cover(record: number, leaf: index))
        }
        return covers.isEmpty ? nil : OutboxCovers(covers: covers, batch: batch)
    }

    /// Calls `body` with each statement that is about records of a set, in the order of their SHA-256.
    public func forEachStatement(
        about records: RecordIndex,
        _ body: (OutboxStatement, OutboxCovers) throws(OutboxError) -> Void
    ) throws(OutboxError) {
        var last: Digest32?
        while true {
            let piece = try statements(after: last)
            guard let end = piece.last else { return }
            last = end.statement.digest
            for statement in piece {
                if let covers = try covers(of: statement, among: records) { try body(statement, covers) }
            }
        }
    }
}
