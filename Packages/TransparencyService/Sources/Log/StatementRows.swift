import COSE
import Encoding
import GRDB
import Ledger
import Merkle
import Signing

/// A registered statement as it is stored.
struct StatementRow {
    var sequence: Int64
    /// The first eight octets of the statement's SHA-256.
    var digestKey: Int64
    /// The leaf's hash, then those of the subtrees that this leaf completes, from the lowest.
    var nodes: [UInt8]
    var statement: [UInt8]
    var receipt: [UInt8]
}

/// The size and the root after one transaction: what receipts and checkpoints are signed over.
struct SignedRoot: Hashable {
    var size: Int64
    var root: [UInt8]
}

/// What the file says about the service itself.
struct ServiceRow: Hashable {
    var name: [UInt8]
    /// The entry with the registration policy that is in force.
    var policy: Int64
    /// The entry with the trust anchors that are in force.
    var anchors: Int64
}

/// The rows of a service's file, inside one transaction.
struct StatementRows {
    private let db: Database

    init(_ db: Database) { self.db = db }

    private static let columns = "seq, digest_key, nodes, statement, receipt"

    // MARK: Entries

    func entry(_ sequence: Int64) throws(LedgerError) -> StatementRow? {
        let statement = try PreparedStatement(db, "SELECT \(Self.columns) FROM entry WHERE seq = ?")
        statement.bind(sequence, at: 1)
        return try entries(statement).first
    }

    func entries(from sequence: Int64, limit: Int) throws(LedgerError) -> [StatementRow] {
        let statement = try PreparedStatement(
            db, "SELECT \(Self.columns) FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?")
        statement.bind(sequence, at: 1)
        statement.bind(Int64(limit), at: 2)
        return try entries(statement)
    }

    func entries(digestKey: Int64) throws(LedgerError) -> [StatementRow] {
        let statement = try PreparedStatement(
            db, "SELECT \(Self.columns) FROM entry WHERE digest_key = ? ORDER BY seq")
        statement.bind(digestKey, at: 1)
        return try entries(statement)
    }

    private func entries(_ statement: PreparedStatement) throws(LedgerError) -> [StatementRow] {
        var rows: [StatementRow] = []
        try statement.run { columns in
            rows.append(
                StatementRow(
                    sequence: columns.integer(0), digestKey: columns.integer(1), nodes: columns.octets(2),
                    statement: columns.octets(3), receipt: columns.octets(4)))
        }
        return rows
    }

    func nodes(_ sequence: Int64) throws(LedgerError) -> [UInt8]? {
        let statement = try PreparedStatement(db, "SELECT nodes FROM entry WHERE seq = ?")
        statement.bind(sequence, at: 1)
        var nodes: [UInt8]?
        try statement.run { nodes = $0.octets(0) }
        return nodes
    }

    func insert(_ row: StatementRow) throws(LedgerError) {
        let statement = try PreparedStatement(
            db, "INSERT INTO entry (\(Self.columns)) VALUES (?, ?, ?, ?, ?)")
        statement.bind(row.sequence, at: 1)
        statement.bind(row.digestKey, at: 2)
        statement.bind(blob: row.nodes, at: 3)
        statement.bind(blob: row.statement, at: 4)
        statement.bind(blob: row.receipt, at: 5)
        try statement.run()
    }

    // MARK: Roots

    func newestRoot() throws(LedgerError) -> SignedRoot? {
        try roots("SELECT size, root FROM checkpoint ORDER BY size DESC LIMIT 1").first
    }

    func root(size: Int64) throws(LedgerError) -> SignedRoot? {
        let statement = try PreparedStatement(db, "SELECT size, root FROM checkpoint WHERE size = ?")
        statement.bind(size, at: 1)
        var root: SignedRoot?
        try statement.run { root = SignedRoot(size: $0.integer(0), root: $0.octets(1)) }
        return root
    }

    /// All roots, in order; 40 octets each.
    func roots() throws(LedgerError) -> [SignedRoot] {
        try roots("SELECT size, root FROM checkpoint ORDER BY size")
    }

    private func roots(_ sql: String) throws(LedgerError) -> [SignedRoot] {
        var roots: [SignedRoot] = []
        try PreparedStatement(db, sql).run {
            roots.append(SignedRoot(size: $0.integer(0), root: $0.octets(1)))
        }
        return roots
    }

    /// Fails where there is a root of that size: one that was signed is never replaced.
    func insert(_ root: SignedRoot) throws(LedgerError) {
        let statement = try PreparedStatement(db, "INSERT INTO checkpoint (size, root) VALUES (?, ?)")
        statement.bind(root.size, at: 1)
        statement.bind(blob: root.root, at: 2)
        try statement.run()
    }

    // MARK: The service

    func service() throws(LedgerError) -> ServiceRow? {
        var row: ServiceRow?
        try PreparedStatement(db, "SELECT name, policy, anchors FROM service WHERE id = 0").run {
            row = ServiceRow(name: $0.octets(0), policy: $0.integer(1), anchors: $0.integer(2))
        }
        return row
    }

    func set(_ service: ServiceRow) throws(LedgerError) {
        let statement = try PreparedStatement(
            db, "INSERT OR REPLACE INTO service (id, name, policy, anchors) VALUES (0, ?, ?, ?)")
        statement.bind(text: service.name, at: 1)
        statement.bind(service.policy, at: 2)
        statement.bind(service.anchors, at: 3)
        try statement.run()
    }

    /// The COSE_Keys that receipts are or were signed with, the oldest first.
    func keys() throws(LedgerError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        try PreparedStatement(db, "SELECT cose FROM key ORDER BY number").run { keys.append($0.octets(0)) }
        return keys
    }

    func insert(key: [UInt8]) throws(LedgerError) {
        let statement = try PreparedStatement(db, "INSERT INTO key (cose) VALUES (?)")
        statement.bind(blob: key, at: 1)
        try statement.run()
    }

    /// What SQLite finds wrong with its own file, and how the schema differs from ours.
    func storageFaults() throws(LedgerError) -> [String] {
        var faults = try SQLiteFile.rethrowing {
            try SQLiteSchema.faults(db, objects: StatementLogSchema.objects)
        }
        do {
            try PreparedStatement(db, "PRAGMA integrity_check").run { row in
                faults.append(String(decoding: row.octets(0), as: UTF8.self))
            }
        } catch {
            faults.append(error.description)
        }
        return faults.filter { $0 != "ok" }
    }
}

/// The complete subtrees of a log's tree, read from the rows that completed them.
struct StoredStatementNodes: MerkleNodes {
    let rows: StatementRows
    let size: UInt64

    func hash(of node: MerkleNode) throws(LedgerError) -> Digest32 {
        guard let end = node.end, end <= size, let row = Int64(exactly: end - 1) else {
            throw .outOfRange(sequence: node.index, size: size)
        }
        let start = node.level * Digest32.count
        guard let nodes = try rows.nodes(row), nodes.count >= start + Digest32.count,
            let hash = Digest32(nodes.span.extracting(start..<start + Digest32.count))
        else { throw .damaged("entry \(row) lacks a node of the tree") }
        return hash
    }
}
