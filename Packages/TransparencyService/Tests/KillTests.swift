import COSE
import Encoding
import Foundation
import GRDB
import JOSE
import Ledger
import SCITT
import Signing
import TestStorage
import TestSupport
import Testing
import Trust

@testable import TransparencyService

/// A service on a disk or in a process that fails at one operation of a registration, at every one in turn.
@Suite("A registration that is cut off anywhere", .serialized)
struct KillTests {
    let folder = TemporaryFolder()
    let anchorer: Anchorer
    let policy: RegistrationPolicy
    /// Those that are registered more than once: ECDSA signs with a fresh nonce.
    let statements: [SignedStatement]
    var data: String { folder.file("data") }

    init() throws {
        anchorer = try Anchorer()
        let anchorer = anchorer
        policy = try RegistrationPolicy(.trusted(anchorer.trust))
        statements = try (0..<4).map { try anchorer.statement($0) }
        try Data(anchorer.trust.encode()).write(to: URL(fileURLWithPath: folder.file("trust.json")))
    }

    /// The roots in a log, by their sizes.
    private static func roots(_ folder: String) throws -> [Int64: Data] {
        let queue = try DatabaseQueue(path: "\(folder)/log.sqlite")
        defer { try? queue.close() }
        return try queue.read { db in
            try Row.fetchAll(db, sql: "SELECT size, root FROM checkpoint").reduce(into: [:]) {
                $0[$1["size"] as Int64] = $1["root"] as Data
            }
        }
    }

