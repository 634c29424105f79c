import Encoding
import Merkle
import Signing

/// One pass over all rows of a ledger.
///
/// Where a value is wrong, the pass goes on with whichever of the stored and the computed value the next
/// row confirms, so that one edit is named once and where it was made.
struct LedgerVerification {
    let reader: any LedgerReader
    let anchor: Checkpoint?
    let parse: (([UInt8]) -> TokenName?)?
    var report = LedgerReport()

    /// The tree over the entries so far; nil after a gap, because no root can be computed over one.
    var frontier: MerkleFrontier? = MerkleFrontier()
    /// What the running hash over the entries may be: more than one after an edit.
    var marks: [Digest32] = [.zero]
    var checkpoints: CheckpointLine

    /// How many rows one step reads.
    static let page = 64

    /// How many values of a running hash are followed, so that a file in which every row was edited is
    /// read in the time of any other.
    static let mostCandidates = 4

    init(reader: any LedgerReader, anchor: Checkpoint?, parse: (([UInt8]) -> TokenName?)?) {
        self.reader = reader
        self.anchor = anchor
        self.parse = parse
        checkpoints = CheckpointLine(reader: reader)
        report.namesCompared = parse != nil
        report.anchored = anchor != nil
    }

    /// Reads everything; where the storage engine can't read on, that is one more fault and the end.
    mutating func run(_ progress: ((UInt64) -> Void)?) throws(LedgerError) -> LedgerReport {
        do {
            try pass(progress)
        } catch .damaged(let what) {
            report.add(.storage(what))
        }
        return report
    }

    private mutating func pass(_ progress: ((UInt64) -> Void)?) throws(LedgerError) {
        for fault in try reader.storageFaults() {
            report.add(.storage(fault))
        }
        let head = try reader.head()
        if head == nil { report.add(.headMissing) }
        let size = try expectedSize(head)
        try checkpoints.skipUnexpected(upTo: 0, &report)
        checkAnchor(at: 0)
        var position: Int64 = 0
        var from = Int64.min
        while true {
            let rows = try reader.entries(from: from, limit: Self.page)
            guard let last = rows.last else { break }
            for row in rows {
                guard row.sequence >= position, row.sequence < size else {
                    report.add(.entryUnexpected(sequence: row.sequence))
                    continue
                }
                if row.sequence > position { try gap(position, row.sequence) }
                try check(row)
                position = row.sequence + 1
                try checkpoints.check(
                    at: position, root: frontier?.root, marks: marks, &report)
                checkAnchor(at: UInt64(position))
            }
            progress?(report.entries)
            guard last.sequence < .max else { break }
            from = last.sequence + 1
        }
        if position < size { try gap(position, size) }
        try checkpoints.finish(head: head, size: size, entries: position, &report)
        if let anchor, anchor.size > UInt64(position) {
            report.add(.anchorBeyondEnd(size: anchor.size, stored: UInt64(position)))
        }
        report.checkpoints = checkpoints.count
        report.root = frontier?.root
    }

    /// The number of entries that there should be: what head and newest checkpoint agree on, else the one of
    /// the two at which the entries do end.
    private func expectedSize(_ head: HeadRow?) throws(LedgerError) -> Int64 {
        let stored = try reader.newestCheckpoint()?.size ?? 0
        guard let head, head.newest.size != stored else { return stored }
        for size in [stored, head.newest.size] where size >= 0 {
            guard try reader.nodes(size) == nil else { continue }
            if size == 0 { return size }
            if try reader.nodes(size - 1) != nil { return size }
        }
        return max(stored, head.newest.size)
    }

    /// The entries from `first` up to but not including `end` are not there.
    private mutating func gap(_ first: Int64, _ end: Int64) throws(LedgerError) {
        report.add(.entriesMissing(first: UInt64(first), last: UInt64(end - 1)))
        frontier = nil
        marks = []
        try checkpoints.pass(after: first, before: end, &report)
    }

    private mutating func checkAnchor(at size: UInt64) {
        guard let anchor, anchor.size == size, let frontier else { return }
        if frontier.root != anchor.root { report.add(.anchorMismatch(size: size)) }
        if let mark = anchor.mark, !marks.contains(mark) { report.add(.anchorMarkMismatch(size: size)) }
    }

