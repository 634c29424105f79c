import ACT
import Audit
import ECT
import Claims
import Encoding
import Foundation
import Gateway
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// The gateway as a process: killed, stopped, loaded.
///
/// `GATEWAY_CRASHES` sets how often it is killed at a moment of chance (10).
@Suite("actect gateway", .serialized)
struct ProcessTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    private static let crashes =
        ProcessInfo.processInfo.environment["GATEWAY_CRASHES"].flatMap { Int($0) } ?? 10

    private func start() async throws -> GatewayProcess {
        let arguments = try GatewayProcess.arguments(world, before: server.url)
        return try await GatewayProcess.detached { try GatewayProcess(arguments) }
    }

    private static func request(_ address: String, _ mandate: String) throws -> HTTPRequest {
        var request = HTTPRequest(method: .post, url: try HTTPURL(parsing: address))
        request.headerFields[.contentType] = "application/json"
        request.headerFields[try #require(HTTPField.Name("ACT-Mandate"))] = mandate
        return request
    }

    private func call(
        _ tool: String, _ gateway: GatewayProcess, under mandate: String, id: Int = 1
    ) async throws -> HTTPStream {
        try await CurlTransport(.patient).stream(
            Self.request(gateway.address, mandate),
            content: Array(RunningGateway.message(tool, id: "\(id)").utf8), within: nil)
    }

    @Test(
        "kill -9 inside calls: what was started and not finished is said when the gateway starts again",
        .verifies("ACT#req-act-call-started", "ACT#req-act-call-counts", "ACT#req-act-call-unknown"),
        arguments: [false, true])
    func killed(isTask: Bool) async throws {
        let first = try await start()
        let mandate = try world.mandate(
            #"[{"action":"slow","constraints":{"max_calls":1}}]"#, subject: isTask ? world.tools : nil)
        let stream = try await call("slow", first, under: mandate)
        _ = try await stream.next()
        #expect(try world.records().isEmpty)
        first.signal(SIGKILL)
        _ = try await first.wait()
        server.gate.signal()
        let second = try await start()
        let record = try #require(try world.records().first)
        switch record {
        case .record(let record):
            #expect(isTask && record.claims.outcome.status == "failed" && record.claims.outputHash == nil)
            #expect(record.claims.outcome.failure?.code == "result-unknown")
        case .execution(let ect):
            #expect(!isTask && ect.claims.ending == "failed result-unknown" && ect.claims.outputHash == nil)
        case .mandate: Issue.record("a mandate is no record")
        }
        // It counts as executed.
        let again = try await call("slow", second, under: mandate)
        #expect(again.response.status == 403)
        second.signal(SIGTERM)
        #expect(try await second.wait() == 0)
        #expect(try await world.audit().verdict == .complete)
    }

    @Test(
        "kill -9 at any moment: every call that reached the server is recorded once, answered ones as answered",
        .verifies("ACT#req-act-call-started", "ACT#req-act-call-unknown"))
    func killedAtRandom() async throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        var answered: [ContentHash] = []
        for round in 0..<Self.crashes {
            let gateway = try await start()
            let mandate = try world.mandate()
            // So many calls reach the server at least, and then there is a moment more.
            let (enough, delay) = (server.seen.count + random.integer(in: 5...40), random.integer(in: 0...9))
            let seen = server.seen
            let killer = Task {
                while seen.count < enough { try await Task.sleep(for: .milliseconds(5)) }
                try await Task.sleep(for: .milliseconds(delay))
                gateway.signal(SIGKILL)
            }
            let request = try Self.request(gateway.address, mandate)
            answered += try await withThrowingTaskGroup(of: [ContentHash].self) { group in
                for client in 0..<4 {
                    group.addTask {
                        try await Self.calls(request, from: round * 100_000 + client * 10_000)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            try await killer.value
            _ = try await gateway.wait()
        }
        let last = try await start()
        last.signal(SIGTERM)
        #expect(try await last.wait() == 0)
        let calls = try world.calls()
        let inputs = calls.compactMap(\.inputHash)
        #expect(Set(inputs).count == inputs.count, "seed \(random.seed)")
        let reached = Set(server.seen.all.map { ContentHash(of: $0.content) })
        #expect(reached.isSubset(of: Set(inputs)), "seed \(random.seed)")
        let completed = Set(calls.filter { $0.ending == "completed" }.compactMap(\.outputHash))
        #expect(Set(answered).isSubset(of: completed), "seed \(random.seed)")
        #expect(!answered.isEmpty)
        #expect(try await world.audit().verdict == .complete, "seed \(random.seed)")
    }

    /// Calls until the gateway is gone, and gives the hashes of the answers.
    private static func calls(_ request: HTTPRequest, from first: Int) async throws -> [ContentHash] {
        let transport = try CurlTransport(.patient)
        var hashes: [ContentHash] = []
        while true {
            let message = RunningGateway.message("echo", id: "\(first + hashes.count)")
            guard let reply = try? await transport.send(request, content: Array(message.utf8)) else {
                return hashes
            }
            try #require(reply.response.status == 200)
            hashes.append(ContentHash(of: reply.content))
        }
    }

    @Test("SIGTERM: calls in flight are finished and recorded, and nothing new is taken")
    func stopped() async throws {
        let gateway = try await start()
        let stream = try await call("slow", gateway, under: world.mandate())
        _ = try await stream.next()
        let listening = try await CurlTransport(.patient).stream(
            HTTPRequest(method: .get, url: HTTPURL(parsing: gateway.address)), content: [], within: nil)
        _ = try await listening.next()
        gateway.signal(SIGTERM)
        // Server streams end at once, and calls do not.
        while try await listening.next() != nil {}
        #expect(gateway.process.isRunning)
        // Calls that come before the listener is closed are taken.
        var taken = 0
        while (try? await call("echo", gateway, under: world.mandate())) != nil { taken += 1 }
        server.gate.signal()
        var octets: [UInt8] = []
        for try await piece in stream { octets += piece }
        #expect(String(decoding: octets, as: UTF8.self).contains("\"result\""))
        #expect(try await gateway.wait() == 0)
        #expect(try world.calls().map(\.ending) == Array(repeating: "completed", count: taken + 1))
    }

    @Test("a call that outlives the stop is ended, and recorded as it is")
    func outlived() async throws {
        let arguments = try GatewayProcess.arguments(world, before: server.url) + ["--stop-time", "1"]
        let gateway = try await GatewayProcess.detached { try GatewayProcess(arguments) }
        let stream = try await call("slow", gateway, under: world.mandate())
        _ = try await stream.next()
        gateway.signal(SIGTERM)
        #expect(try await gateway.wait() == 0)
        server.gate.signal()
        #expect(try world.calls().map(\.ending) == ["partial gateway-stopped"])
    }

    @Test("two gateways do not share a folder, and a gateway with a lost journal does not start")
    func folder() async throws {
        let gateway = try await start()
        await #expect(throws: GatewayProcess.NotStarted.self) { try await start() }
        _ = try await call("echo", gateway, under: world.mandate())
        gateway.signal(SIGTERM)
        #expect(try await gateway.wait() == 0)
        try FileManager.default.removeItem(atPath: "\(world.data)/\(Gateway.Files.journal)")
        await #expect(throws: GatewayProcess.NotStarted.self) { try await start() }
    }

    @Test("an answer that nobody reads holds the server up and not the gateway's memory")
    func slowClient() async throws {
        let total = 48 << 20
        let sent = Sent()
        let flood = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: UInt8(ascii: ":"), count: 64 << 10)
            for _ in 0..<(total / piece.count) {
                guard connection.write(piece) else { return }
                sent.add(piece.count)
            }
        }
        let arguments = try GatewayProcess.arguments(world, before: "\(flood.url)/mcp")
        let gateway = try await GatewayProcess.detached { try GatewayProcess(arguments) }
        let before = gateway.memory
        let stream = try await call("slow", gateway, under: world.mandate())
        var (known, quiet) = (-1, 0)
        while quiet < 10 {
            try await Task.sleep(for: .milliseconds(50))
            quiet = sent.count == known ? quiet + 1 : 0
            known = sent.count
        }
        // Sockets hold a few MiB; the gateway, a few pieces.
        #expect(known < total / 2)
        #expect(gateway.memory - before < 16 << 20)
        var count = 0
        for try await piece in stream { count += piece.count }
        #expect(count == total)
        #expect(gateway.memory - before < 24 << 20)
        gateway.signal(SIGTERM)
        #expect(try await gateway.wait() == 0)
        #expect(try world.calls().count == 1)
    }

    @Test("a client that goes away in a stream: the call goes on, and its record covers the whole answer")
    func clientLeaves() async throws {
        let gateway = try await start()
        var stream: HTTPStream? = try await call("slow", gateway, under: world.mandate())
        _ = try await stream?.next()
        stream = nil
        server.gate.signal()
        gateway.signal(SIGTERM)
        #expect(try await gateway.wait() == 0)
        #expect(try world.calls().map(\.ending) == ["completed"])
    }

    @Test("under load, no record is lost: 400 calls of 16 clients, each recorded and right in an audit")
    func load() async throws {
        let gateway = try await start()
        let mandate = try world.mandate()
        let transport = try CurlTransport(.patient)
        let request = try Self.request(gateway.address, mandate)
        let good = try await withThrowingTaskGroup(of: Int.self) { group in
            for client in 0..<16 {
                group.addTask {
                    var good = 0
                    for number in 0..<25 {
                        let message = RunningGateway.message("echo", id: "\(client * 100 + number)")
                        let reply = try await transport.send(request, content: Array(message.utf8))
                        if reply.response.status == 200 { good += 1 }
                    }
                    return good
                }
            }
            return try await group.reduce(0, +)
        }
        gateway.signal(SIGTERM)
        #expect(try await gateway.wait() == 0)
        #expect(good == 400 && server.seen.count == 400)
        #expect(try world.calls().count == 400)
        #expect(try await world.audit().count("authorized") == 400)
    }

    @Test(
        "the load program: a slow reader, a stop with calls in flight, and no record lost",
        .timeLimit(.minutes(10)))
    func loadProgram() async throws {
        let output = Pipe()
        let process = Process()
        process.executableURL = GatewayProcess.tool.deletingLastPathComponent()
            .appendingPathComponent("gateway-load")
        process.arguments = ["load", world.folder, "2", "8"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        let (status, text) = try await GatewayProcess.detached { [process] in
            let octets = Array(output.fileHandleForReading.readDataToEndOfFile())
            process.waitUntilExit()
            return (process.terminationStatus, octets)
        }
        let report = try JSONDocument(parsing: text).root
        #expect(status == 0 && report["lost"]?.integer == 0 && report["failed"]?.integer == 0)
        #expect(try #require(report["seen_by_server"]?.integer) >= 8)
        #expect(report["seen_by_server"]?.integer == report["records"]?.integer)
    }

    @Test(
        "what does not fit together is a usage error",
        arguments: [
            ["--upstream", "ftp://a/"], ["--upstream", "http://example.com/mcp"],
            ["--upstream", "http://127.0.0.1/health"], ["--host", "0.0.0.0"], ["--id", "no uri: x"],
            ["--calls", "0"], ["--log-level", "loud"], ["--id", "https://other.example"],
        ])
    func usage(change: [String]) async throws {
        var arguments = try GatewayProcess.arguments(world, before: server.url)
        if let index = arguments.firstIndex(of: change[0]) {
            arguments[index + 1] = change[1]
        } else {
            arguments += change
        }
        let process = Process()
        process.executableURL = GatewayProcess.tool
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let status = try await GatewayProcess.detached { [process] in
            process.waitUntilExit()
            return process.terminationStatus
        }
        #expect(status == 64)
    }
}

private final class Sent: @unchecked Sendable {
    private let lock = NSLock()
    private var octets = 0

    var count: Int { lock.withLock { octets } }
    func add(_ number: Int) { lock.withLock { octets += number } }
}