    /// Whether the log is good, and still has every root that it had; what it has now.
    private static func check(
        _ folder: String, _ before: [Int64: Data], _ comment: Comment
    ) throws -> [Int64: Data] {
        #expect(try LogVerification.run(folder).faults == [], comment)
        let now = try roots(folder)
        for (size, root) in before { #expect(now[size] == root, comment) }
        return now
    }

    @Test(
        "kill -9 in or after any write, and before the answer: one place for a statement, one root for a size",
        arguments: [DiskFault.killedTorn.rawValue, DiskFault.killedAfter.rawValue, "answer"])
    func process(fault: String) async throws {
        let (data, trust) = (data, folder.file("trust.json"))
        let target = "/entries?api-version=2026-03-26&waitForCommit=true"
        var roots: [Int64: Data] = [:]
        var operation = 0
        while operation < 100 {
            let comment: Comment = "\(fault), operation \(operation)"
            let statement = try anchorer.statement(operation)
            let (number, isLast) = (operation, fault == "answer" && operation == 3)
            let answer = try await HTTPClient.detached {
                let service = try CrashingService(data, trust: trust, fault: isLast ? nil : fault, at: number)
                defer { service.end(SIGKILL) }
                return service.register(statement.octets, target: target)
            }
            roots = try Self.check(data, roots, comment)
            let running = try await RunningService(policy, in: folder)
            let left = try running.service.log.entry(statement.digest)
            let verifier = TransparencyPolicy(pinning: try running.service.trustFile)
            let again = try await running.register(statement.octets, target: target)
            #expect(again.status == 201, comment)
            for answer in [answer, try await running.register(statement.octets, target: target)] {
                guard let answer else { continue }
                #expect(answer.fields["location"] == again.fields["location"], comment)
                #expect(answer.body == again.body, comment)
            }
            let inclusion = try verifier.verify(Receipt(parsing: again.body), for: statement).inclusion
            #expect(again.fields["location"] == "/entries/1.\(try #require(inclusion.index))", comment)
            if fault == "answer" { #expect(left != nil, comment) }
            if let left { #expect(left.receipt == again.body, comment) }
            try await running.stop()
            roots = try Self.check(data, roots, comment)
            let size = try #require(inclusion.size.flatMap { Int64(exactly: $0) })
            #expect(roots[size] == Data(inclusion.root.octets), comment)
            if answer != nil { break }
            operation += 1
        }
        #expect((2..<100).contains(operation))
    }

    // MARK: - In this process

    private func open(_ folder: String) throws -> StatementLog {
        try StatementLog.open(folder, service: "urn:example:service", policy: policy, clock: noon)
    }

    private func faulty(_ name: String) throws -> (path: String, disk: FaultyDisk) {
        let path = folder.file(name)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return (path, FaultyDisk(path))
    }

    /// The log goes on after what happened, and stands by everything that it has handed out.
    private func goOn(
        _ log: StatementLog, _ path: String, _ handed: [LogEntry], _ comment: Comment
    ) async throws {
        var entries = handed
        for number in [2, 3] { entries.append(try await log.register(statements[number])) }
        let verifier = TransparencyPolicy(pinning: try trustFile(of: log))
        var roots: [UInt64: [UInt8]] = [:]
        var places: [UInt64: [UInt8]] = [:]
        for entry in entries {
            #expect(try log.entry(entry.digest)?.receipt == entry.receipt, comment)
            let statement = try SignedStatement(parsing: entry.statement)
            let inclusion = try verifier.verify(Receipt(parsing: entry.receipt), for: statement).inclusion
            #expect(inclusion.index == entry.sequence, comment)
            let (size, root) = (try #require(inclusion.size), inclusion.root.octets)
            #expect(roots.updateValue(root, forKey: size) ?? root == root, comment)
            #expect(
                places.updateValue(entry.statement, forKey: entry.sequence) ?? entry.statement
                    == entry.statement)
        }
        #expect(Set(places.values).count == places.count, comment)
        #expect(try LogVerification.run(path).faults == [], comment)
    }

    private func trustFile(of log: StatementLog) throws -> TrustFile {
        var file = TrustFile()
        let keys = try log.keySet.keys.map { try JWK($0.publicKey) }
        try file.setService(TrustedService(JWKSet(keys)), for: log.service)
        return file
    }

    @Test(
        "a write of a registration that fails, before it took place, after it or half-way, gives nothing away",
        arguments: [DiskFault.refused, .denied, .torn, .full])
    func everyOperation(fault: DiskFault) async throws {
        var operation = 0
        while true {
            let comment: Comment = "\(fault), operation \(operation)"
            let (path, disk) = try faulty("\(operation)")
            let log = try open(path)
            var handed = [try await log.register(statements[1])]
            disk.arm(fault, at: operation)
            var failure: LedgerError?
            do {
                handed.append(try await log.register(statements[2]))
            } catch {
                failure = error
            }
            guard disk.hasStruck else { break }
            #expect(failure == nil || [.writeFailed, .diskFull].contains(failure), comment)
            // Whoever reads is not held up by it.
            #expect(try log.entry(handed[0].digest)?.receipt == handed[0].receipt, comment)
            disk.disarm()
            let dead = folder.file("dead-\(operation)")
            try disk.copy(to: dead)
            try await goOn(log, path, handed, comment)
            log.close()
            try await goOn(open(dead), dead, handed, comment)
            operation += 1
        }
        #expect(operation > 2)
    }

    @Test(
        "when the power goes, what was handed out is there, whatever of the unsynced writes came to the disk")
    func powerCut() async throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        var operation = 0
        while true {
            let (path, disk) = try faulty("\(operation)")
            let log = try open(path)
            disk.arm(.powerCut, at: operation)
            var handed: [LogEntry] = []
            for number in 1...3 {
                guard let entry = try? await log.register(statements[number]) else { break }
                handed.append(entry)
            }
            guard disk.hasStruck else { break }
            for round in 0..<3 {
                let left = folder.file("left-\(operation)-\(round)")
                try disk.survivors(to: left, &random)
                try await goOn(
                    open(left), left, handed, "seed \(random.seed), operation \(operation), round \(round)")
            }
            operation += 1
        }
        #expect(operation > 6)
    }

    @Test("a founding that the power cuts off at any operation is done again, with the same keys")
    func founding() async throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        var operation = 0
        while true {
            let (path, disk) = try faulty("\(operation)")
            disk.arm(.powerCut, at: operation)
            let log = try? open(path)
            guard disk.hasStruck else { break }
            #expect(log == nil)
            let left = folder.file("left-\(operation)")
            try disk.survivors(to: left, &random)
            try await goOn(open(left), left, [], "seed \(random.seed), operation \(operation)")
            let keys = [path, left].map { FileManager.default.contents(atPath: "\($0)/keys.json") }
            #expect(keys[0] == keys[1])
            operation += 1
        }
        #expect(operation > 6)
    }

    // MARK: - No room, no lock

    static let mayMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// Registers until there is no room, and then with room again.
    private func fill(_ service: CrashingService, makeRoom: () -> Void) throws -> String {
        var registered: [(SignedStatement, HTTPAnswer)] = []
        var refused: HTTPAnswer?
        for number in 0..<2000 {
            let statement = try anchorer.statement(number)
            let answer = try #require(service.register(statement.octets))
            guard answer.status == 201 else {
                refused = answer
                break
            }
            registered.append((statement, answer))
        }
        #expect(refused?.status == 503)
        #expect(refused?.fields["content-type"] == Problem.mediaType)
        #expect(registered.count > 2)
        // What is there is still given out.
        for (statement, answer) in registered.suffix(3) {
            let location = try #require(answer.fields["location"])
            #expect(service.ask(location)?.body == answer.body)
            #expect(service.register(statement.octets)?.body == answer.body)
        }
        makeRoom()
        let statement = try anchorer.statement(5000)
        let answer = service.register(statement.octets)
        #expect(answer?.status == 201)
        return try #require(answer?.fields["location"])
    }

    @Test(
        "a file system that fills up: 503 and nothing lost, and with room it goes on",
        .enabled(if: mayMount, "no right to mount a file system here"))
    func smallFileSystem() async throws {
        let (small, data, trust) = (folder.file("small"), data, folder.file("trust.json"))
        try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
        let script = """
            exec unshare --mount sh -c 'mount -t tmpfs -o size=600k none "$SMALL" || exit 99
            head -c 100000 /dev/zero > "$SMALL/filler"; exec "$@"' sh "$@"
            """
        try await HTTPClient.detached {
            let service = try CrashingService(
                "\(small)/data", trust: trust, script: script, environment: ["SMALL": small])
            defer { service.end(SIGTERM) }
            let inside = "/proc/\(service.process.processIdentifier)/root\(small)"
            _ = try fill(service) { unlink("\(inside)/filler") }
            // SQLite takes the way there for a link, and would look here.
            try FileManager.default.copyItem(atPath: "\(inside)/data", toPath: data)
            #expect(try LogVerification.run(data).faults == [])
        }
    }

    @Test("files that may not grow: 503 and nothing lost, and without the limit it goes on")
    func fileSizeLimit() async throws {
        let (data, trust) = (data, folder.file("trust.json"))
        try await HTTPClient.detached {
            let service = try CrashingService(
                data, trust: trust, script: "trap '' XFSZ; ulimit -S -f 400; exec \"$@\"")
            defer { service.end(SIGTERM) }
            _ = try fill(service) {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
                process.arguments = [
                    "--pid", String(service.process.processIdentifier), "--fsize=unlimited:",
                ]
                try? process.run()
                process.waitUntilExit()
            }
        }
        #expect(try LogVerification.run(data).faults == [])
    }

    @Test(
        "while another process stands in a transaction, registrations are answered 503 and the rest goes on")
    func locked() async throws {
        let (data, trust) = (data, folder.file("trust.json"))
        let running = try await RunningService(policy, in: folder)
        let (first, second) = (try anchorer.statement(1), try anchorer.statement(2))
        let other = try await HTTPClient.detached {
            try CrashingService(data, trust: trust, fault: DiskFault.stopped.rawValue)
        }
        async let waiting = HTTPClient.detached { other.register(first.octets) }
        #expect(try await HTTPClient.detached { other.waitUntilStopped() })
        async let refused = running.register(second.octets)
        #expect(try await running.ask("GET", "/entries/1.0").status == 200)
        #expect(try await running.ask("GET", "/checkpoint").status == 200)
        #expect(try await refused.status == 503)
        other.signal(SIGCONT)
        let answer = try #require(try await waiting)
        #expect(answer.status == 201)
        let again = try await running.register(second.octets)
        #expect(again.status == 201)
        let verifier = TransparencyPolicy(pinning: try running.service.trustFile)
        let places = try [(first, answer), (second, again)].map { statement, answer in
            try verifier.verify(Receipt(parsing: answer.body), for: statement).inclusion.index
        }
        #expect(places == [2, 3])
        other.end(SIGTERM)
        try await running.stop()
        #expect(try LogVerification.run(data).faults == [])
    }
}
