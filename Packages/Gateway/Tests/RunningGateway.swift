import Claims
import Encoding
import Foundation
import Gateway
import HTTPServer
import HTTPTransport
import HTTPTypes
import Logging
import TestSupport
import Testing

/// A gateway inside the tests' process.
final class RunningGateway: Sendable {
    let world: GatewayWorld
    let address: String
    private let task: Task<Void, any Error>
    private let client: CurlTransport

    /// Its clock stands at `stopped`, where that is given.
    init(
        _ world: GatewayWorld, before upstream: String, metrics: PrometheusMetrics = PrometheusMetrics(),
        at stopped: NumericDate? = nil,
        configure: (inout GatewayConfiguration) -> Void = { _ in }
    ) async throws {
        self.world = world
        var configuration = try world.configuration(upstream)
        configure(&configuration)
        let gateway = try Gateway(
            folder: world.data, trust: world.trust, configuration: configuration, metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clock: { stopped?.seconds ?? Int64(time(nil)) })
        let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
        let task = Task {
            defer { continuation.finish() }
            try await gateway.run { continuation.yield($0) }
        }
        self.task = task
        var iterator = addresses.makeAsyncIterator()
        guard let address = await iterator.next() else {
            try await task.value
            throw CancellationError()
        }
        self.address = address
        client = try CurlTransport(.patient)
    }

    deinit { task.cancel() }

    /// Ends the gateway and waits for that, as a stop that was not graceful would.
    func stop() async throws {
        task.cancel()
        try await task.value
    }

    /// Waits until no call is in flight; its record is in the ledger then.
    func settle() async throws {
        let request = HTTPRequest(
            method: .get, url: try HTTPURL(parsing: address.replacing("/mcp", with: "/health")))
        while try await JSONDocument(parsing: client.send(request, content: []).content)
            .root["calls"]?.integer != 0
        {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Posts a message as it is.
    func post(_ message: String, _ fields: [String: String] = [:]) async throws -> HTTPReply {
        try await client.send(request(.post, fields), content: Array(message.utf8))
    }

    /// Posts a message and gives the answer as it comes.
    func stream(_ message: String, _ fields: [String: String] = [:]) async throws -> HTTPStream {
        try await client.stream(request(.post, fields), content: Array(message.utf8), within: nil)
    }

    func request(_ method: HTTPRequest.Method, _ fields: [String: String] = [:]) throws -> HTTPRequest {
        var request = HTTPRequest(method: method, url: try HTTPURL(parsing: address))
        if method == .post { request.headerFields[.contentType] = "application/json" }
        request.headerFields[.accept] = "application/json, text/event-stream"
        for (name, value) in fields { request.headerFields[try #require(HTTPField.Name(name))] = value }
        return request
    }

    func send(_ method: HTTPRequest.Method, _ fields: [String: String] = [:]) async throws -> HTTPReply {
        try await client.send(request(method, fields))
    }

    /// Calls a tool under a mandate.
    func call(
        _ tool: String, _ arguments: String = "{}", id: String = "1", under mandate: String,
        fields: [String: String] = [:]
    ) async throws -> HTTPReply {
        try await post(
            Self.message(tool, arguments, id: id), fields.merging(["ACT-Mandate": mandate]) { $1 })
    }

    static func message(_ tool: String, _ arguments: String = "{}", id: String = "1") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments)}}"#
    }
}

extension CurlSettings {
    /// For tests, which a busy machine may hold up.
    static var patient: CurlSettings {
        let limits = HTTPLimits(connecting: .seconds(300), total: .seconds(600), content: 64 << 20)
        return CurlSettings(limits: limits, concurrency: 128)
    }
}

extension HTTPReply {
    var text: String { String(decoding: content, as: UTF8.self) }

    /// The member of the JSON-RPC error's `data`.
    func problem(_ member: String) -> String? {
        (try? JSONDocument(parsing: content))?.root["error"]?["data"]?[member]?.string?.string
    }

    /// The requirement that a refusal names, or its code.
    var refusal: String? { problem("requirement") ?? problem("code") }
}

/// An MCP-like server that knows nothing of mandates.
///
/// | Tool | What it does |
/// |---|---|
/// | `echo` | answers with the arguments, as JSON |
/// | `slow` | streams an event, waits to be told, and streams its answer |
/// | `fail` | answers with `isError` |
/// | `error` | answers with a JSON-RPC error |
/// | `die` | ends the connection inside its answer |
final class ToolServer: Sendable {
    let server: LoopbackServer
    let seen: Seen
    /// What `slow` waits for.
    let gate: DispatchSemaphore

    /// Requests as they came in.
    final class Seen: @unchecked Sendable {
        private let lock = NSLock()
        private var list: [LoopbackRequest] = []

        func add(_ request: LoopbackRequest) { lock.withLock { list.append(request) } }
        var all: [LoopbackRequest] { lock.withLock { list } }
        var count: Int { lock.withLock { list.count } }
    }

    init() throws {
        let (seen, gate) = (Seen(), DispatchSemaphore(value: 0))
        (self.seen, self.gate) = (seen, gate)
        server = try LoopbackServer { connection in
            while let request = connection.request() {
                seen.add(request)
                guard Self.answer(request, connection, gate) else { return }
            }
        }
    }

    var url: String { "\(server.url)/mcp" }

    /// False where the connection ends.
    private static func answer(
        _ request: LoopbackRequest, _ connection: LoopbackConnection, _ gate: DispatchSemaphore
    ) -> Bool {
        let fields = ["Content-Type": "application/json", "Mcp-Session-Id": "session-1"]
        if request.method == "GET" {
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            connection.write("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n")
            connection.waitForEnd()
            return false
        }
        if request.method == "DELETE" { return connection.respond(204) }
        guard let root = try? JSONDocument(parsing: request.content).root,
            let id = root["id"].map({ String(decoding: $0.text, as: UTF8.self) })
        else { return connection.respond(202) }
        func result(_ text: String) -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":\#(text)}"# }
        switch root["params"]?["name"]?.string {
        case "slow":
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            connection.write(
                ": hello\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\r\n\r\n")
            gate.wait()
            connection.write("event: message\ndata: \(result("{}"))\n\n")
            return false
        case "fail": return connection.respond(200, fields, Array(result(#"{"isError":true}"#).utf8))
        case "error":
            return connection.respond(
                200, fields, Array(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-5,"message":"no"}}"#.utf8))
        case "die":
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 999\r\n\r\n")
            connection.write("data: {\n\n")
            gate.wait()
            connection.close(abruptly: true)
            return false
        case "huge":
            let text = result("\"\(String(repeating: "x", count: 3 << 20))\"")
            return connection.respond(200, fields, Array(text.utf8))
        default:
            let arguments = root["params"]?["arguments"].map { String(decoding: $0.text, as: UTF8.self) }
            return connection.respond(
                200, fields, Array(result(#"{"content":[],"echo":\#(arguments ?? "null")}"#).utf8))
        }
    }
}
