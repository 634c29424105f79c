public import Encoding
public import Merkle
public import Signing

/// The size and the root of a ledger.
public struct LedgerHead: Hashable, Sendable {
    /// The number of entries.
    public let size: UInt64

    /// The root of the Merkle tree over their tokens.
    public let root: Digest32

    /// The running hash over everything else that the entries say: order, time, kind and names.
    public let mark: Digest32

    /// The number of transactions that appended something.
    public let checkpoints: UInt64
}

extension Ledger {
    /// The size and the root as they are now.
    public func head() throws(LedgerError) -> LedgerHead {
        try store.read { (reader) throws(LedgerError) in try reader.ledgerHead() }
    }

    /// The number of entries.
    public func size() throws(LedgerError) -> UInt64 {
        try head().size
    }

    /// The entry at a place.
    public func entry(at sequence: UInt64) throws(LedgerError) -> LedgerEntry {
        try store.read { (reader) throws(LedgerError) in
            guard let number = Int64(exactly: sequence), let row = try reader.entry(number) else {
                throw .outOfRange(sequence: sequence, size: try reader.ledgerHead().size)
            }
            return try LedgerEntry(row)
        }
    }

    //= ACT#req-act-ledger-lookup
    //# A ledger MUST answer which entry has a given sequence number
    //= ECT#req-ect-ledger-lookup
    //# A ledger MUST offer look-up by sequence number, by 'jti' within a 'wid', and by 'wid'.
    /// The entries with a `jti`, over all workflows and kinds, in order: usually none, one, or a mandate
    /// and its record.
    public func entries(jti: ExactString) throws(LedgerError) -> [LedgerEntry] {
        let octets = Array(jti.utf8)
        return try store.read { (reader) throws(LedgerError) in
            var entries: [LedgerEntry] = []
            for row in try reader.entries(jtiKey: RunningHash.key(octets)) where row.jti == octets {
                entries.append(try LedgerEntry(row))
            }
            return entries
        }
    }

    /// The place of the token with a name; nil where there is none.
    public func sequence(
        of jti: ExactString, wid: ExactString?, in nameSpace: EntryKind.NameSpace
    ) throws(LedgerError) -> UInt64? {
        try entries(jti: jti).first { $0.name.wid == wid && $0.name.kind.nameSpace == nameSpace }?.sequence
    }

    /// Reads entries in order, holding a few in memory at a time.
    ///
    /// What was there when the cursor was made is read; what is appended later is not.
    public func entries(from first: UInt64 = 0) throws(LedgerError) -> LedgerCursor {
        LedgerCursor(store: store, filter: .all, from: first, to: try size())
    }

    /// Reads the entries of a workflow in order; those of no workflow for nil.
    public func entries(wid: ExactString?, from first: UInt64 = 0) throws(LedgerError) -> LedgerCursor {
        LedgerCursor(store: store, filter: .workflow(wid.map { Array($0.utf8) }), from: first, to: try size())
    }

    //= ACT#req-act-ledger-proofs
    //# A ledger SHOULD offer inclusion and consistency proofs.
    //= ECT#req-ect-ledger-proofs
    //# A ledger SHOULD offer inclusion proofs, consistency proofs and signed checkpoints C2SP-CHECKPOINT to
    //# those who may read it.
    /// The proof that the entry at a place is in the tree, by default the newest one; O(log n) look-ups.
    public func inclusionProof(of sequence: UInt64, size: UInt64? = nil) throws(LedgerError) -> InclusionProof
    {
        try store.read { (reader) throws(LedgerError) in
            let nodes = StoredNodes(reader: reader, size: try reader.ledgerHead().size)
            guard let proof = try nodes.inclusionProof(of: sequence, size: size ?? nodes.size) else {
                throw .outOfRange(sequence: sequence, size: size.map { min($0, nodes.size) } ?? nodes.size)
            }
            return proof
        }
    }

