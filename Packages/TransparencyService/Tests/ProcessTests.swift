import Encoding
import Foundation
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@testable import TransparencyService

/// The service as a process: killed at any moment, stopped politely, loaded, checked.
///
/// `SERVICE_CRASHES` sets how often it is killed (60).
@Suite("actect serve", .serialized)
struct ProcessTests {
    let folder = TemporaryFolder()
    let anchorer: Anchorer
    let arguments: [String]

    init() throws {
        anchorer = try Anchorer()
        try Data(anchorer.trust.encode()).write(to: URL(fileURLWithPath: folder.file("trust.json")))
        arguments = ["--data", folder.file("data"), "--trust", folder.file("trust.json")]
    }

    static let crashes = ProcessInfo.processInfo.environment["SERVICE_CRASHES"].flatMap { Int($0) } ?? 60

    /// Receipts that were answered, by the statements' hashes.
    private final class Acknowledged: @unchecked Sendable {
        private let lock = NSLock()
        private var receipts: [(SignedStatement, [UInt8])] = []

        func add(_ statement: SignedStatement, _ receipt: [UInt8]) {
            lock.withLock { receipts.append((statement, receipt)) }
        }

        var all: [(statement: SignedStatement, receipt: [UInt8])] { lock.withLock { receipts } }
    }

