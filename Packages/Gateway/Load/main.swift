// What a gateway costs and stands: an MCP-like server in this process, the gateway (`actect`, beside this program) before
// it. One JSON object on standard output.
//
//     gateway-load overhead DIR CALLS
//     gateway-load load DIR SECONDS CONNECTIONS
//
// `overhead`: calls of one client, directly and through the gateway by turns (A B B A …, 100 calls each).
// `load`: as many calls as the gateway takes, while one more client reads streams of 64 MiB slowly. At the end the
// gateway gets SIGTERM with calls in flight, and its ledger is held against what was answered and what the server saw.

import ACT
import Claims
import Encoding
import Foundation
import HTTPTransport
import HTTPTypes
import JOSE
import Ledger
import Signing
import TestSupport
import Trust

struct Failure: Error { let reason: String }

func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

/// Answers every call: `flood` with 64 MiB of comments before the result, the others at once.
final class ToolServer: Sendable {
    let server: LoopbackServer
    let seen = Seen()

    /// How many calls came in.
    final class Seen: @unchecked Sendable {
        private let lock = NSLock()
        private var number = 0

        var count: Int { lock.withLock { number } }
        func add() { lock.withLock { number += 1 } }
    }

    init() throws {
        server = try LoopbackServer { [seen] connection in
            while let request = connection.request() {
                seen.add()
                guard Self.answer(request, connection) else { return }
            }
        }
    }

    var url: String { "\(server.url)/mcp" }

    private static func answer(_ request: LoopbackRequest, _ connection: LoopbackConnection) -> Bool {
        guard let root = try? JSONDocument(parsing: request.content).root, let id = root["id"]?.integer
        else { return false }
        let answer = #"{"jsonrpc":"2.0","id":\#(id),"result":{"content":[],"ok":true}}"#
        guard root["params"]?["name"]?.string == "flood" else {
            return connection.respond(200, ["Content-Type": "application/json"], Array(answer.utf8))
        }
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        let comment = [UInt8](repeating: UInt8(ascii: ":"), count: 65_535) + [0x0A]
        for _ in 0..<1024 { guard connection.write(comment) else { return false } }
        connection.write("data: \(answer)\n\n")
        return false
    }
}

struct Identities {
    let issuer: PrivateJWK
    let gateway: PrivateJWK

    init(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        issuer = try PrivateJWK(PrivateKey.generate(.p256), keyID: "org-1")
        gateway = try PrivateJWK(PrivateKey.generate(.p256), keyID: "tools-1")
        var trust = TrustFile()
        try trust.add(issuer.publicJWK, for: "https://org.example")
        try trust.add(gateway.publicJWK, for: "https://tools.example")
        try Data(trust.encode()).write(to: URL(fileURLWithPath: "\(folder)/trust.json"))
        try Data(gateway.encode()).write(to: URL(fileURLWithPath: "\(folder)/tools.jwk"))
    }

    func mandate(lifetime: Int64) throws -> String {
        let now = NumericDate(clamping: Int64(time(nil)))
        guard let audience = Audience(["https://tools.example"]),
            let identifier = UUIDText(random: SystemRandom().octets(count: 16))
        else { throw Failure(reason: "no mandate") }
        return try ACTIssuer(key: issuer).issue(
            MandateClaims(
                issuer: "https://org.example", subject: "urn:agent:load", audience: audience, issuedAt: now,
                expiration: now.advanced(by: lifetime), identifier: identifier,
                task: ACTTask(purpose: "load"),
                capabilities: Capabilities(
                    JSONDocument(
                        parsing:
                            #"[{"action":"echo","constraints":{"max_calls":1000000000}},{"action":"flood"}]"#
                    ).root.elements.map { try Capability(parsing: $0) })))
    }
}

/// `actect gateway`, and how much memory it holds.
final class GatewayUnderLoad: @unchecked Sendable {
    let process = Process()
    let address: String

