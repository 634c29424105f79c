import Foundation
import Merkle
import Signing

/// A ledger's rows in memory: for tests, and for work whose result is only a verdict.
public final class MemoryLedgerStore: LedgerStore, @unchecked Sendable {
    private let lock = NSLock()
    private var rows = MemoryRows()

    /// An empty store.
    public init() {}

    /// Reads from a copy-on-write copy of the rows.
    public func read<Result>(
        _ body: (any LedgerReader) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        lock.lock()
        let view = MemoryTransaction(rows)
        lock.unlock()
        return try body(view)
    }

    /// Writes under the lock; what was added is taken away again when `body` throws.
    public func write<Result>(
        _ body: (any LedgerWriter) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        lock.lock()
        defer { lock.unlock() }
        let transaction = MemoryTransaction(rows)
        // The transaction holds the only reference, so that appending copies nothing.
        rows = MemoryRows()
        let (entries, checkpoints, head) = transaction.extent
        defer { rows = transaction.rows }
        do {
            return try body(transaction)
        } catch {
            transaction.rollBack(entries: entries, checkpoints: checkpoints, head: head)
            throw error
        }
    }
}

private struct MemoryRows {
    struct Name: Hashable {
        var jtiKey: Int64
        var widKey: Int64
        var space: Int64
    }

    var entries: [EntryRow] = []
    var names: Set<Name> = []
    var byJTI: [Int64: [Int]] = [:]
    var byWorkflow: [Int64: [Int]] = [:]
    var checkpoints: [CheckpointRow] = []
    var head = HeadRow.empty
}

private final class MemoryTransaction: LedgerWriter {
    var rows: MemoryRows

    init(_ rows: MemoryRows) { self.rows = rows }

    var extent: (entries: Int, checkpoints: Int, head: HeadRow) {
        (rows.entries.count, rows.checkpoints.count, rows.head)
    }

    func rollBack(entries: Int, checkpoints: Int, head: HeadRow) {
        while rows.entries.count > entries, let row = rows.entries.popLast() {
            rows.names.remove(row.memoryName)
            rows.byJTI[row.jtiKey]?.removeLast()
            rows.byWorkflow[row.widKey]?.removeLast()
        }
        rows.checkpoints.removeLast(rows.checkpoints.count - checkpoints)
        rows.head = head
    }

    func head() -> HeadRow? { rows.head }

    func entry(_ sequence: Int64) -> EntryRow? {
        rows.entries.indices.contains(Int(sequence)) ? rows.entries[Int(sequence)] : nil
    }

    func nodes(_ sequence: Int64) -> [UInt8]? { entry(sequence)?.nodes }

    func entries(from sequence: Int64, limit: Int) -> [EntryRow] {
        Array(rows.entries.dropFirst(Int(max(0, sequence))).prefix(limit))
    }

    func entries(jtiKey: Int64) -> [EntryRow] {
        (rows.byJTI[jtiKey] ?? []).map { rows.entries[$0] }
    }

    func entries(widKey: Int64, from sequence: Int64, limit: Int) -> [EntryRow] {
        (rows.byWorkflow[widKey] ?? []).lazy.filter { $0 >= sequence }.prefix(limit)
            .map { self.rows.entries[$0] }
    }

    func checkpoints(from size: Int64, limit: Int) -> [CheckpointRow] {
        // Checkpoints are in order of size.
        var low = 0
        var high = rows.checkpoints.count
        while low < high {
            let middle = (low + high) / 2
            if rows.checkpoints[middle].size < size { low = middle + 1 } else { high = middle }
        }
        return Array(rows.checkpoints[low...].prefix(limit))
    }

    func newestCheckpoint() -> CheckpointRow? { rows.checkpoints.last }

    func storageFaults() -> [String] { [] }

    func insert(_ row: EntryRow) -> Bool {
        guard rows.names.insert(row.memoryName).inserted else { return false }
        rows.byJTI[row.jtiKey, default: []].append(rows.entries.count)
        rows.byWorkflow[row.widKey, default: []].append(rows.entries.count)
        rows.entries.append(row)
        return true
    }

    func insert(_ row: CheckpointRow, head: HeadRow) {
        rows.checkpoints.append(row)
        rows.head = head
    }
}

extension EntryRow {
    fileprivate var memoryName: MemoryRows.Name {
        MemoryRows.Name(jtiKey: jtiKey, widKey: widKey, space: space)
    }
}

extension HeadRow {
    /// The head of a ledger to which nothing was appended yet.
    static let empty = HeadRow(
        checkpoints: 0,
        newest: CheckpointRow(
            size: 0, root: MerkleHash.empty.octets, mark: Digest32.zero.octets, link: Digest32.zero.octets))
}
