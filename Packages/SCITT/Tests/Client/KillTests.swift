import Encoding
import Foundation
import HTTPTransport
import JOSE
import SCITT
import Signing
import TestSupport
import Testing
import Trust

/// Processes that end at any moment between an outbox and a service: nothing is lost, nothing is registered
/// twice, nothing counts as anchored without its receipt.
///
/// `OUTBOX_CRASHES` sets how many processes are killed at random (200).
@Suite(.serialized) struct KillTests {
    static let crashes = ProcessInfo.processInfo.environment["OUTBOX_CRASHES"].flatMap { Int($0) } ?? 200

    @Test(
        "a process that ends before or after any write or request leaves all to go on from",
        arguments: [FakeService.Dialect.immediate, .revision09, .duplicate])
    func everyPoint(dialect: FakeService.Dialect) throws {
        var point = 0
        var passed: Set<String> = []
        while true {
            let scene = try Scene(dialect, polls: 1)
            let entries = try scene.enqueue(1...2)
            let lines = try Carrier(scene, point: point).wait()
            if lines.last?.hasPrefix("end") == true { break }
            passed.formUnion(lines)
            let again = try Carrier(scene).wait()
            #expect(again.last == "end 0", "\(dialect), point \(point)")
            try Self.check(scene, entries, "\(dialect), point \(point)")
            point += 1
        }
        #expect(point > 8)
        let expected =
            dialect == .immediate
            ? ["before request", "after request", "before anchored", "after anchored"]
            : ["before request", "after request", "before sent", "after sent", "after anchored"]
        #expect(passed.isSuperset(of: expected))
    }

    @Test("nothing is lost or doubled when processes are killed at random moments")
    func random() throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        var kills = 0
        var number = 0
        while kills < Self.crashes {
            let scene = try Scene(random.pick(FakeService.Dialect.allCases.filter { $0 != .ccf }), polls: 1)
            var entries: [OutboxEntry] = []
            for _ in 0..<25 where kills < Self.crashes {
                entries += try scene.enqueue(number...number + 4)
                number += 5
                let carrier = try Carrier(scene)
                usleep(UInt32(random.integer(in: 10_000...90_000)))
                carrier.kill()
                kills += 1
            }
            #expect(try Carrier(scene).wait().last == "end 0", "seed \(random.seed)")
            try Self.check(scene, entries, "seed \(random.seed)")
        }
    }

    /// Every entry is anchored by a receipt that verifies, and registered once.
    static func check(_ scene: Scene, _ entries: [OutboxEntry], _ comment: String) throws {
        let outbox = try Outbox(path: scene.folder.file())
        #expect(try outbox.summary() == OutboxSummary(anchored: entries.count), "\(comment)")
        #expect(scene.service.size == UInt64(entries.count) + 2, "\(comment)")
        #expect(try outbox.splitViews() == [], "\(comment)")
        for entry in entries {
            let stored = try #require(try outbox.entry(entry.digest, for: entry.service))
            guard case .anchored(let receipt, let key) = stored.state else { continue }
            _ = try Receipt(parsing: receipt)
                .verifyInclusion(of: stored.statement, key: key, profile: .statement)
            #expect(scene.service.registrations(of: entry.statement) == 1, "\(comment)")
        }
    }
}

/// A running `outbox-crash`, which is built beside the tests.
final class Carrier {
    private let process = Process()
    private let output = Pipe()

    init(_ scene: Scene, point: Int? = nil) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("outbox-crash")
        process.arguments =
            [
                scene.folder.file(), FakeService.name.string, scene.server.url,
                String(decoding: scene.service.jwk.encode(), as: UTF8.self),
            ] + (point.map { ["\($0)"] } ?? [])
        process.standardOutput = output
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        _ = wait()
    }

    /// The lines that the process has written when it ends.
    func wait() -> [String] {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}
