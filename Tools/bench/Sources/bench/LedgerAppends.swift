import Ledger

/// Durable appends: ours beside SQLite itself with the same pragmas, names and indexes, which keeps no tree,
/// no running hashes and no checkpoints.
enum LedgerAppends: Subject {
    static let name = "append"
    static let summary = "durable appends to a ledger, over raw SQLite with the same pragmas"

    static func run(_ report: Report, _ scale: Scale) async throws {
        let entries = try LedgerRows.entries(scale.rows)
        for batch in [1, 256, 4096] {
            // A commit waits for the disk, so that few single ones make a round.
            let slice = entries.prefix(batch == 1 ? 100 : min(entries.count, batch * 16))
            let comparison = try PairedRuns(
                rounds: scale.rounds / 4, calls: slice.count, clock: .wall
            ).compare(
                ours: { _ in try appendToLedger(slice, batch) },
                floor: { _ in try appendToFloor(slice, batch) })
            rates(report, batch == 1 ? "one at a time" : "batches of \(batch)", comparison)
        }
        try await groupCommit(report, entries.prefix(16_384), scale)
    }

    /// Many appenders that each wait for their own entry, beside raw commits of as many rows.
    private static func groupCommit(
        _ report: Report, _ entries: ArraySlice<NewEntry>, _ scale: Scale
    ) async throws {
        let appenders = 256
        var comparison = PairedRuns.Comparison()
        for _ in 0..<max(2, scale.rounds / 6) {
            let ledger = try Ledger.open(LedgerRows.freshPath("ours"))
            let ours = await Stopwatch.wall.seconds {
                await withTaskGroup(of: Void.self) { group in
                    for appender in 0..<appenders {
                        group.addTask {
                            for index in stride(from: appender, to: entries.count, by: appenders) {
                                _ = try? await ledger.append(entries[index])
                            }
                        }
                    }
                }
            }
            guard try ledger.head().size == entries.count else { throw BenchError("entries are lost") }
            let floor = try Stopwatch.wall.seconds { try appendToFloor(entries, appenders) }
            comparison.add(ours: ours, floor: floor, calls: entries.count)
        }
        rates(report, "group commit, \(appenders) appenders", comparison)
    }

    private static func rates(_ report: Report, _ name: String, _ comparison: PairedRuns.Comparison) {
        let (ours, floor) = (1 / comparison.ours.median, 1 / comparison.floor.median)
        report.figure(
            "\(name), ours / raw", comparison.ratios.map { 1 / $0 }, "x", aim: .atLeast(0.8),
            note: "ours \(Report.number(ours))/s, raw \(Report.number(floor))/s")
    }

    private static func appendToLedger(_ entries: ArraySlice<NewEntry>, _ batch: Int) throws {
        let ledger = try Ledger.open(LedgerRows.freshPath("ours"))
        for start in stride(from: 0, to: entries.count, by: batch) {
            _ = try ledger.append(contentsOf: Array(entries[start..<min(start + batch, entries.count)]))
        }
    }

    private static func appendToFloor(_ entries: ArraySlice<NewEntry>, _ batch: Int) throws {
        let store = try RawStore(LedgerRows.freshPath("raw"))
        for start in stride(from: 0, to: entries.count, by: batch) {
            try store.append(entries[start..<min(start + batch, entries.count)])
        }
    }
}