    init(_ folder: String, upstream: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("actect")
        process.arguments = [
            "gateway", "--port", "0", "--upstream", upstream, "--data", "\(folder)/data", "--trust",
            "\(folder)/trust.json", "--id", "https://tools.example", "--key", "\(folder)/tools.jwk", "--root",
            "https://org.example", "--allow-unbound", "--rate", "0", "--log-level", "error",
        ]
        process.standardOutput = output
        try process.run()
        guard let address = try JSONDocument(parsing: output.readLine()).root["address"]?.string else {
            throw Failure(reason: "the gateway did not start")
        }
        self.address = address.string
    }

    /// Resident octets.
    var memory: Int {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// A message that calls a tool.
func message(_ tool: String, _ id: Int) -> [UInt8] {
    Array(
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":{"n":\#(id)}}}"#
            .utf8)
}

func request(_ address: String, _ mandate: String?) throws -> HTTPRequest {
    var request = HTTPRequest(method: .post, url: try HTTPURL(parsing: address))
    request.headerFields[.contentType] = "application/json"
    if let mandate, let name = HTTPField.Name("ACT-Mandate") { request.headerFields[name] = mandate }
    return request
}

/// What calls took, in seconds.
struct Latencies: Sendable {
    var times: [Double] = []
    var failed = 0

    static func + (left: Latencies, right: Latencies) -> Latencies {
        Latencies(times: left.times + right.times, failed: left.failed + right.failed)
    }

    func at(_ part: Double) -> JSONValue {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return .null }
        return .integer(Int64(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1e6))
    }

    var report: [JSONMember] {
        [
            JSONMember("calls", .integer(Int64(times.count))), JSONMember("failed", .integer(Int64(failed))),
            JSONMember("p50_us", at(0.5)), JSONMember("p99_us", at(0.99)), JSONMember("max_us", at(1)),
        ]
    }
}

/// What stands ready for a run.
struct Bench: Sendable {
    let folder: String
    let server: ToolServer
    let gateway: GatewayUnderLoad
    let direct: HTTPRequest
    let through: HTTPRequest

    init(_ folder: String, lifetime: Int64) throws {
        self.folder = folder
        server = try ToolServer()
        let identities = try Identities(folder)
        gateway = try GatewayUnderLoad(folder, upstream: server.url)
        direct = try request(server.url, nil)
        through = try request(gateway.address, identities.mandate(lifetime: lifetime))
    }

    /// Calls of one client, one after the other.
    private func calls(_ count: Int, _ request: HTTPRequest, _ transport: CurlTransport) async -> Latencies {
        var found = Latencies()
        for id in 0..<count {
            let began = seconds()
            let reply = try? await transport.send(request, content: message("echo", id))
            if reply?.response.status == 200 {
                found.times.append(seconds() - began)
            } else {
                found.failed += 1
            }
        }
        return found
    }

    /// By turns, after a round that warms up.
    func overhead(_ count: Int) async throws -> JSONValue {
        let transport = try CurlTransport(CurlSettings(concurrency: 1))
        _ = await calls(100, direct, transport) + calls(100, through, transport)
        var (alone, both) = (Latencies(), Latencies())
        for _ in 0..<max(1, count / 200) {
            alone = await alone + calls(100, direct, transport)
            both = await both + calls(100, through, transport)
            both = await both + calls(100, through, transport)
            alone = await alone + calls(100, direct, transport)
        }
        let status = gateway.stop()
        return [
            "direct": .object(alone.report), "gateway": .object(both.report),
            "exit": .integer(Int64(status)),
        ]
    }

    /// Calls until the gateway is told to stop, and no further.
    private func client(
        _ number: Int, _ transport: CurlTransport, _ isOver: @escaping @Sendable () -> Bool
    ) async -> Latencies {
        var found = Latencies()
        while !isOver() {
            let id = number * 10_000_000 + found.times.count + found.failed
            let began = seconds()
            let reply = try? await transport.send(through, content: message("echo", id))
            if reply?.response.status == 200 {
                found.times.append(seconds() - began)
            } else if !isOver() {
                found.failed += 1
            }
        }
        return found
    }

