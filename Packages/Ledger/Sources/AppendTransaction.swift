import Encoding
import Merkle
import Signing

/// What the next append needs to know of everything before it.
struct TreeState: Sendable {
    var frontier = MerkleFrontier()
    var mark = Digest32.zero
    var link = Digest32.zero
    var checkpoints: Int64 = 0
}

/// Appends inside one transaction of a store.
struct AppendTransaction {
    private let writer: any LedgerWriter
    private var state: TreeState
    private var appended = false

    /// Goes on from the stored head, or from `known` where the head is still that one.
    init(writer: any LedgerWriter, resuming known: TreeState?) throws(LedgerError) {
        self.writer = writer
        guard let head = try writer.head() else { throw .damaged("the head is missing") }
        if let known, known.checkpoints == head.checkpoints, known.link == Digest32(head.newest.link) {
            state = known
        } else {
            state = try TreeState(head, reader: writer)
        }
    }

    /// Appends one token, or says why it isn't.
    mutating func append(_ entry: NewEntry) throws(LedgerError) -> AppendOutcome {
        guard entry.token.count <= NewEntry.largestToken else {
            return .refused(.tokenTooLarge(octets: entry.token.count))
        }
        //= ACT#req-act-ledger-sequence
        //# Sequence numbers MUST start at 0 and increase by one from entry to entry.
        //= ECT#req-ect-ledger-sequence
        //# Sequence numbers MUST start at 0 and increase by 1 without a gap.
        guard let sequence = Int64(exactly: state.frontier.size) else {
            throw .outOfRange(sequence: state.frontier.size, size: state.frontier.size)
        }
        //= ECT#req-ect-ledger-tree
        //# A ledger MUST keep a Merkle tree
        let leaf = MerkleHash.leaf(entry.token.span)
        var nodes: [UInt8] = []
        nodes.reserveCapacity(64)
        let growth = state.frontier.growth(by: leaf) { _, node in
            node.span.withUnsafeBytes { nodes.append(contentsOf: $0) }
        }
        var row = EntryRow(sequence: sequence, entry: entry, nodes: nodes)
        let mark = RunningHash.mark(after: state.mark, leaf: leaf, row: row)
        row.mark = mark.octets
        while try !writer.insert(row) {
            if let outcome = try conflict(&row, token: entry.token) { return outcome }
        }
        state.frontier.grow(by: growth)
        state.mark = mark
        appended = true
        return .appended(state.frontier.size - 1)
    }

    /// Writes the checkpoint, if there is anything new.
    mutating func finish() throws(LedgerError) -> TreeState {
        guard appended else { return state }
        let root = state.frontier.root
        state.link = RunningHash.link(
            after: state.link, size: state.frontier.size, root: root, mark: state.mark)
        state.checkpoints += 1
        //= ACT#req-act-ledger-root
        //# A ledger MUST keep the size and the root hash of its tree for every commit.
        //= ECT#req-ect-ledger-roots
        //# A ledger MUST keep the tree size and the root of every commit.
        let checkpoint = CheckpointRow(
            size: Int64(state.frontier.size), root: root.octets, mark: state.mark.octets,
            link: state.link.octets)
        try writer.insert(checkpoint, head: HeadRow(checkpoints: state.checkpoints, newest: checkpoint))
        return state
    }

    /// Why a row could not be inserted: a token with its name is there. Where only the keys of the names
    /// are the same, the row moves on to the next free `space`.
    private func conflict(_ row: inout EntryRow, token: [UInt8]) throws(LedgerError) -> AppendOutcome? {
        let space = row.space & 1
        let rivals = try writer.entries(jtiKey: row.jtiKey).filter { [row] in
            $0.widKey == row.widKey && $0.space & 1 == space
        }
        if let first = rivals.first(where: { [row] in $0.jti == row.jti && $0.wid == row.wid }) {
            let sequence = UInt64(bitPattern: first.sequence)
            //= ACT#req-act-ledger-unique
            //# A ledger MUST refuse a token when its name space already holds a different token
            //= ECT#req-ect-ledger-unique
            //# A ledger MUST refuse a record
            guard NewEntry.signedPart(of: first.token) == NewEntry.signedPart(of: token) else {
                return .refused(
                    .duplicate(wid: row.wid.map(ExactString.init), jti: ExactString(row.jti), first: sequence)
                )
            }
            //= ACT#req-act-ledger-idempotent
            //# a ledger MUST answer the sequence number of the first submission and append nothing
            //= ECT#req-ect-ledger-idempotent
            //# A ledger MUST answer a second append of the same octets, those of the signature segment
            //# aside, with the sequence number of the first, without a new entry.
            return .present(sequence)
        }
        guard let last = rivals.map(\.space).max(), last >= row.space, last < .max - 2 else {
            throw .damaged("the index of names does not agree with the entries")
        }
        row.space = last + 2
        return nil
    }
}

extension TreeState {
    /// The state that the stored head describes, with the frontier read from the stored nodes.
    init(_ head: HeadRow, reader: any LedgerReader) throws(LedgerError) {
        guard let size = UInt64(exactly: head.newest.size), let root = Digest32(head.newest.root),
            let mark = Digest32(head.newest.mark), let link = Digest32(head.newest.link),
            let frontier = try MerkleFrontier(size: size, of: StoredNodes(reader: reader, size: size)),
            frontier.root == root
        else { throw .damaged("the head does not agree with the entries") }
        self.init(frontier: frontier, mark: mark, link: link, checkpoints: head.checkpoints)
    }
}

extension EntryRow {
    /// The row of a new entry, before its mark is known.
    init(sequence: Int64, entry: NewEntry, nodes: [UInt8]) {
        let name = entry.name
        let wid = name.wid.map { Array($0.utf8) }
        let jti = Array(name.jti.utf8)
        self.init(
            sequence: sequence, kind: Int64(name.kind.rawValue), recorded: entry.recorded, wid: wid, jti: jti,
            iss: Array(name.iss.utf8), jtiKey: RunningHash.key(jti),
            widKey: wid.map { RunningHash.key($0) } ?? 0, space: name.kind.nameSpace.rawValue, nodes: nodes,
            mark: [], token: entry.token)
    }
}

extension ExactString {
    /// The text of octets that were text when they were stored.
    init(_ octets: [UInt8]) {
        self.init(String(decoding: octets, as: UTF8.self))
    }
}
