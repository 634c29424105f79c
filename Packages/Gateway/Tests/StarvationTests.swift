import Encoding
import Foundation
import Gateway
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

/// What somebody without a mandate can keep from others.
@Suite("Clients that hold things up", .timeLimit(.minutes(5)))
struct StarvationTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#

    /// A client of the gateway that sends a request's head and `content`, and goes on as the test says.
    private static func client(
        of gateway: RunningGateway, announcing octets: Int, _ content: String = ""
    ) throws -> LoopbackConnection {
        let port = try #require(
            gateway.address.split(separator: ":").last?.split(separator: "/").first.flatMap { UInt16($0) })
        let connection = try LoopbackConnection(to: port)
        connection.write(
            "POST /mcp HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: \(octets)\r\n\r\n"
                + content)
        return connection
    }

    @Test("who announces messages and does not send them takes no room from others")
    func announced() async throws {
        let gateway = try await RunningGateway(world, before: server.url) {
            ($0.requestOctets, $0.heldOctets) = (60_000, 90_000)
        }
        let silent = try (0..<8).map { _ in try Self.client(of: gateway, announcing: 60_000) }
        for _ in 0..<20 { #expect(try await gateway.post(Self.ping).response.status == 200) }
        // What was sent does take room, until its sender goes.
        let partial = String(repeating: " ", count: 50_000)
        var sending: [LoopbackConnection] = []
        repeat {
            // One that comes while another message is held is put off itself.
            sending.append(try Self.client(of: gateway, announcing: 60_000, partial))
            try await Task.sleep(for: .milliseconds(20))
        } while try await gateway.post(Self.ping + partial).response.status == 200
        for connection in sending + silent { connection.close() }
        while try await gateway.post(Self.ping + partial).response.status != 200 {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("a message whose client has gone holds up no other", arguments: [false, true])
    func gone(afterHead: Bool) async throws {
        let seen = ToolServer.Seen()
        let slow = try LoopbackServer { connection in
            while let request = connection.request() {
                seen.add(request)
                guard seen.count == 1 else {
                    connection.respond(200, [:], Array("{}".utf8))
                    continue
                }
                if afterHead { connection.write("HTTP/1.1 200 OK\r\n\r\n") }
            }
        }
        let gateway = try await RunningGateway(world, before: "\(slow.url)/mcp") { $0.calls = 1 }
        let client = try Self.client(of: gateway, announcing: Self.ping.utf8.count, Self.ping)
        while seen.count == 0 { try await Task.sleep(for: .milliseconds(20)) }
        client.close()
        #expect(try await gateway.post(Self.ping).response.status == 200)
    }

    @Test("a name of some MiB of accents holds nothing up", .timeLimit(.minutes(1)))
    func accents() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let name = "a" + String(repeating: "\u{301}\u{323}", count: 1_000_000)
        // It is passed on; the server of the tests does not read so much.
        let reply = try await gateway.post(#"{"jsonrpc":"2.0","id":1,"method":"ping","\#(name)":1}"#)
        #expect(reply.response.status == 202)
        let arguments = "{\"\(name)\":1,\"count\":1}"
        let mandate = try world.mandate(
            #"[{"action":"echo","constraints":{"params":{"count":{"max":3}}}}]"#)
        #expect(try await gateway.call("echo", arguments, under: mandate).response.status == 202)
    }

    @Test("the gauge of calls in flight goes down again")
    func gauge() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        #expect(try await gateway.call("echo", under: world.mandate()).response.status == 200)
        try await gateway.settle()
        let page = HTTPRequest(
            method: .get, url: try HTTPURL(parsing: gateway.address.replacing("/mcp", with: "/metrics")))
        let text = try await CurlTransport(.patient).send(page, content: []).text
        #expect(text.contains("gateway_calls_in_flight 0.0\n"))
    }
}