    /// The proof that the tree of a size, by default the newest one, extends that of an earlier size.
    public func consistencyProof(
        first: UInt64, second: UInt64? = nil
    ) throws(LedgerError) -> ConsistencyProof {
        try store.read { (reader) throws(LedgerError) in
            let nodes = StoredNodes(reader: reader, size: try reader.ledgerHead().size)
            guard let proof = try nodes.consistencyProof(first: first, second: second ?? nodes.size) else {
                throw .outOfRange(sequence: first, size: second.map { min($0, nodes.size) } ?? nodes.size)
            }
            return proof
        }
    }

    /// The root when the ledger had `size` entries.
    public func root(size: UInt64) throws(LedgerError) -> Digest32 {
        try store.read { (reader) throws(LedgerError) in
            let nodes = StoredNodes(reader: reader, size: try reader.ledgerHead().size)
            guard let root = try nodes.root(size: size) else {
                throw .outOfRange(sequence: size, size: nodes.size)
            }
            return root
        }
    }
}

/// Reads entries one after another; each page of them is one short read.
public struct LedgerCursor {
    enum Filter {
        case all
        case workflow([UInt8]?)
    }

    /// How many rows one read fetches.
    private static let page = 64

    private let store: any LedgerStore
    private let filter: Filter
    private let end: UInt64
    private var position: UInt64
    private var rows: ArraySlice<EntryRow> = []

    init(store: any LedgerStore, filter: Filter, from first: UInt64, to end: UInt64) {
        self.store = store
        self.filter = filter
        self.position = first
        self.end = end
    }

    /// The next entry; nil after the last.
    public mutating func next() throws(LedgerError) -> LedgerEntry? {
        while true {
            if rows.isEmpty { try fetch() }
            guard let row = rows.popFirst(), let sequence = UInt64(exactly: row.sequence), sequence < end
            else { return nil }
            position = sequence + 1
            if case .workflow(let wid) = filter, row.wid != wid { continue }
            return try LedgerEntry(row)
        }
    }

    private mutating func fetch() throws(LedgerError) {
        guard position < end, let from = Int64(exactly: position) else { return }
        rows = try store.read { [filter] (reader) throws(LedgerError) in
            switch filter {
            case .all:
                try reader.entries(from: from, limit: Self.page)
            case .workflow(let wid):
                try reader.entries(
                    widKey: wid.map { RunningHash.key($0) } ?? 0, from: from, limit: Self.page)
            }
        }[...]
    }
}

extension LedgerReader {
    func ledgerHead() throws(LedgerError) -> LedgerHead {
        guard let head = try head(), let size = UInt64(exactly: head.newest.size),
            let checkpoints = UInt64(exactly: head.checkpoints), let root = Digest32(head.newest.root),
            let mark = Digest32(head.newest.mark)
        else { throw .damaged("the head is missing or not readable") }
        return LedgerHead(size: size, root: root, mark: mark, checkpoints: checkpoints)
    }
}

extension LedgerEntry {
    init(_ row: EntryRow) throws(LedgerError) {
        guard let sequence = UInt64(exactly: row.sequence), let kind = EntryKind(stored: row.kind),
            let jti = ExactString(stored: row.jti), let iss = ExactString(stored: row.iss)
        else { throw .damaged("entry \(row.sequence) is not readable") }
        var wid: ExactString?
        if let octets = row.wid {
            guard let text = ExactString(stored: octets) else {
                throw .damaged("entry \(row.sequence) is not readable")
            }
            wid = text
        }
        self.init(
            sequence: sequence, name: TokenName(kind: kind, wid: wid, jti: jti, iss: iss), token: row.token,
            recorded: row.recorded)
    }
}

extension EntryKind {
    init?(stored value: Int64) {
        guard let value = UInt8(exactly: value) else { return nil }
        self.init(rawValue: value)
    }
}

extension ExactString {
    /// The text of octets, if they are UTF-8.
    init?(stored octets: [UInt8]) {
        guard let text = String(validating: octets, as: UTF8.self) else { return nil }
        self.init(text)
    }
}
