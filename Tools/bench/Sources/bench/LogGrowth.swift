import CBOR
import COSE
import Encoding
import Foundation
import SCITT
import TransparencyService

/// What a registration costs a log as it grows: processor time of the whole process, which no other program adds
/// to.
enum LogGrowth: Subject {
    static let name = "log"
    static let summary = "registrations in logs of a thousand to a million entries: receipt, rows, commit"

    /// Registrations that are measured at each size.
    private static let sample = 1024

    static func run(_ report: Report, _ scale: Scale) async throws {
        let folder = try Machine.folder("log").path
        try? FileManager.default.removeItem(atPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try StatementLog.open(
            folder, policy: RegistrationPolicy(.anyone), clock: { TokenSet.start })
        let pattern = try AnchorSet(.es256).statement(0)
        var size = 2
        var first: Double?
        for target in [1_000, 10_000, 100_000, 1_000_000] where target <= scale.entries {
            while size < target {
                let count = min(8192, target - size)
                try await register(statements(size..<size + count, like: pattern), in: log)
                size += count
            }
            var costs: [Double] = []
            for _ in 0..<5 {
                let batch = try statements(size..<size + sample, like: pattern)
                let seconds = try await Stopwatch.process.seconds { try await register(batch, in: log) }
                costs.append(seconds / Double(sample) * 1e6)
                size += sample
            }
            let ratio = first.map { "\(Report.number(costs.median / $0)) x that at 1000" } ?? ""
            report.figure("a registration at \(target) entries", costs, "us", note: ratio)
            if target == 1_000_000 {
                // The paths are twice as long as at a thousand.
                let ratios = costs.map { $0 / (first ?? .nan) }
                report.figure("at a million entries / at a thousand", ratios, "x", aim: .atMost(2))
            }
            first = first ?? costs.median
        }
        let octets = try FileManager.default.attributesOfItem(atPath: "\(folder)/log.sqlite")[.size] as? Int
        report.figure("a log's octets for an entry", [Double(octets ?? 0) / Double(size)], "octets")
        log.close()
    }

    private static func register(_ statements: [SignedStatement], in log: StatementLog) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for statement in statements { group.addTask { _ = try await log.register(statement) } }
            try await group.waitForAll()
        }
    }

    /// Statements that differ in their payloads. The log does not verify signatures, the service does.
    private static func statements(
        _ numbers: Range<Int>, like pattern: SignedStatement
    ) throws -> [SignedStatement] {
        guard let payload = pattern.message.unverifiedPayload,
            let start = pattern.octets.firstRange(of: payload)?.lowerBound
        else { throw BenchError("the statement has no payload") }
        return try numbers.map { number in
            var octets = pattern.octets
            octets.replaceSubrange(start..<start + 8, with: AnchorSet.octets(number))
            return try SignedStatement(parsing: octets)
        }
    }
}