    private mutating func check(_ row: EntryRow) throws(LedgerError) {
        let sequence = UInt64(row.sequence)
        report.entries += 1
        let leaf = checkHashes(of: row, sequence)
        checkNodes(of: row, sequence, leaf: leaf)
        try checkKeys(of: row, sequence)
        checkNames(of: row, sequence)
    }

    /// Compares the row with its mark, and gives the hash of the leaf as it was appended.
    private mutating func checkHashes(of row: EntryRow, _ sequence: UInt64) -> Digest32 {
        let computed = MerkleHash.leaf(row.token.span)
        let stored = row.nodes.count >= 32 ? Digest32(row.nodes.span.extracting(first: 32)) : nil
        guard let mark = Digest32(row.mark) else {
            report.add(.entryEdited(sequence: sequence, .metadata))
            marks = marks.map { RunningHash.mark(after: $0, leaf: computed, row: row) }
            return computed
        }
        let known = marks
        marks = [mark]
        // After a gap there is nothing to compare the mark with; the next one will tell.
        if known.isEmpty {
            if stored != computed { report.add(.entryEdited(sequence: sequence, .token)) }
            return computed
        }
        for previous in known where RunningHash.mark(after: previous, leaf: computed, row: row) == mark {
            return computed
        }
        if let stored, stored != computed {
            for previous in known where RunningHash.mark(after: previous, leaf: stored, row: row) == mark {
                report.add(.entryEdited(sequence: sequence, .token))
                return stored
            }
        }
        report.add(.entryEdited(sequence: sequence, .metadata))
        marks += known.prefix(Self.mostCandidates).map {
            RunningHash.mark(after: $0, leaf: computed, row: row)
        }
        return computed
    }

    private mutating func checkNodes(of row: EntryRow, _ sequence: UInt64, leaf: Digest32) {
        guard frontier != nil else {
            if row.nodes.count < 32 { report.add(.entryEdited(sequence: sequence, .nodes)) }
            return
        }
        var nodes: [UInt8] = []
        frontier?.append(leaf) { _, node in node.span.withUnsafeBytes { nodes += $0 } }
        if nodes != row.nodes { report.add(.entryEdited(sequence: sequence, .nodes)) }
    }

    private mutating func checkKeys(of row: EntryRow, _ sequence: UInt64) throws(LedgerError) {
        var intact =
            row.jtiKey == RunningHash.key(row.jti)
            && row.widKey == row.wid.map { RunningHash.key($0) } ?? 0
        if let kind = EntryKind(stored: row.kind) {
            var space = kind.nameSpace.rawValue
            if row.space != space {
                // Legitimate only where earlier rows have the same keys and other names.
                let rivals = try reader.entries(jtiKey: row.jtiKey).filter {
                    $0.sequence < row.sequence && $0.widKey == row.widKey && $0.space & 1 == space
                }
                if let last = rivals.map(\.space).max(), last < .max - 2 { space = last + 2 }
                intact = intact && !rivals.contains { $0.jti == row.jti && $0.wid == row.wid }
            }
            intact = intact && row.space == space
        } else {
            report.add(.entryEdited(sequence: sequence, .kind))
        }
        if !intact { report.add(.entryEdited(sequence: sequence, .keys)) }
    }

    private mutating func checkNames(of row: EntryRow, _ sequence: UInt64) {
        guard let parse else { return }
        guard let name = parse(row.token) else {
            report.add(.tokenUnreadable(sequence: sequence))
            return
        }
        let parts: [(LedgerPart, Bool)] = [
            (.kind, Int64(name.kind.rawValue) == row.kind),
            (.wid, name.wid.map { Array($0.utf8) } == row.wid),
            (.jti, name.jti.utf8.elementsEqual(row.jti)),
            (.iss, name.iss.utf8.elementsEqual(row.iss)),
        ]
        for (part, agrees) in parts where !agrees {
            report.add(.entryDisagrees(sequence: sequence, part))
        }
    }
}
