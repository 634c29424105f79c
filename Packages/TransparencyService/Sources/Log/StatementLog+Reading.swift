import Encoding
import GRDB
public import Ledger
public import Merkle
public import Signing

/// The size and the root of a log.
public struct LogHead: Hashable, Sendable {
    /// The number of entries.
    public let size: UInt64
    /// The root of the tree over them.
    public let root: Digest32
}

extension StatementLog {
    /// The size and the root as they are now.
    public func head() throws(LedgerError) -> LogHead {
        try read { rows throws(LedgerError) in try rows.head() }
    }

    /// The entry with a statement of this SHA-256; nil where there is none.
    public func entry(_ digest: Digest32) throws(LedgerError) -> LogEntry? {
        try read { rows throws(LedgerError) in
            for row in try rows.entries(digestKey: digest.indexKey) {
                let entry = try LogEntry(row)
                if entry.digest == digest { return entry }
            }
            return nil
        }
    }

    /// The entry at an index of the tree; nil where there is none.
    public func entry(at sequence: UInt64) throws(LedgerError) -> LogEntry? {
        guard let number = Int64(exactly: sequence) else { return nil }
        return try read { rows throws(LedgerError) in
            try rows.entry(number).map { row throws(LedgerError) in try LogEntry(row) }
        }
    }

    /// The proof that the tree of one size extends that of another, which it must have had; nil where it never
    /// had that size.
    public func consistencyProof(first: UInt64, second: UInt64) throws(LedgerError) -> ConsistencyProof? {
        try read { rows throws(LedgerError) in
            let nodes = StoredStatementNodes(rows: rows, size: try rows.head().size)
            return try nodes.consistencyProof(first: first, second: second)
        }
    }

    /// Reads from one unchanging view, whatever is registered meanwhile.
    func read<Result>(
        _ body: (StatementRows) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        try SQLiteFile.rethrowing {
            try reader.read { db in try body(StatementRows(db)) }
        }
    }
}

extension StatementRows {
    func head() throws(LedgerError) -> LogHead {
        guard let newest = try newestRoot(), let size = UInt64(exactly: newest.size),
            let root = Digest32(newest.root)
        else { throw .damaged("the newest root is missing or not readable") }
        return LogHead(size: size, root: root)
    }

    /// The newest root, which the nodes of the entries lead to, and after whose last entry there is none.
    func provenHead() throws(LedgerError) -> LogHead {
        guard let newest = try newestRoot() else { throw .damaged("the newest root is missing") }
        let edge = try TreeEdge(newest, rows: self)
        guard try entries(from: newest.size, limit: 1).isEmpty else {
            throw .damaged("there are entries that no root covers")
        }
        return LogHead(size: edge.size, root: edge.frontier.root)
    }
}
