import Encoding
import Foundation
import Ledger
import TestSupport
import Testing

/// Processes that end at any moment, that share a file, and that run out of room.
///
/// `LEDGER_CRASHES` sets how many processes are killed (200).
@Suite(.serialized) struct CrashTests {
    let directory = TemporaryDirectory()

    static let crashes = ProcessInfo.processInfo.environment["LEDGER_CRASHES"].flatMap { Int($0) } ?? 200

    @Test(
        "no acknowledged entry is lost and no half entry is seen when the process is killed at any moment",
        .verifies(
            "ACT#req-act-ledger-durable", "ECT#req-ect-ledger-durable", "ACT#req-act-ledger-atomic",
            "ECT#req-ect-ledger-partial"))
    func killed() throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        let path = directory.file()
        var acknowledged: [UInt64: [UInt8]] = [:]
        for round in 0..<Self.crashes {
            let prefix = "r\(round)"
            let process = try AppendingProcess("append", path, prefix, "1000000")
            // Some are killed while they open the file, most while they append.
            usleep(UInt32(random.integer(in: 0...60_000)))
            let places = process.kill()
            for (number, place) in places.enumerated() {
                acknowledged[place] = AppendingProcess.token(prefix, number)
            }
            let ledger = try Ledger.open(path)
            let size = try ledger.size()
            #expect(size >= acknowledged.count, "seed \(random.seed), round \(round)")
            for (number, place) in places.enumerated() {
                #expect(
                    try ledger.entry(at: place).token == AppendingProcess.token(prefix, number),
                    "seed \(random.seed), round \(round)")
            }
            // An entry that was not acknowledged is there whole or not at all, and one that is there is followed by
            // the next.
            _ = try ledger.append(contentsOf: [AppendingProcess.entry(prefix, 1_000_000_000)])
            acknowledged[size] = AppendingProcess.token(prefix, 1_000_000_000)
            if round % 50 == 0 {
                #expect(
                    try ledger.verify(parse: Fixture.parse).faults == [],
                    "seed \(random.seed), round \(round)")
            }
        }
        let ledger = try Ledger.open(path, access: .read)
        let report = try ledger.verify(parse: Fixture.parse)
        #expect(report.faults == [], "seed \(random.seed)")
        #expect(report.entries >= acknowledged.count)
        for (place, token) in acknowledged {
            #expect(try ledger.entry(at: place).token == token, "seed \(random.seed), entry \(place)")
        }
    }

    @Test("two processes that append to one file at once both keep all their entries")
    func twoProcesses() throws {
        let path = directory.file()
        let processes = try ["a", "b"].map { ($0, try AppendingProcess("append", path, $0, "200")) }
        var places: Set<UInt64> = []
        let ledger = try Ledger.open(path)
        for (prefix, process) in processes {
            let lines = process.wait()
            #expect(lines.last == "end")
            for (number, line) in lines.dropLast().enumerated() {
                let place = try #require(UInt64(line))
                #expect(places.insert(place).inserted)
                #expect(try ledger.entry(at: place).token == AppendingProcess.token(prefix, number))
            }
        }
        #expect(UInt64(places.count) == (try ledger.size()))
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
    }

    @Test(
        "a process whose files may not grow says so, and keeps what it acknowledged and nothing else",
        .verifies("ACT#req-act-ledger-atomic", "ECT#req-ect-ledger-partial"))
    func fileSizeLimit() throws {
        let path = directory.file()
        _ = try Ledger.open(path).append(contentsOf: [AppendingProcess.entry("first", 0)])
        let lines = try AppendingProcess("fill", path, "full", "300000").wait()
        #expect(lines.last == "ledger-write-failed")
        #expect(lines.count > 10)
        let ledger = try Ledger.open(path)
        #expect(try ledger.size() == UInt64(lines.count))
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
        for (number, line) in lines.dropLast().enumerated() {
            let place = try #require(UInt64(line))
            #expect(try ledger.entry(at: place).token == AppendingProcess.token("full", number))
        }
        // There is room again.
        _ = try ledger.append(contentsOf: [AppendingProcess.entry("later", 0)])
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
    }
}

/// A running `ledger-crash`, which is built beside the tests.
final class AppendingProcess {
    private let process = Process()
    private let output = Pipe()

    init(_ arguments: String...) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("ledger-crash")
        process.arguments = arguments
        process.standardOutput = output
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
    }

    /// Kills the process and gives the places that it acknowledged.
    func kill() -> [UInt64] {
        Foundation.kill(process.processIdentifier, SIGKILL)
        return wait().compactMap { UInt64($0) }
    }

    /// The lines that the process has written when it ends; a line that was cut off is none.
    func wait() -> [String] {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    static func entry(_ prefix: String, _ number: Int) -> NewEntry {
        NewEntry(
            kind: .ect, wid: ExactString(prefix), jti: ExactString("\(prefix)-\(number)"),
            iss: "https://issuer.example", token: token(prefix, number), recorded: Int64(number))
    }

    static func token(_ prefix: String, _ number: Int) -> [UInt8] {
        let filler = String(repeating: "x", count: number * 37 % 900)
        return Array("3|\(prefix)|\(prefix)-\(number)|https://issuer.example|\(filler)".utf8)
    }
}
