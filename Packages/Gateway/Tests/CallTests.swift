import Trust
import TestTokens
import Audit
import ACT
import Claims
import ECT
import Encoding
import Foundation
import Gateway
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite("Calls that are admitted")
struct CallTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    @Test(
        "a call goes to the server octet for octet, its answer comes back, and its record verifies in an audit",
        .verifies(
            "ECT#req-ect-inp-hash", "ECT#req-ect-out-hash", "ECT#req-ect-mnd-hash",
            "ACT#req-act-ledger-durable"))
    func call() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let message =
            #"{"id" : 7 , "params":{"arguments":{"text":"gr\u00fc\u00df dich","n":[1,2.50]},"name":"echo"},"method":"tools\/call","jsonrpc":"2.0","x":1}"#
        let reply = try await gateway.post(message, ["ACT-Mandate": try world.mandate(), "X-Other": "kept"])
        #expect(reply.response.status == 200)
        #expect(
            reply.text
                == #"{"jsonrpc":"2.0","id":7,"result":{"content":[],"echo":{"text":"gr\u00fc\u00df dich","n":[1,2.50]}}}"#
        )
        #expect(reply.response.headerFields[try #require(HTTPField.Name("Mcp-Session-Id"))] == "session-1")
        let request = try #require(server.seen.all.first)
        #expect(request.content == Array(message.utf8))
        #expect(request.fields["x-other"] == "kept" && request.fields["act-mandate"] == nil)

        let record = try #require(try world.calls().first)
        #expect(record.ending == "completed" && record.issuer == world.tools.identifier)
        #expect(record.action == "echo" && record.predecessors == .none)
        #expect(try await record.inputHash?.text.string == Self.sha256(request.content))
        #expect(try await record.outputHash?.text.string == Self.sha256(reply.content))
        let carried = reply.response.headerFields[try #require(HTTPField.Name("Execution-Context"))]
        #expect(try world.ledgerTokens().last == carried.map { Array($0.utf8) })
        let report = try await world.audit()
        #expect(
            report.verdict == .complete && report.count("authorized") == 1 && report.count("mandate") == 1)
    }

    /// SHA-256 by another program.
    private static func sha256(_ octets: [UInt8]) async throws -> String {
        try await GatewayProcess.detached {
            let process = Process()
            let (input, output) = (Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: Data(octets))
            try input.fileHandleForWriting.close()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return Base64URL.encode(try Hexadecimal.decode(String(text.prefix(64))))
        }
    }

    @Test(
        "a mandate for the server itself is a task: done once, and recorded as the mandate's ACT record",
        .verifies("ACT#req-act-replay", "ACT#req-act-pair-kept"))
    func task() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(subject: world.tools)
        let reply = try await gateway.call("echo", under: mandate)
        #expect(reply.response.status == 200)
        #expect(reply.response.headerFields[try #require(HTTPField.Name("ACT-Record"))] != nil)
        let again = try await gateway.call("echo", under: mandate)
        #expect(again.response.status == 403 && again.refusal == "ACT#req-act-replay")
        #expect(server.seen.count == 1)
        let acts = try world.records().compactMap { token -> VerifiedRecord? in
            if case .record(let record) = token { record } else { nil }
        }
        let record = try #require(acts.first)
        #expect(acts.count == 1 && record.verdict == .authorized && record.claims.outcome == .completed)
        #expect(record.claims.outputHash == ContentHash(of: reply.content))
        #expect(try await world.audit().verdict == .complete)
    }

    @Test("a stream is passed on as it comes, and its record covers all of its octets")
    func stream() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let stream = try await gateway.stream(
            RunningGateway.message("slow", id: #""a\u0062""#), ["ACT-Mandate": try world.mandate()])
        #expect(stream.response.headerFields[.contentType] == "text/event-stream")
        var octets = try #require(try await stream.next())
        // The server has not been told to go on, and the client has its first event.
        #expect(String(decoding: octets, as: UTF8.self).contains("notifications/progress"))
        server.gate.signal()
        for try await piece in stream { octets += piece }
        #expect(String(decoding: octets, as: UTF8.self).hasSuffix("\"result\":{}}\n\n"))
        let record = try #require(try world.calls().first)
        #expect(record.ending == "completed" && record.outputHash == ContentHash(of: octets))
    }

    @Test(
        "how a call ended is in its record",
        arguments: [
            ("fail", 200, "failed tool-error"), ("error", 200, "failed rpc-error"),
            ("huge", 200, "partial answer-not-inspected"),
        ])
    func endings(tool: String, status: Int, ending: String) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(#"[{"action":"fail"},{"action":"error"},{"action":"huge"}]"#)
        let reply = try await gateway.call(tool, under: mandate)
        #expect(reply.response.status.code == status)
        let record = try #require(try world.calls().first)
        #expect(record.ending == ending && record.outputHash == ContentHash(of: reply.content))
    }

    @Test("a server that dies in its answer: the client sees a broken stream, the record what came of it")
    func dies() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let stream = try await gateway.stream(
            RunningGateway.message("die"), ["ACT-Mandate": try world.mandate(#"[{"action":"die"}]"#)])
        let first = try #require(try await stream.next())
        server.gate.signal()
        await #expect(throws: HTTPTransportError.self) { for try await _ in stream {} }
        let record = try #require(try world.calls().first)
        #expect(record.ending == "partial http-connection-lost")
        #expect(record.outputHash == ContentHash(of: first))
    }

    @Test("a server that is not there: an error for the client, and a record")
    func down() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        server.server.stop()
        let reply = try await gateway.call("echo", id: "\"x\"", under: world.mandate())
        #expect(reply.response.status == 502 && reply.refusal == "http-not-connected")
        #expect(reply.text.hasPrefix(#"{"jsonrpc":"2.0","id":"x","error":"#))
        let record = try #require(try world.calls().first)
        #expect(record.ending == "failed http-not-connected" && record.outputHash == nil)
    }

    @Test("a call does not outlive its mandate", .verifies("ACT#req-act-call-end"))
    func mandateEnds() async throws {
        // The gateway's clock stands: five seconds of the allowance for clocks (30) are left, however late it gets.
        let now = GatewayWorld.now
        let gateway = try await RunningGateway(world, before: server.url, at: now)
        let mandate = try world.mandate {
            $0.issuedAt = now.advanced(by: -100)
            $0.expiration = now.advanced(by: -25)
        }
        let stream = try await gateway.stream(RunningGateway.message("slow"), ["ACT-Mandate": mandate])
        // On a machine that needs five seconds for the first event, it is refused instead.
        if stream.response.status == 200 {
            await #expect(throws: HTTPTransportError.self) { for try await _ in stream {} }
        } else {
            #expect(stream.response.status == 504)
        }
        server.gate.signal()
        try await gateway.settle()
        #expect(try world.calls().first?.ending.hasSuffix(" exec-ts-window") == true)
        #expect(try await world.audit().verdict == .complete)
    }

    @Test("records of earlier tasks come with a call, are kept, and are what its record follows from")
    func predecessors() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let workflow = try GatewayWorld.uuid()
        let first = try world.execution(by: world.organization, workflow: workflow)
        let own = try world.execution(workflow: workflow, predecessors: [first.identifier])
        let mandate = try world.mandate(workflow: workflow)
        let reply = try await gateway.call(
            "echo", under: mandate, fields: ["Execution-Context": "\(own.token), \(first.token)"])
        #expect(reply.response.status == 200)
        let record = try #require(try world.calls().first)
        #expect(record.predecessors.identifiers == [own.identifier] && record.workflow == workflow)
        #expect(try await world.audit().verdict == .complete)
        let again = try await gateway.call("echo", under: mandate, fields: ["Execution-Context": own.token])
        #expect(again.refusal == "ECT#req-ect-replay")
    }

    @Test("tokens come in the content too: a delegated mandate with its parent")
    func delegated() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let parent = try world.mandate { $0.delegation = try Delegation(maxDepth: 1) }
        let verifier = ACTVerifier(
            trust: .init(world.trust),
            policy: ACTPolicy(mode: .audit, now: GatewayWorld.now, audience: []))
        let child = try MandateClaims(
            issuer: world.agent.identifier, subject: world.stranger.identifier,
            audience: #require(Audience([world.tools.identifier])), issuedAt: GatewayWorld.now,
            expiration: verifier.mandate(Array(parent.utf8)).claims.expiration,
            identifier: GatewayWorld.uuid(), task: ACTTask(purpose: "a part"),
            capabilities: Capabilities([Capability(#require(Action("echo")))]))
        let token = try ACTIssuer(key: world.agent.key).delegate(
            verifier.mandate(Array(parent.utf8)), to: child)
        func message(_ tokens: [String]) -> String {
            let list = tokens.map { "\"\($0)\"" }.joined(separator: ",")
            return
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{"execution_context":[\#(list)]}}}"#
        }
        #expect(try await gateway.post(message([token, parent])).response.status == 200)
        let alone = try await gateway.post(message([token]))
        #expect(alone.response.status == 403 && alone.refusal == "ACT#req-act-trust-root")
        #expect(try await world.audit().verdict == .complete)
    }

    @Test("what is no tool call passes: messages, server streams, the end of a session")
    func others() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let list = try await gateway.post(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
        #expect(list.response.status == 200 && list.text.contains("\"result\""))
        let notice = try await gateway.post(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
        #expect(notice.response.status == 202 && notice.content.isEmpty)
        #expect(try await gateway.send(.delete).response.status == 204)
        let stream = try await CurlTransport(.patient).stream(gateway.request(.get), content: [], within: nil)
        #expect(String(decoding: try await stream.next() ?? [], as: UTF8.self).contains("notifications/x"))
        #expect(server.seen.all.map(\.method) == ["POST", "POST", "DELETE", "GET"])
        #expect(try world.ledgerTokens().isEmpty)
    }

    @Test("a tool is the action that the map says, with the facts that the map names")
    func tools() async throws {
        let tools = try ToolMap(
            parsing: Array(
                #"""
                {"orderParts": {"action": "order.place", "resource": "uri", "sensitivity": "internal",
                                "amount": {"value": "price", "currency": "currency"}}}
                """#.utf8))
        let gateway = try await RunningGateway(world, before: server.url) { $0.tools = tools }
        let mandate = try world.mandate(
            #"[{"action":"order.place","constraints":{"max_amount":{"value":"10.50","currency":"EUR"},"resources":["https://shop.example/*"],"max_sensitivity":"internal","params":{"count":{"min":1,"max":3}}}}]"#
        )
        let good = #"{"uri":"https://shop.example/1","price":10.5,"currency":"EUR","count":3}"#
        #expect(try await gateway.call("orderParts", good, under: mandate).response.status == 200)
        for (change, requirement) in [
            (#"10.51,"#, "ACT#req-act-exec-max-amount"), (#""x","#, "ACT#req-act-exec-max-amount"),
        ] {
            let arguments = good.replacing("10.5,", with: change)
            let reply = try await gateway.call("orderParts", arguments, under: mandate)
            #expect(reply.refusal == requirement)
        }
        for (old, new, requirement) in [
            ("EUR", "USD", "ACT#req-act-exec-max-amount"), ("shop", "other", "ACT#req-act-exec-resources"),
            ("example/1", "example/../x", "ACT#req-act-exec-resources-form"),
            ("\"uri\"", "\"url\"", "ACT#req-act-exec-resources"), (":3", ":4", "ACT#req-act-exec-params"),
            ("\"count\"", "\"Count\"", "member-name"),
        ] {
            let reply = try await gateway.call(
                "orderParts", good.replacing(old, with: new), under: mandate)
            #expect(reply.refusal == requirement, "\(old) to \(new)")
        }
        #expect(server.seen.count == 1)
    }
}
