import Encoding
import Foundation
import HTTPTransport
import JOSE
import SCITT
import Signing
import TestStorage
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

    @Test(
        "a process that is killed in or after any write of its file leaves all to go on from",
        arguments: [DiskFault.killedTorn, .killedAfter])
    func everyWrite(fault: DiskFault) async throws {
        var operation = 0
        while true {
            let scene = try Scene(.revision09, polls: 1)
            let entries = try scene.enqueue(1...1)
            let lines = try Carrier(scene, fault: fault, at: operation).wait()
            if lines.last?.hasPrefix("end") == true { break }
            let (place, outbox) = ("\(fault), operation \(operation)", try Outbox(path: scene.folder.file()))
            #expect(try await scene.run(outbox: outbox).run() == OutboxSummary(anchored: 1), "\(place)")
            try Self.check(scene, entries, place)
            operation += 1
        }
        #expect(operation > 5)
    }

    @Test("while another process stands in a transaction, the outbox says that it is locked, and waits")
    func locked() async throws {
        let scene = try Scene()
        let entries = try scene.enqueue(1...1)
        let impatient = try Outbox(path: scene.folder.file(), patience: 0.05)
        let carrier = try Carrier(scene, fault: .stopped, at: 0)
        #expect(carrier.waitUntilStopped())
        #expect(throws: OutboxError.locked) { try impatient.retry(entries[0], now: scene.clock.now) }
        await #expect(throws: OutboxError.locked) { try await scene.run(outbox: impatient).run() }
        #expect(try impatient.summary() == OutboxSummary(queued: 1))
        carrier.signal(SIGCONT)
        #expect(carrier.wait().last == "end 0")
        try Self.check(scene, entries, "after SIGCONT")
        // The other way round: the one that stands there is killed, and its lock goes with it.
        let other = try Scene()
        let stood = try other.enqueue(2...2)
        let killed = try Carrier(other, fault: .stopped, at: 0)
        #expect(killed.waitUntilStopped())
        killed.kill()
        #expect(try await other.run().run() == OutboxSummary(anchored: 1))
        try Self.check(other, stood, "after SIGKILL")
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
    private let errorOutput = Pipe()

    /// - Parameters:
    ///   - point: where it kills itself.
    ///   - script: a shell script that runs it instead, as `"$@"`.
    ///   - path: the file, if not the scene's.
    init(
        _ scene: Scene, point: Int? = nil, fault: DiskFault? = nil, at operation: Int = 0,
        script: String? = nil, path: String? = nil, environment: [String: String] = [:]
    ) throws {
        var command = [
            Self.tool.path, path ?? scene.folder.file(), FakeService.name.string, scene.server.url,
            String(decoding: scene.service.jwk.encode(), as: UTF8.self),
        ]
        if let point { command += ["\(point)"] }
        if let fault { command += [fault.rawValue, "\(operation)"] }
        if let script { command = ["/bin/sh", "-c", script, "sh"] + command }
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardOutput = output
        process.standardError = errorOutput
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging(["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
    }

    private static let tool = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("outbox-crash")

    func kill() {
        signal(SIGKILL)
        _ = wait()
    }

    func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    /// Waits until the process stands still by itself; false if it ends instead.
    func waitUntilStopped() -> Bool {
        let path = "/proc/\(process.processIdentifier)/stat"
        while let line = try? String(contentsOfFile: path, encoding: .utf8) {
            switch line.split(separator: ")").last?.split(separator: " ").first {
            case "T": return true
            case "Z": return false
            default: usleep(2000)
            }
        }
        return false
    }

    /// What the process has written of errors, once it has ended.
    var errors: String {
        String(decoding: errorOutput.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    /// The lines that the process has written when it ends.
    func wait() -> [String] {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}
