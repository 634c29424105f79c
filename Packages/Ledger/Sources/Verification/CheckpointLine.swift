import Signing

/// The stored checkpoints, compared one by one with the tree while it is rebuilt.
struct CheckpointLine {
    private let reader: any LedgerReader
    private var page: ArraySlice<CheckpointRow> = []
    private var exhausted = false
    private var from = Int64.min
    private var last: CheckpointRow?
    /// What the running hash may be: more than one after an edit.
    private var links: [Digest32] = [.zero]

    /// How many checkpoints were read.
    private(set) var count: UInt64 = 0

    init(reader: any LedgerReader) { self.reader = reader }

    /// Takes checkpoints at sizes that no checkpoint is made at.
    mutating func skipUnexpected(upTo size: Int64, _ report: inout LedgerReport) throws(LedgerError) {
        while let row = try peek(), row.size <= size {
            take(row)
            report.add(.checkpointUnexpected(size: row.size))
        }
    }

    /// Compares the checkpoint at a size, if there is one, with the root and the running hash there.
    mutating func check(
        at size: Int64, root: Digest32?, marks: [Digest32], _ report: inout LedgerReport
    ) throws(LedgerError) {
        while let row = try peek(), row.size <= size {
            take(row)
            guard row.size == size else {
                report.add(.checkpointUnexpected(size: row.size))
                continue
            }
            compare(row, root: root, marks: marks, &report)
        }
    }

    /// Takes the checkpoints inside a gap between entries: only their own line can be followed.
    mutating func pass(
        after first: Int64, before end: Int64, _ report: inout LedgerReport
    ) throws(LedgerError) {
        while let row = try peek(), row.size <= end {
            take(row)
            compare(row, root: nil, marks: [], &report)
        }
    }

    /// Compares the last checkpoint with the head and with the end of the entries.
    mutating func finish(
        head: HeadRow?, size: Int64, entries: Int64, _ report: inout LedgerReport
    ) throws(LedgerError) {
        let covered = last
        while let row = try peek() {
            take(row)
            report.add(.checkpointUnexpected(size: row.size))
        }
        if (covered?.size ?? 0) < entries {
            report.add(.entriesUncovered(first: UInt64(covered?.size ?? 0)))
        }
        guard let head else { return }
        let newest = covered ?? HeadRow.empty.newest
        if head.newest.size != newest.size {
            if head.newest.size == size {
                report.add(.checkpointMissing(size: size))
            } else {
                report.add(.headEdited(.size))
            }
        } else {
            if head.newest.root != newest.root { report.add(.headEdited(.root)) }
            if head.newest.mark != newest.mark { report.add(.headEdited(.mark)) }
            if head.newest.link != newest.link { report.add(.headEdited(.link)) }
        }
        if head.checkpoints != Int64(count) {
            report.add(.checkpointCount(stored: Int64(count), head: head.checkpoints))
        }
    }

    private mutating func compare(
        _ row: CheckpointRow, root: Digest32?, marks: [Digest32], _ report: inout LedgerReport
    ) {
        let storedRoot = Digest32(row.root)
        let storedMark = Digest32(row.mark)
        let storedLink = Digest32(row.link)
        if storedRoot == nil || root.map({ $0 != storedRoot }) ?? false {
            report.add(.checkpointEdited(size: row.size, .root))
        }
        if storedMark.map({ !marks.isEmpty && !marks.contains($0) }) ?? true {
            report.add(.checkpointEdited(size: row.size, .mark))
        }
        // Over the values as stored and as computed: whichever the link confirms is the original.
        var computed: [Digest32] = []
        for link in links {
            for root in [root, storedRoot].compactMap({ $0 }) {
                for mark in marks + [storedMark].compactMap({ $0 }) {
                    computed.append(
                        RunningHash.link(
                            after: link, size: UInt64(bitPattern: row.size), root: root, mark: mark))
                }
            }
        }
        guard let storedLink, computed.contains(storedLink) else {
            report.add(.checkpointOutOfLine(size: row.size))
            links = [storedLink].compactMap { $0 } + computed.prefix(LedgerVerification.mostCandidates)
            return
        }
        links = [storedLink]
    }

    private mutating func take(_ row: CheckpointRow) {
        page.removeFirst()
        count += 1
        last = row
    }

    private mutating func peek() throws(LedgerError) -> CheckpointRow? {
        if page.isEmpty, !exhausted {
            page = try reader.checkpoints(from: from, limit: LedgerVerification.page)[...]
            if let last = page.last, last.size < .max {
                from = last.size + 1
            } else {
                exhausted = true
            }
        }
        return page.first
    }
}