    /// Reads large answers, a piece each tenth of a second. How many it got whole.
    private func slowReader(_ isOver: @escaping @Sendable () -> Bool) async throws -> Int {
        let limits = HTTPLimits(total: .seconds(3600), content: 1 << 30)
        let transport = try CurlTransport(CurlSettings(limits: limits))
        var whole = 0
        while !isOver() {
            guard
                let stream = try? await transport.stream(
                    through, content: message("flood", whole), within: nil),
                stream.response.status == 200
            else { continue }
            do {
                while try await stream.next() != nil, !isOver() {
                    try await Task.sleep(for: .milliseconds(100))
                }
                if !isOver() { whole += 1 }
            } catch {
                continue
            }
        }
        return whole
    }

    func load(_ duration: Double, connections: Int) async throws -> (report: JSONValue, isGood: Bool) {
        let end = seconds() + duration
        let isOver: @Sendable () -> Bool = { seconds() >= end }
        let transport = try CurlTransport(CurlSettings(concurrency: connections))
        let memory = Task { () -> [JSONValue] in
            var memory: [JSONValue] = []
            while !isOver() {
                memory.append(.integer(Int64(gateway.memory >> 20)))
                try? await Task.sleep(for: .seconds(max(0.1, duration / 60)))
            }
            return memory
        }
        let slow = Task { try await slowReader(isOver) }
        let all = Task {
            await withTaskGroup(of: Latencies.self) { group in
                for number in 0..<connections {
                    group.addTask { await client(number, transport, isOver) }
                }
                return await group.reduce(Latencies(), +)
            }
        }
        while !isOver() { try await Task.sleep(for: .milliseconds(20)) }
        // The clients' last calls are in flight.
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: gateway.stop()) }
        }
        let found = await all.value
        let floods = try await slow.value
        let kept = try records()
        let seen = server.seen.count
        let lost = max(0, found.times.count + floods - kept.completed) + max(0, seen - kept.calls)
        let report: [JSONMember] =
            [
                JSONMember("connections", .integer(Int64(connections))),
                JSONMember("per_second", .integer(Int64(Double(found.times.count) / duration))),
            ] + found.report + [
                JSONMember("slow_streams", .integer(Int64(floods))),
                JSONMember("memory_mib", await .array(memory.value)),
                JSONMember("seen_by_server", .integer(Int64(seen))),
                JSONMember("records", .integer(Int64(kept.calls))), JSONMember("lost", .integer(Int64(lost))),
                JSONMember("ledger_intact", .boolean(kept.isIntact)),
                JSONMember("exit", .integer(Int64(status))),
            ]
        return (.object(report), lost == 0 && found.failed == 0 && kept.isIntact && status == 0)
    }

    /// How many records of calls the ledger has, and of how many that ended well.
    private func records() throws -> (calls: Int, completed: Int, isIntact: Bool) {
        let ledger = try Ledger.open("\(folder)/data/ledger.db", access: .read)
        var cursor = try ledger.entries()
        var (calls, completed) = (0, 0)
        while let entry = try cursor.next() {
            let parts = entry.token.split(separator: UInt8(ascii: "."))
            guard entry.name.kind == .ect, parts.count == 3,
                let payload = try? Base64URL.decode(Array(parts[1]).span),
                let root = try? JSONDocument(parsing: payload).root, root["mnd_hash"] != nil
            else { continue }
            calls += 1
            if root["ect_ext"]?["example.act-ect.call"]?["status"]?.string == "completed" { completed += 1 }
        }
        return (calls, completed, try ledger.verify().faults.isEmpty)
    }
}

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "overhead":
    guard arguments.count == 4, let count = Int(arguments[3]) else { exit(64) }
    let bench = try Bench(arguments[2], lifetime: 3600)
    print(String(decoding: try await bench.overhead(count).encode(), as: UTF8.self))
case "load":
    guard arguments.count == 5, let duration = Double(arguments[3]), let connections = Int(arguments[4])
    else { exit(64) }
    let bench = try Bench(arguments[2], lifetime: Int64(duration) + 600)
    let (report, isGood) = try await bench.load(duration, connections: connections)
    print(String(decoding: report.encode(), as: UTF8.self))
    exit(isGood ? 0 : 1)
default:
    print("gateway-load overhead DIR CALLS | gateway-load load DIR SECONDS CONNECTIONS")
    exit(64)
}
