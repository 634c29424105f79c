import Audit
import HTTPTransport
import ACT
import Claims
import Encoding
import Foundation
import Gateway
import HTTPServer
import HTTPTypes
import TestSupport
import TestTokens
import Testing

@Suite("What is refused, and that it is recorded")
struct RefusalTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    /// A request that is refused, by its name.
    struct Attempt: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let refusal: String
        let make: @Sendable (GatewayWorld) throws -> (message: String, fields: [String: String])

        init(
            _ name: String, _ status: Int, _ refusal: String,
            _ make: @escaping @Sendable (GatewayWorld) throws -> (message: String, fields: [String: String])
        ) {
            (testDescription, self.status, self.refusal, self.make) = (name, status, refusal, make)
        }

        /// A call of `echo` under a mandate.
        static func mandate(
            _ name: String, _ status: Int, _ refusal: String, tool: String = "echo",
            _ mandate: @escaping @Sendable (GatewayWorld) throws -> String
        ) -> Attempt {
            Attempt(name, status, refusal) {
                (RunningGateway.message(tool), ["ACT-Mandate": try mandate($0)])
            }
        }
    }

    static let ofTokens: [Attempt] = [
        Attempt("no mandate", 403, "ACT#req-act-http-missing") { _ in (RunningGateway.message("echo"), [:]) },
        .mandate("a tool outside cap", 403, "ACT#req-act-exec-act-in-cap", tool: "delete.all") {
            try $0.mandate()
        },
        .mandate("a tool whose name is no action's", 403, "ACT#req-act-exec-act-in-cap", tool: "Echo") {
            try $0.mandate()
        },
        .mandate("an expired mandate", 403, "ACT#req-act-time-exp") {
            try $0.mandate {
                $0.issuedAt = NumericDate(clamping: 1); $0.expiration = NumericDate(clamping: 2)
            }
        },
        .mandate("a mandate for another server", 403, "ACT#req-act-aud-match") {
            try $0.mandate(audience: "https://other.example")
        },
        .mandate("a mandate by somebody who is trusted for other things", 403, "ACT#req-act-trust-root") {
            try $0.mandate(issuer: $0.agent)
        },
        .mandate("a mandate whose signature is cut", 403, "ACT#req-act-sig-form") {
            String(try $0.mandate().dropLast(6))
        },
        .mandate("a mandate with another's signature", 403, "ACT#req-act-sig") {
            let (one, other) = (try $0.mandate(), try $0.mandate())
            return (one.split(separator: ".").dropLast() + [other.split(separator: ".")[2]])
                .joined(separator: ".")
        },
        .mandate("a window of the action that has passed", 403, "ACT#req-act-exec-not-after") {
            try $0.mandate(#"[{"action":"echo","constraints":{"not_after":5}}]"#)
        },
        .mandate(
            "a constraint about a fact that the gateway does not know", 403, "ACT#req-act-exec-resources"
        ) {
            try $0.mandate(#"[{"action":"echo","constraints":{"resources":["https://a.example/*"]}}]"#)
        },
        .mandate("a sensitivity that nobody states", 403, "ACT#req-act-exec-max-sensitivity") {
            try $0.mandate(#"[{"action":"echo","constraints":{"max_sensitivity":"public"}}]"#)
        },
        .mandate("an argument that is missing", 403, "ACT#req-act-exec-params") {
            try $0.mandate(#"[{"action":"echo","constraints":{"params":{"a":{"eq":1}}}}]"#)
        },
        .mandate("an action that needs approval", 403, "ACT#req-act-approval-missing") {
            let approver = $0.organization.identifier
            return try $0.mandate {
                $0.oversight = Oversight(
                    requiresApprovalFor: try [#require(Action("echo"))], approver: approver)
            }
        },
        .mandate("two mandates", 400, "ACT#req-act-http-mandate-single") {
            "\(try $0.mandate()), \(try $0.mandate())"
        },
        .mandate("an ECT in place of a mandate", 400, "ACT#req-act-typ") { try $0.execution().token },
        .mandate("a record in place of a mandate", 400, "ACT#req-act-http-mandate-phase") {
            try $0.record()
        },
        .mandate("a field that holds no token", 400, "ACT#req-act-http-field") { _ in "a b" },
        .mandate("fields that are too large", 431, "ACT#req-act-http-size-refuse") { _ in
            String(repeating: "a", count: 9000)
        },
        Attempt("a mandate among the records", 400, "ACT#req-act-http-record-phase") {
            let mandate = try $0.mandate()
            return (RunningGateway.message("echo"), ["ACT-Mandate": mandate, "ACT-Record": mandate])
        },
        Attempt("a set in the content that is none", 400, "ACT#req-act-body-form") {
            let text = RunningGateway.message("echo")
                .replacing(#""arguments":{}"#, with: #""_meta":{"execution_context":["a b"]}"#)
            return (text, ["ACT-Mandate": try $0.mandate()])
        },
        Attempt("an ECT whose signature is another's", 403, "ECT#req-ect-signature") {
            let (one, other) = (try $0.execution().token, try $0.execution().token)
            let token = (one.split(separator: ".").dropLast() + [other.split(separator: ".")[2]])
                .joined(separator: ".")
            return (
                RunningGateway.message("echo"),
                ["ACT-Mandate": try $0.mandate(), "Execution-Context": token]
            )
        },
        Attempt("a predecessor of another workflow", 403, "ECT#req-ect-dag-workflow") {
            let other = try $0.execution(workflow: GatewayWorld.uuid()).token
            return (
                RunningGateway.message("echo"),
                [
                    "ACT-Mandate": try $0.mandate(workflow: GatewayWorld.uuid()), "Execution-Context": other,
                ]
            )
        },
    ]

    @Test(
        "a call whose tokens do not carry it is answered with the requirement, not passed on, and recorded",
        .verifies(
            "ACT#req-act-http-missing", "ACT#req-act-http-status", "ACT#req-act-exec-params",
            "ACT#req-act-http-size-refuse", "ACT#req-act-http-field", "ACT#req-act-http-mandate-single",
            "ACT#req-act-http-mandate-phase", "ACT#req-act-http-record-phase", "ACT#req-act-body-form",
            "ACT#req-act-http-jsonrpc", "ACT#req-act-call-refused"),
        arguments: ofTokens)
    func tokens(attempt: Attempt) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let (message, fields) = try attempt.make(world)
        let reply = try await gateway.post(message, fields)
        #expect(reply.response.status.code == attempt.status)
        #expect(reply.refusal == attempt.refusal)
        let root = try JSONDocument(parsing: reply.content).root
        #expect(root["id"]?.integer == 1 && root["error"]?["code"]?.integer == -32003)
        #expect(reply.problem("type")?.hasPrefix("urn:ietf:params:") == true)
        #expect(server.seen.count == 0)
        #expect(try world.refusals() == [attempt.refusal])
        #expect(try world.calls().isEmpty)
        let report = try await world.audit()
        #expect(report.refused == 0)
    }

    static let ofMessages: [(String, Int, String)] = [
        ("{", 400, "json"), (#"{"a":1,"a":2}"#, 400, "json"), ("[]", 400, "rpc-batch"),
        (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, 400, "rpc-batch"), ("{}", 400, "rpc-message"),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, 400, "rpc-message"),
        (#"{"jsonrpc":"2.0","id":1}"#, 400, "rpc-message"),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, 400, "rpc-id"),
        (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, 400, "rpc-id"),
        (#"{"jsonrpc":"2.0","id":1,"method":5}"#, 400, "rpc-method"),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","result":5}"#, 400, "rpc-method"),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, 400, "rpc-params"),
        (#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"}}"#, 400, "rpc-notification"),
        (#"{"jsonrpc":"2.0","method":"tools/other"}"#, 403, "method-not-passed"),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/Call"}"#, 403, "method-not-passed"),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, 400, "tool-name"),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":[]}}"#, 400,
            "tool-arguments"
        ),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","task":{}}}"#, 400,
            "tool-task"
        ),
    ]

    @Test("a message that is not one of MCP is refused and not passed on", arguments: ofMessages)
    func messages(message: String, status: Int, code: String) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let reply = try await gateway.post(message)
        #expect(reply.response.status.code == status && reply.refusal == code)
        #expect(server.seen.count == 0)
    }

    @Test("fields that say something else than the message are refused; those that agree pass")
    func headers() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate()
        for (fields, status) in [
            (["Mcp-Method": "tools/call", "Mcp-Name": "echo"], 200),
            (["Mcp-Method": "tools/call", "Mcp-Name": "=?base64?ZWNobw==?="], 200),
            (["Mcp-Method": "tools/list"], 400), (["Mcp-Name": "fail"], 400),
            (["Mcp-Name": "=?base64?!?="], 400), (["Origin": "https://evil.example"], 403),
            (["Content-Type": "text/plain"], 415), (["Content-Encoding": "gzip"], 415),
        ] {
            let reply = try await gateway.call("echo", under: mandate, fields: fields)
            #expect(reply.response.status.code == status, "\(fields)")
        }
        #expect(try await gateway.send(.put).response.status == 405)
        #expect(server.seen.count == 2)
    }

    @Test("a message that is too large is refused before it is read")
    func tooLarge() async throws {
        let gateway = try await RunningGateway(world, before: server.url) { $0.requestOctets = 1000 }
        let reply = try await gateway.call(
            "echo", "\"\(String(repeating: "a", count: 1000))\"", under: world.mandate())
        #expect(reply.response.status == 413 && server.seen.count == 0)
    }

    @Test("refusals beyond the rate are counted and not recorded; requests beyond theirs are put off")
    func rates() async throws {
        let metrics = PrometheusMetrics()
        let gateway = try await RunningGateway(world, before: server.url, metrics: metrics) {
            $0.refusalsPerSecond = 1
        }
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { _ = try await gateway.post(RunningGateway.message("echo")) }
            }
            try await group.waitForAll()
        }
        #expect(try (1..<100).contains(world.refusals().count))
        #expect(metrics.text.contains(#"gateway_refusals_total{code="http-missing",recorded="no"}"#))
        try await gateway.stop()
        let strict = try await RunningGateway(world, before: server.url) { $0.requestsPerSecond = 1 }
        let late = try await withThrowingTaskGroup(of: HTTPReply.self) { group in
            for _ in 0..<100 {
                group.addTask { try await strict.post(RunningGateway.message("echo")) }
            }
            return try await group.reduce(into: [HTTPReply]()) {
                if $1.response.status == 429 { $0.append($1) }
            }
        }
        #expect(late.first?.response.headerFields[.retryAfter] == "1")
    }

    @Test(
        "of 50 calls at once under max_calls 7, seven are passed on, in the journal and in the audit",
        .verifies("ACT#req-act-exec-max-calls", "ECT#req-ect-mnd-calls"))
    func counted() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(
            #"[{"action":"echo","constraints":{"max_calls":7}},{"action":"fail","constraints":{"max_calls":1}}]"#
        )
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await gateway.call("echo", id: "\(number)", under: mandate).response.status.code
                }
            }
            return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [200: 7, 403: 43])
        #expect(server.seen.count == 7)
        #expect(try world.calls().count == 7)
        #expect(try world.refusals() == [String](repeating: "ACT#req-act-exec-max-calls", count: 43))
        // Another action of the mandate has a count of its own, which a restart does not forget.
        #expect(try await gateway.call("fail", under: mandate).response.status == 200)
        try await gateway.stop()
        let next = try await RunningGateway(world, before: server.url)
        for tool in ["echo", "fail"] {
            #expect(try await next.call(tool, under: mandate).refusal == "ACT#req-act-exec-max-calls")
        }
        #expect(try await world.audit().verdict == .complete)
    }

    @Test("another token of a mandate's name is refused", .verifies("ACT#req-act-ledger-unique"))
    func sameName() async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let identifier = try GatewayWorld.uuid()
        let one = try world.mandate { $0.identifier = identifier }
        let other = try world.mandate(#"[{"action":"echo"}]"#) { $0.identifier = identifier }
        #expect(try await gateway.call("echo", under: one).response.status == 200)
        #expect(try await gateway.call("echo", under: other).refusal == "ACT#req-act-ledger-unique")
    }

    @Test("a call without a record of its caller, where one is demanded")
    func record() async throws {
        let gateway = try await RunningGateway(world, before: server.url) {
            $0.requiresPresentedRecord = true
        }
        let refused = try await gateway.call("echo", under: world.mandate())
        #expect(refused.refusal == "ECT#req-ect-http-missing")
        let passed = try await gateway.call(
            "echo", under: world.mandate(), fields: ["Execution-Context": world.execution().token])
        #expect(passed.response.status == 200)
    }
}