    @Test(
        "kill -9 at any moment loses nothing that was answered, and no size ever gets two roots",
        .verifies("ECT#req-ect-ledger-fork"))
    func killed() async throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        let acknowledged = Acknowledged()
        var next = 0
        for round in 0..<Self.crashes {
            let delay = UInt32(random.integer(in: 0...60_000))
            let statements = try (next..<next + 120).map { try anchorer.statement($0) }
            next += statements.count
            let arguments = arguments
            if random.oneIn(4) {
                // While it starts: the first of all, or after a crash.
                try await HTTPClient.detached { try ServiceProcess.kill(arguments, after: delay) }
            }
            try await HTTPClient.detached {
                let service = try ServiceProcess(arguments)
                let clients = DispatchGroup()
                for client in 0..<4 {
                    let own = stride(from: client, to: statements.count, by: 4).map { statements[$0] }
                    DispatchQueue.global().async(group: clients) {
                        Self.register(own, port: service.port, acknowledged)
                    }
                }
                usleep(delay)
                service.signal(SIGKILL)
                _ = service.wait()
                clients.wait()
            }
            if round % 20 == 0 {
                let report = try LogVerification.run(folder.file("data"))
                #expect(report.faults == [], "seed \(random.seed), round \(round)")
            }
        }
        #expect(try LogVerification.run(folder.file("data")).faults == [], "seed \(random.seed)")
        try verify(acknowledged.all, seed: random.seed)
    }

    private static func register(
        _ statements: [SignedStatement], port: UInt16, _ acknowledged: Acknowledged
    ) {
        guard let connection = try? HTTPConnection(port: port) else { return }
        defer { connection.close() }
        for statement in statements {
            let request = HTTPClient.request(
                "POST", "/entries", fields: ["Content-Type": "application/cose"], body: statement.octets)
            guard connection.send(request), let answer = try? connection.answer() else { return }
            if answer.status == 201 { acknowledged.add(statement, answer.body) }
        }
    }

    /// All that was answered is in the log as it was answered, and its receipt verifies.
    private func verify(
        _ acknowledged: [(statement: SignedStatement, receipt: [UInt8])], seed: UInt64
    ) throws {
        #expect(acknowledged.count > Self.crashes)
        let log = try StatementLog.open(
            folder.file("data"), policy: RegistrationPolicy(.trusted(anchorer.trust)), clock: noon)
        let octets = try Data(contentsOf: URL(fileURLWithPath: folder.file("data/service-trust.json")))
        let verifier = TransparencyPolicy(pinning: try TrustFile(parsing: Array(octets)))
        var roots: [UInt64: [UInt8]] = [:]
        for (statement, receipt) in acknowledged {
            let entry = try log.entry(statement.digest)
            #expect(entry?.receipt == receipt, "seed \(seed)")
            let inclusion = try verifier.verify(Receipt(parsing: receipt), for: statement).inclusion
            #expect(inclusion.index == entry?.sequence)
            let size = try #require(inclusion.size)
            let root = inclusion.root.octets
            #expect(roots.updateValue(root, forKey: size) ?? root == root, "two roots of size \(size)")
        }
    }

    @Test(
        "SIGTERM and SIGINT end it after the requests in flight, with status 0", arguments: [SIGTERM, SIGINT])
    func stopped(signal: Int32) async throws {
        let statement = try anchorer.statement()
        let (arguments, errors) = (arguments, folder.file("errors"))
        let (answer, status) = try await HTTPClient.detached {
            let service = try ServiceProcess(arguments, errors: errors)
            let connection = try HTTPConnection(port: service.port)
            defer { connection.close() }
            let request = HTTPClient.request("POST", "/entries", body: statement.octets)
            // The head is on its way when the signal comes, and the body after it.
            connection.send(Array(request.dropLast(10)))
            usleep(200_000)
            service.signal(signal)
            usleep(200_000)
            connection.send(Array(request.suffix(10)))
            return (try connection.answer(), service.wait())
        }
        #expect(answer.status == 201)
        #expect(status == 0)
        #expect(FileManager.default.contents(atPath: folder.file("data/log.sqlite-wal")) == nil)
        let lines = try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n")
        #expect(lines.last?.contains(#""message":"stopped""#) == true)
    }

    @Test(
        "a load from another process: every statement is registered, every receipt that is looked at verifies"
    )
    func load() async throws {
        let (arguments, folder) = (arguments, folder)
        let result = try await HTTPClient.detached {
            _ = try ServiceProcess.run("scitt-load", ["trust", folder.path])
            let service = try ServiceProcess(arguments)
            defer {
                service.signal(SIGTERM)
                _ = service.wait()
            }
            return try ServiceProcess.run(
                "scitt-load",
                [
                    "run", folder.path, String(service.port), folder.file("data/service-trust.json"), "500",
                    "64",
                ])
        }
        #expect(result.status == 0)
        let report = try JSONDocument(parsing: Array(result.output.dropLast().utf8)).root
        #expect(report["registered"]?.integer == 500)
        #expect(report["failed"]?.integer == 0)
        #expect(report["unverified"]?.integer == 0)
    }

    @Test("--fsck says what is wrong with status 1, and that nothing is with status 0")
    func fsck() async throws {
        let data = folder.file("data")
        try StatementLog.open(
            data, policy: RegistrationPolicy(.trusted(anchorer.trust)), clock: noon
        ).close()
        let good = try await HTTPClient.detached {
            try ServiceProcess.run("actect", ["serve", "--fsck", data])
        }
        #expect(good.status == 0)
        #expect(good.output == "intact: 2 entries, 2 receipts and 1 roots verified\n")
        let path = URL(fileURLWithPath: "\(data)/log.sqlite")
        var octets = try Data(contentsOf: path)
        let name = try #require(octets.range(of: Data("registration-policy".utf8)))
        octets[name.lowerBound] ^= 1
        try octets.write(to: path)
        let bad = try await HTTPClient.detached {
            try ServiceProcess.run("actect", ["serve", "--fsck", data, "--json"])
        }
        #expect(bad.status == 1)
        #expect(try JSONDocument(parsing: Array(bad.output.dropLast().utf8)).root["intact"]?.boolean == false)
    }

    @Test(
        "neither or both of what must be chosen is a usage error",
        arguments: [
            [], ["--data", "x", "--host", "0.0.0.0"], ["--data", "x", "--fsck", "x"],
            ["--data", "x", "--accept-any", "--trust", "x"],
            ["--data", "x", "--accept-any", "--log-level", "loud"],
            ["--data", "x", "--accept-any", "--service", "not a uri: x"],
        ])
    func usage(arguments: [String]) async throws {
        let result = try await HTTPClient.detached {
            try ServiceProcess.run("actect", ["serve"] + arguments)
        }
        #expect(result.status == 64)
    }
}
