import Audit
import Claims
import Dispatch
import Encoding
import Foundation
import JOSE
import Ledger
import Trust

/// An audit end to end: trust file read, every token verified, the graph judged, everything appended to a
/// durable ledger. Beside it, the same signatures verified by OpenSSL alone, already cut up, on all cores.
enum AuditRecords: Subject {
    static let name = "audit"
    static let summary = "100 000 records audited into a new ledger, over raw verification on all cores"

    static func run(_ report: Report, _ scale: Scale) async throws {
        for algorithm in Algorithm.allCases {
            let set = try TokenSet(algorithm, count: scale.records, agents: 20)
            let raw = try set.lines.map { try RawToken($0, algorithm) }
            var (wall, processor) = (PairedRuns.Comparison(), PairedRuns.Comparison())
            for round in 0..<3 {
                let floor = try await measured { try verifyRaw(raw, set, algorithm) }
                let ours = try await measured { try await audit(set) }
                // The first round warms up.
                guard round > 0 || scale.sessions == 1 else { continue }
                wall.add(ours: ours.wall, floor: floor.wall, calls: raw.count)
                processor.add(ours: ours.processor, floor: floor.processor, calls: raw.count)
                if scale.sessions == 1 { break }
            }
            let rate = "\(Report.number(1 / wall.ours.median)) records/s"
            let floor = "raw \(Report.number(1 / wall.floor.median))/s on \(Machine.cores) cores"
            report.figure(
                "\(algorithm.rawValue) records/s / raw verifications/s", wall.ratios.map { 1 / $0 }, "x",
                aim: .atLeast(0.85), note: "\(rate), \(floor)")
            report.figure(
                "\(algorithm.rawValue) processor time, raw / audit", processor.ratios.map { 1 / $0 }, "x",
                note: "\(Report.time(processor.ours.median)) a record, raw "
                    + Report.time(processor.floor.median))
        }
    }

    private static func measured(
        _ body: () async throws -> Void
    ) async rethrows -> (wall: Double, processor: Double) {
        let (wall, processor) = (Stopwatch.wall.now, Stopwatch.process.now)
        try await body()
        return (Stopwatch.wall.now - wall, Stopwatch.process.now - processor)
    }

    private static func audit(_ set: TokenSet) async throws {
        let trust = try TrustStore(TrustFile(parsing: Array(Data(contentsOf: set.trust))))
        let policy = AuditPolicy(now: NumericDate(clamping: TokenSet.start + 10_000_000))
        let ledger = try Ledger.open(LedgerRows.freshPath("audit"))
        let auditor = Auditor(trust: trust, policy: policy, ledger: ledger)
        let report = try await auditor.audit(TokenLines(path: set.tokens.path), workers: Machine.cores)
        guard report.verdict == .complete, report.ledgerSize == UInt64(set.lines.count) else {
            throw BenchError("the audit says \(report.verdict) of \(report.ledgerSize ?? 0) entries")
        }
    }

    private static func verifyRaw(_ tokens: [RawToken], _ set: TokenSet, _ algorithm: Algorithm) throws {
        let agents = set.trustFile.issuers.count
        let keys = try (0..<agents).map { try set.key(of: $0) }
        let cores = Machine.cores
        DispatchQueue.concurrentPerform(iterations: cores) { share in
            guard let verifiers = try? keys.map({ try RawVerifier($0, algorithm) }) else { return }
            for index in stride(from: share, to: tokens.count, by: cores) {
                guard (try? verifiers[index % agents].verify(tokens[index])) != nil else {
                    preconditionFailure("a token of ours does not verify")
                }
            }
        }
    }
}
