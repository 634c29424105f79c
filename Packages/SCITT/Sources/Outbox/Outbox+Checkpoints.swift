public import Encoding
import Foundation
import GRDB
import JOSE
import Merkle
import Signing

// The checkpoint store: the signed roots of every service, from the newest that is shown to extend those before
// it up to the newest that is known. Where a service offers no consistency proofs, all stay.

extension Outbox {
    //= ECT#req-ect-anchor-verified
    //# A party MUST NOT count a record as anchored before it has verified the receipt.
    //= ECT#req-ect-anchor-keep
    //# It MUST keep, with the receipt, the key with which it was verified.
    /// Notes a receipt that was verified for an entry, and the root that it is over, in one transaction.
    ///
    /// It counts against a refusal that another process was told meanwhile: the receipt shows what is so.
    ///
    /// Throws `splitView` where the service has signed another root for a tree of that size: both are kept, the
    /// entry stays as it was, and the service is stopped.
    func anchored(
        _ entry: OutboxEntry, _ receipt: VerifiedReceipt, now: Int64
    ) throws(OutboxError) {
        let isSplit = try write("anchored") { db in
            let update = try db.cachedStatement(
                sql: """
                    UPDATE entry SET state = 2, location = NULL, reason = NULL, receipt = ?, receipt_key = ?,
                    last_failure = NULL WHERE digest = ? AND service = ? AND state <> 2
                    """)
            let key = receipt.key.encode().blob
            if let root = SignedRoot(receipt, of: entry.statement),
                try Self.observe(root, of: entry.service, now: now, db)
            {
                return true
            }
            try update.execute(arguments: [
                receipt.receipt.octets.blob, key, entry.digest.octets.blob, entry.service.string,
            ])
            return false
        }
        //= ECT#req-ect-anchor-conflict
        //# A party that sees two roots of one service for one size, or a consistency proof that does not lead
        //# from one root to the next, MUST stop relying on that service and keep both signed roots.
        if isSplit { throw .splitView(entry.service) }
    }

    /// Adds a root; whether the service has signed another one for a tree of that size.
    private static func observe(
        _ root: SignedRoot, of service: ExactString, now: Int64, _ db: Database
    ) throws -> Bool {
        let select = try db.cachedStatement(
            sql: "SELECT * FROM checkpoint WHERE service = ? AND size = ?")
        let row = try Row.fetchOne(select, arguments: [service.string, OutboxSchema.text(root.size)])
        if let known = try row.map(SignedRoot.init) {
            guard known.root != root.root else { return false }
            try keep(known, root, of: service, now: now, db)
            return true
        }
        let insert = try db.cachedStatement(sql: "INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?, ?)")
        try insert.execute(arguments: [service.string] + root.arguments)
        return false
    }

    private static func keep(
        _ first: SignedRoot, _ second: SignedRoot, of service: ExactString, now: Int64, _ db: Database
    ) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT INTO split_view VALUES (NULL, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try insert.execute(arguments: [service.string, now] + first.arguments + second.arguments)
    }

    /// The newest root of a service that is shown to extend every older one known; nil before the first
    /// receipt.
    public func checkpoint(of service: ExactString) throws(OutboxError) -> SignedRoot? {
        try roots(of: service, limit: 1).first
    }

    /// The roots of a service from the checkpoint on, in order of their sizes: the first is what the others are
    /// still to be shown to extend.
    public func roots(of service: ExactString, limit: Int = .max) throws(OutboxError) -> [SignedRoot] {
        try read { db in
            let select = try db.cachedStatement(
                sql: "SELECT * FROM checkpoint WHERE service = ? ORDER BY size LIMIT ?")
            return try Row.fetchAll(select, arguments: [service.string, max(0, limit)]).map(SignedRoot.init)
        }
    }

    /// How many roots of a service are not shown yet to extend one another: all that are beyond the checkpoint. It
    /// stays above zero where the service gives no consistency proofs.
    public func unjoinedRoots(of service: ExactString) throws(OutboxError) -> Int {
        try read { db in
            let select = try db.cachedStatement(sql: "SELECT count(*) FROM checkpoint WHERE service = ?")
            return max(0, (try Int.fetchOne(select, arguments: [service.string]) ?? 0) - 1)
        }
    }

    /// Takes a consistency proof between two neighbours among the roots. Where it holds, the older one is no
    /// longer needed: whoever contradicts it contradicts the newer one.
    ///
    /// Throws `splitView` where it does not hold; both roots are kept.
    func advance(
        _ service: ExactString, from older: SignedRoot, to newer: SignedRoot, proof: ConsistencyProof,
        now: Int64
    ) throws(OutboxError) {
        let holds =
            proof.first == older.size && proof.second == newer.size
            && (try? proof.verify(firstRoot: older.root, secondRoot: newer.root)) != nil
        try write(holds ? "advance" : "split view") { db in
            guard holds else { return try Self.keep(older, newer, of: service, now: now, db) }
            try db.cachedStatement(
                sql: "DELETE FROM checkpoint WHERE service = ? AND size = ? AND root = ?"
            ).execute(arguments: [service.string, OutboxSchema.text(older.size), older.root.octets.blob])
        }
        if !holds { throw .splitView(service) }
    }

    /// The alarms that nobody has acknowledged, oldest first.
    public func openSplitViews() throws(OutboxError) -> [SplitView] {
        try splitViews().filter { !$0.isAcknowledged }
    }

    /// The alarms, oldest first.
    public func splitViews() throws(OutboxError) -> [SplitView] {
        try read { db in
            try Row.fetchAll(db.cachedStatement(sql: "SELECT * FROM split_view ORDER BY id")).map { row in
                SplitView(
                    service: ExactString(try row.decode(String.self, forColumn: "service")),
                    first: try SignedRoot(row, prefix: "first_", key: "first_key"),
                    second: try SignedRoot(row, prefix: "second_", key: "second_key"),
                    noticedAt: try row.decode(forColumn: "noticed_at"),
                    isAcknowledged: try row.decode(forColumn: "acknowledged"))
            }
        }
    }

    /// Lets a service go on after someone has looked at its alarms, which are kept.
    public func acknowledge(_ service: ExactString) throws(OutboxError) {
        try write("acknowledge") { db in
            try db.cachedStatement(sql: "UPDATE split_view SET acknowledged = 1 WHERE service = ?")
                .execute(arguments: [service.string])
        }
    }
}

extension SignedRoot {
    fileprivate var arguments: StatementArguments {
        [
            OutboxSchema.text(size), root.octets.blob, statement.blob, receipt.blob, key.encode().blob,
        ]
    }

    fileprivate init(_ row: Row) throws { try self.init(row, prefix: "", key: "receipt_key") }

    fileprivate init(_ row: Row, prefix: String, key: String) throws {
        guard let size = UInt64(try row.decode(String.self, forColumn: "\(prefix)size")),
            let root = Digest32(try row.octets("\(prefix)root")),
            let key = try? JWK(parsing: row.octets(key))
        else { throw OutboxError.damaged("a checkpoint can't be read") }
        try self.init(
            size: size, root: root, statement: row.octets("\(prefix)statement"),
            receipt: row.octets("\(prefix)receipt"), key: key)
    }
}
