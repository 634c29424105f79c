import Claims
import Encoding
import Ledger
import Merkle
import SCITT
import Signing

/// Registers statements inside one transaction: first all find their places, then all get receipts over the
/// one root of the whole.
struct RegistrationTransaction {
    private(set) var edge: TreeEdge
    private let rows: StatementRows
    private var added: [(statement: NewStatement, nodes: [UInt8])] = []
    private var places: [Digest32: Int] = [:]

    /// Where a statement stands.
    enum Place {
        /// It was there already.
        case present(LogEntry)
        /// It is one of the new ones of this transaction, by its position among them.
        case new(Int, isFirst: Bool)
    }

    /// Goes on from the newest root, with the edge that is known where it is still that root's.
    init(_ rows: StatementRows, resuming known: TreeEdge?) throws(LedgerError) {
        self.rows = rows
        guard let newest = try rows.newestRoot() else {
            edge = TreeEdge()
            return
        }
        if let known, Int64(exactly: known.size) == newest.size, known.frontier.root.octets == newest.root {
            edge = known
        } else {
            edge = try TreeEdge(newest, rows: rows)
        }
    }

    /// Finds the place of a statement, a new one where it has none.
    mutating func place(_ statement: NewStatement) throws(LedgerError) -> Place {
        if let position = places[statement.digest] { return .new(position, isFirst: false) }
        for row in try rows.entries(digestKey: statement.digest.indexKey)
        where row.statement == statement.statement.octets {
            return .present(try LogEntry(row, digest: statement.digest))
        }
        let position = added.count
        places[statement.digest] = position
        added.append((statement, edge.append(statement.leaf)))
        return .new(position, isFirst: true)
    }

    /// Signs the receipts and writes everything. Nothing is written, and nothing signed, where nothing is new.
    mutating func finish(
        _ places: [Place], issuer: ReceiptIssuer, at time: Int64
    ) throws(LedgerError) -> [LogEntry] {
        let first = edge.size - UInt64(added.count)
        let issuedAt = NumericDate(clamping: time)
        var entries: [LogEntry] = []
        entries.reserveCapacity(added.count)
        for (position, new) in added.enumerated() {
            let sequence = first + UInt64(position)
            guard let proof = try edge.inclusionProof(of: sequence, size: edge.size) else {
                throw .outOfRange(sequence: sequence, size: edge.size)
            }
            let receipt: [UInt8]
            do {
                receipt = try issuer.issue(for: new.statement.statement, proof: proof, issuedAt: issuedAt)
                    .octets
            } catch {
                throw .damaged("no receipt can be signed: \(error)")
            }
            let row = StatementRow(
                sequence: Int64(clamping: sequence), digestKey: new.statement.digest.indexKey,
                nodes: new.nodes,
                statement: new.statement.statement.octets, receipt: receipt)
            try rows.insert(row)
            entries.append(try LogEntry(row, digest: new.statement.digest))
        }
        if !added.isEmpty {
            try rows.insert(SignedRoot(size: Int64(clamping: edge.size), root: edge.frontier.root.octets))
        }
        edge.trim()
        return places.map { place in
            switch place {
            case .present(let entry): entry
            case .new(let position, let isFirst): isFirst ? entries[position].made : entries[position]
            }
        }
    }
}

extension LogEntry {
    /// The entry that a row is.
    init(_ row: StatementRow, digest: Digest32? = nil) throws(LedgerError) {
        guard let sequence = UInt64(exactly: row.sequence) else {
            throw .damaged("entry \(row.sequence) is before the first")
        }
        self.init(
            sequence: sequence, digest: digest ?? SHA256.digest(row.statement), statement: row.statement,
            receipt: row.receipt, isNew: false)
    }

    fileprivate var made: LogEntry {
        LogEntry(sequence: sequence, digest: digest, statement: statement, receipt: receipt, isNew: true)
    }
}

extension Digest32 {
    /// The first eight octets: the key of the index.
    var indexKey: Int64 {
        span.withUnsafeBytes { Int64(bitPattern: UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self))) }
    }
}
