import Encoding
import Ledger
import Signing

/// The whole of a ledger read and recomputed, beside one SHA-256 of the same tokens.
enum LedgerCheck: Subject {
    static let name = "ledger-verify"
    static let summary = "every entry of a ledger read again and recomputed"

    static func run(_ report: Report, _ scale: Scale) throws {
        let entries = try LedgerRows.entries(scale.rows)
        let path = try LedgerRows.freshPath("verified")
        let ledger = try Ledger.open(path)
        for start in stride(from: 0, to: entries.count, by: 4096) {
            _ = try ledger.append(contentsOf: Array(entries[start..<min(start + 4096, entries.count)]))
        }
        let comparison = try PairedRuns(
            rounds: max(2, scale.rounds / 6), calls: entries.count, clock: .thread
        ).compare(
            ours: { _ in
                guard try ledger.verify().isIntact else { throw BenchError("the ledger is not intact") }
            },
            floor: { _ in for entry in entries { _ = SHA256.digest(entry.token) } })
        let rates = comparison.ours.map { 1 / $0 }
        let hash = "one SHA-256 of the token takes \(Report.time(comparison.floor.median))"
        report.figure("entries verified", rates, "entries/s", note: hash)
    }
}
