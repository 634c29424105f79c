import ACT
import Audit
import Claims
import Encoding
import Foundation
import Gateway
import HTTPTransport
import HTTPTypes
import JOSE
import Logging
import Signing
import TestSupport
import TestTokens
import Testing
import Trust

/// What an attacker would try on either side of the gateway.
@Suite("Ways around the gateway")
struct AttackTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    @Test(
        "a call that only a lenient reader of JSON would find is refused, and the refusal is recorded",
        arguments: [
            (#"[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}]"#, "rpc-batch"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}"#, "member-name"),
            (#"{"jsonrpc":"2.0","id":1,"result":{},"METHOD":"tools/call"}"#, "member-name"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","m\u0045thod":"tools/call"}"#, "member-name"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","param\u017f":{}}"#, "member-name"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","m\u0065thod":"tools/call"}"#, "json"),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","Name":"fail"}}"#,
                "member-name"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","Arguments":{}}}"#,
                "member-name"
            ),
            (#"{"jsonrpc":"2.0","id":1,"method":"tools/call\u0000"}"#, "method-not-passed"),
            (#"{"jsonrpc":"2.0","id":1,"method":" tools/call"}"#, "method-not-passed"),
            (#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"}}"#, "rpc-notification"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping"}{"jsonrpc":"2.0"}"#, "json"),
            ("\u{FEFF}" + #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, "json"),
        ])
    func smuggled(message: String, code: String) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.post(message, ["ACT-Mandate": try world.mandate()])
        #expect(reply.refusal == code && server.seen.count == 0)
        #expect(try world.refusals() == [code])
    }

    @Test(
        "an argument under a limit can't be said a second time in another spelling",
        arguments: ["Count", "COUNT", "co\\u0075nT", "gr\\u00F6\\u00DFe", "gro\\u0308\\u00DFe"])
    func spellings(name: String) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(
            #"[{"action":"echo","constraints":{"params":{"count":{"max":3},"Gr\u00F6\u00DFe":{"max":3}}}}]"#)
        let honest = #""count":3,"Gr\u00F6\u00DFe":3"#
        #expect(try await gateway.call("echo", "{\(honest)}", under: mandate).response.status == 200)
        let arguments = #"{\#(honest),"\#(name)":100}"#
        #expect(try await gateway.call("echo", arguments, under: mandate).refusal == "member-name")
        // A name without a limit may come as it likes.
        let free = try await gateway.call("echo", #"{\#(honest),"a":1,"A":2}"#, under: mandate)
        #expect(free.response.status == 200)
    }

    @Test(
        "a number is what it says, however it is written",
        arguments: ["4", "3.5", "4e0", "1e400", "3.0", "-0", "\"3\"", "[3]", "null", "9223372036854775808"])
    func numbers(value: String) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(
            #"[{"action":"echo","constraints":{"params":{"count":{"min":1,"max":3}}}}]"#)
        let reply = try await gateway.call("echo", #"{"count":\#(value)}"#, under: mandate)
        #expect(reply.refusal == "ACT#req-act-exec-params" && server.seen.count == 0)
    }

    @Test(
        "an 'id' that the server may write otherwise is refused: the record could not say how the call ended",
        arguments: [
            ("1.0", false), ("1e0", false), ("-0", false), ("0.1", false), ("9007199254740992", false),
            ("12345678901234567890", false), ("9007199254740991", true), ("-7", true), ("0", true),
            (#""1.0""#, true),
        ])
    func identifiers(id: String, isTaken: Bool) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call("echo", id: id, under: world.mandate())
        #expect(reply.refusal == (isTaken ? nil : "rpc-id"))
        #expect(try world.calls().map(\.ending) == (isTaken ? ["completed"] : []))
    }

    @Test(
        "content in another charset is refused: the server would read something else",
        arguments: [
            ("application/json; charset=utf-7", 415), ("application/json;charset=UTF-16", 415),
            ("application/json; x=1", 415), ("application/json, text/plain", 415), ("application/ json", 415),
            ("Application/JSON; charset=\"UTF-8\"", 200),
        ])
    func charsets(type: String, status: Int) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call(
            "echo", under: world.mandate(), fields: ["Content-Type": type])
        #expect(reply.response.status.code == status)
        #expect(server.seen.count == (status == 200 ? 1 : 0))
    }

    @Test("fields with underscores and proof tokens stay, however they are spelled")
    func fields() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.call(
            "echo", under: world.mandate(),
            fields: [
                "Content_Encoding": "gzip", "Transfer_Encoding": "chunked", "authorization": "wPt abc",
            ])
        #expect(reply.response.status == 200)
        let seen = try #require(server.seen.all.first)
        #expect(seen.fields.keys.allSatisfy { !$0.contains("_") } && seen.fields["authorization"] == nil)
    }

    @Test("a field with another name than the tool's is refused, even if it is the message's 'uri'")
    func otherName() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let message =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","uri":"fail","arguments":{}}}"#
        let reply = try await gateway.post(
            message, ["ACT-Mandate": try world.mandate(), "Mcp-Name": "fail"])
        #expect(reply.refusal == "header-mismatch" && server.seen.count == 0)
    }

    @Test("a task whose record's name another record has is not carried out")
    func takenName() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let other = try world.execution(by: world.organization)
        let earlier = try await gateway.call(
            "echo", under: world.mandate(), fields: ["Execution-Context": other.token])
        #expect(earlier.response.status == 200)
        let task = try world.mandate(subject: world.tools) { $0.identifier = other.identifier }
        #expect(try await gateway.call("echo", under: task).refusal == "ACT#req-act-ledger-unique")
        // With the task itself, and behind a record that follows from it.
        let hidden = try world.execution(by: world.organization)
        let next = try world.execution(by: world.organization, predecessors: [hidden.identifier])
        let second = try world.mandate(subject: world.tools) { $0.identifier = hidden.identifier }
        let reply = try await gateway.call(
            "echo", under: second, fields: ["Execution-Context": "\(hidden.token), \(next.token)"])
        #expect(reply.refusal == "ECT#req-ect-ledger-unique" && server.seen.count == 1)
        // Without it, the task is free.
        #expect(try await gateway.call("echo", under: second).response.status == 200)
    }

    @Test("the name of a task's record can't be taken while the task is carried out")
    func nameInFlight() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let other = try world.execution(by: world.organization)
        let task = try world.mandate(subject: world.tools) { $0.identifier = other.identifier }
        let stream = try await gateway.stream(RunningGateway.message("slow"), ["ACT-Mandate": task])
        let reply = try await gateway.call(
            "echo", under: world.mandate(), fields: ["Execution-Context": other.token])
        server.gate.signal()
        while try await stream.next() != nil {}
        #expect(reply.refusal == "ECT#req-ect-ledger-unique" && server.seen.count == 1)
        #expect(try world.records().contains { $0.identifier == other.identifier })
        #expect(try await gateway.call("slow", under: task).refusal == "ACT#req-act-replay")
    }

    @Test(
        "an answer repeats nothing of the tokens that it refuses",
        .verifies("ACT#req-act-error-content", "ECT#req-ect-http-echo"))
    func echo() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let canary = Party("urn:agent:canary", key: try PrivateJWK(.generate(.p256), keyID: "canary"))
        let misnamed = Party(world.organization.identifier, key: canary.key)
        let own = try world.mandate()
        for (mandate, record) in [
            (try world.mandate(issuer: canary), nil), (try world.mandate(issuer: misnamed), nil),
            (own, try world.execution(by: canary).token),
        ] {
            var fields = ["ACT-Mandate": mandate]
            if let record { fields["Execution-Context"] = record }
            let reply = try await gateway.post(RunningGateway.message("echo"), fields)
            #expect(reply.response.status == 403 && !reply.text.contains("canary"), "\(reply.text)")
        }
    }

    @Test("another signature of the same mandate does not count from the start")
    func malleated() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(#"[{"action":"echo","constraints":{"max_calls":1}}]"#)
        #expect(try await gateway.call("echo", under: mandate).response.status == 200)
        let other = try Self.otherSignature(of: mandate)
        #expect(other != mandate)
        #expect(try await gateway.call("echo", under: other).refusal == "ACT#req-act-ledger-unique")
        #expect(server.seen.count == 1)
    }

    /// ES256: with (r, s), (r, n - s) verifies as well.
    private static func otherSignature(of token: String) throws -> String {
        let order: [UInt8] = try Hexadecimal.decode(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        let parts = token.split(separator: ".")
        var signature = try Base64URL.decode(Array(parts[2].utf8).span)
        var borrow = 0
        for index in (0..<32).reversed() {
            let difference = Int(order[index]) - Int(signature[32 + index]) - borrow
            borrow = difference < 0 ? 1 : 0
            signature[32 + index] = UInt8(truncatingIfNeeded: difference)
        }
        return "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))"
    }

    @Test("a key that can't sign both kinds of records is refused before anything is carried out")
    func key() throws {
        var configuration = try world.configuration(server.url)
        configuration.key = Party.erin.key
        let file = Party.trustFile([Party(world.tools.identifier, key: Party.erin.key)])
        let trust = try TrustFile(parsing: file.encode())
        #expect {
            try Gateway(
                folder: world.data, trust: trust, configuration: configuration,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: { 0 })
        } throws: { error in
            (error as? GatewayError)?.code == "gateway-key-unsuitable"
        }
    }

    // MARK: The server's side

    private func gateway(
        before server: LoopbackServer, configure: @escaping (inout GatewayConfiguration) -> Void = { _ in }
    ) async throws -> RunningGateway {
        try await RunningGateway(world, before: "\(server.url)/mcp", configure: configure)
    }

    @Test("a redirect is neither followed nor passed on as one")
    func redirect() async throws {
        let other = server.url
        let redirecting = try LoopbackServer { connection in
            while connection.request() != nil {
                let fields = ["Location": other, "Alt-Svc": "h2=\":1\"", "Refresh": "0"]
                guard connection.respond(307, fields) else { return }
            }
        }
        let gateway = try await gateway(before: redirecting)
        let reply = try await gateway.call("echo", under: world.mandate())
        #expect(reply.response.status == 307 && server.seen.count == 0)
        #expect(reply.response.headerFields[.location] == nil)
        for name in ["Alt-Svc", "Refresh"] {
            #expect(reply.response.headerFields[try #require(HTTPField.Name(name))] == nil)
        }
        #expect(try world.calls().map(\.ending) == ["failed http-status"])
    }

    @Test("a server that never answers, and one whose stream never ends, are cut off and recorded")
    func endless() async throws {
        let silent = try LoopbackServer { connection in
            _ = connection.request()
            connection.waitForEnd()
        }
        let reply = try await gateway(before: silent) { $0.callSeconds = 1 }
            .call("echo", under: world.mandate())
        #expect(reply.response.status == 504)
        #expect(try world.calls().map(\.ending) == ["failed http-timed-out"])

        let listening = try await RunningGateway(GatewayWorld(), before: "\(silent.url)/mcp") {
            $0.streamSeconds = 1
        }
        let refused = try await listening.send(.get)
        #expect(refused.response.status == 504)

        let other = try GatewayWorld()
        let endless = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            while connection.write(": still there\n\n") { Thread.sleep(forTimeInterval: 0.05) }
        }
        let patient = try await RunningGateway(other, before: "\(endless.url)/mcp") { $0.callSeconds = 2 }
        let stream = try await patient.stream(
            RunningGateway.message("echo"), ["ACT-Mandate": try other.mandate()])
        if stream.response.status == 200 {
            await #expect(throws: HTTPTransportError.self) { for try await _ in stream {} }
        }
        try await patient.settle()
        #expect(try other.calls().first?.ending.hasSuffix(" http-timed-out") == true)
    }

    @Test("a client that takes its answer slower than the call may last is cut off, and the call is recorded")
    func slowClient() async throws {
        let flood = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            let piece = [UInt8](repeating: UInt8(ascii: "\n"), count: 1 << 20)
            while connection.write(piece) {}
        }
        let gateway = try await gateway(before: flood) { $0.callSeconds = 2 }
        let stream = try await gateway.stream(
            RunningGateway.message("echo"), ["ACT-Mandate": try world.mandate()])
        // Nobody reads it.
        try await gateway.settle()
        #expect(try world.calls().count == 1)
        stream.cancel()
    }

    @Test("messages beyond the room for their contents are put off, and there is room again afterwards")
    func room() async throws {
        let (gate, seen) = (server.gate, server.seen)
        let gateway = try await RunningGateway(world, before: server.url) {
            ($0.requestOctets, $0.heldOctets) = (60_000, 90_000)
        }
        let mandate = try world.mandate()
        let large = #"{"text":"\#(String(repeating: "a", count: 50_000))"}"#
        let stream = try await gateway.stream(
            RunningGateway.message("slow", large), ["ACT-Mandate": mandate])
        let refused = try await gateway.call("echo", large, under: mandate)
        #expect(refused.response.status == 503)
        #expect(refused.refusal == "overloaded")
        #expect(seen.count == 1)
        gate.signal()
        for try await _ in stream {}
        while try await gateway.call("echo", large, under: mandate).response.status == 503 {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(seen.count == 2)
    }
}
