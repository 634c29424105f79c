import HTTPServer
import Ledger
import ACT
import Claims
import Encoding
import Foundation
import HTTPTransport
import HTTPTypes
import Signing
import Testing

@testable import Gateway

@Suite("Parts of the gateway")
struct PartsTests {
    private static func outcome(
        _ pieces: [String], type: String = "application/json", status: Int = 200,
        id: String = "1", after failure: HTTPTransportError? = nil
    ) throws -> RecordClaims.Outcome {
        var response = HTTPResponse(status: HTTPResponse.Status(code: status))
        response.headerFields[.contentType] = type
        var reader = AnswerReader(id: try JSONDocument(parsing: id).root, to: response, limit: 200)
        for piece in pieces { reader.take(Array(piece.utf8)) }
        return reader.outcome(after: failure)
    }

    @Test("how an answer ends a call")
    func outcomes() throws {
        let good = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
        let stream = "text/event-stream; charset=utf-8"
        #expect(try Self.outcome([good]) == .completed)
        #expect(try Self.outcome(["data: \(good)\n\n"], type: stream) == .completed)
        // Seen is seen, whatever happens afterwards.
        #expect(
            try Self.outcome(["data: \(good)\n\n"], type: stream, after: .connectionLost(detail: ""))
                == .completed)
        #expect(
            try Self.outcome([#"{"id":1,"result":{"resultType":"input_required"}}"#])
                == .partial(.init(code: "result-incomplete")))
        #expect(
            try Self.outcome([#"{"id":1,"error":{"code":-7}}"#])
                == .failed(.init(code: "rpc-error", detail: "-7")))
        for other in [
            #"{"id":"1","result":{}}"#, #"{"id":2,"result":{}}"#, #"{"id":1,"method":"x","result":{}}"#, "x",
        ] {
            #expect(try Self.outcome([other]) == .partial(.init(code: "answer-not-seen")))
        }
        #expect(try Self.outcome([#"{"id":"a","result":{}}"#], id: #""\u0061""#) == .completed)
        #expect(try Self.outcome([]) == .failed(.init(code: "answer-not-seen")))
        #expect(try Self.outcome([good], status: 500) == .failed(.init(code: "http-status", detail: "500")))
        #expect(try Self.outcome([], after: .timedOut) == .failed(.init(code: "http-timed-out")))
        #expect(try Self.outcome(["{"], after: .timedOut) == .partial(.init(code: "http-timed-out")))
        #expect(
            try Self.outcome([String(repeating: " ", count: 300), good])
                == .partial(.init(code: "answer-not-inspected")))
    }

    @Test("a plan is read as it was written, and nothing else is read")
    func plans() throws {
        func uuid() throws -> UUIDText { try #require(UUIDText(random: SystemRandom().octets(count: 16))) }
        for form in [CallPlan.Form.record(mandate: Array("a.b.c".utf8)), .execution(audience: ["a", "b"])] {
            for workflow in [nil, try uuid()] {
                let plan = CallPlan(
                    form: form, identifier: try uuid(), workflow: workflow,
                    action: try #require(Action("a.b")),
                    mandate: ContentHash(of: [1]), predecessors: [try uuid()], input: ContentHash(of: [2]),
                    started: NumericDate(clamping: 5))
                #expect(CallPlan(parsing: plan.encode()) == plan)
                #expect(CallPlan(parsing: Array(plan.encode().dropLast())) == nil)
            }
        }
        #expect(CallPlan(parsing: Array("{}".utf8)) == nil)
    }

    @Test("a task is started once, even by calls that read the clock a moment before others")
    func sideBySide() async throws {
        let world = try GatewayWorld()
        let journal = try CallJournal(path: "\(world.folder)/journal.db")
        func start(_ task: UUIDText, at now: Int64) async throws -> Bool {
            let now = NumericDate(clamping: now)
            let plan = CallPlan(
                form: .execution(audience: ["a"]), identifier: try GatewayWorld.uuid(), workflow: nil,
                action: try #require(Action("a.b")), mandate: ContentHash(of: [1]), predecessors: [],
                input: ContentHash(of: [2]), started: now)
            let use = TokenUse(
                of: task, kind: "act-mandate", workflow: nil, until: NumericDate(clamping: 100))
            let entry = CallJournal.Entry(plan: plan, uses: [use], maximum: nil, until: now, now: now)
            if case .started = try await journal.start(entry) { return true }
            return false
        }
        let task = try GatewayWorld.uuid()
        #expect(try await start(task, at: 90))
        #expect(try await start(try GatewayWorld.uuid(), at: 101))
        #expect(try await !start(task, at: 100))
    }

    @Test("fields of a connection and of the gateway stay; others go on")
    func fields() throws {
        var fields = HTTPFields()
        for (name, value) in [
            ("Connection", "keep-alive, X-Hop"), ("X-Hop", "1"), ("X-Kept", "1"), ("Signature", "a=:b:"),
            ("Authorization", "WPT x"), ("Accept-Encoding", "gzip"), ("TE", "trailers"),
        ] {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        #expect(ForwardedFields.request(fields).map(\.name.canonicalName) == ["x-kept"])
        fields[.authorization] = "Bearer x"
        #expect(ForwardedFields.request(fields)[.authorization] == "Bearer x")
        // The type of the content goes on even where a client says that it ends here.
        fields[.contentType] = "application/json"
        fields[.connection] = "Content-Type"
        #expect(ForwardedFields.request(fields)[.contentType] == "application/json")
    }

    @Test(
        "a tool map that is not one names the place",
        arguments: [
            "[", "[]", #"{"a":1}"#, #"{"a":{"acton":"b"}}"#, #"{"A":{}}"#, #"{"a":{"action":"B"}}"#,
            #"{"a":{"resource":1}}"#, #"{"a":{"amount":{"value":"a"}}}"#, #"{"a":{"sensitivity":"secret"}}"#,
        ])
    func toolMaps(text: String) {
        #expect {
            try ToolMap(parsing: Array(text.utf8))
        } throws: { error in
            (error as? GatewayError)?.code == "gateway-tool-map"
        }
    }

    @Test("every error has a code of its own kind and a sentence")
    func errors() {
        let errors: [GatewayError] = [
            .storage(.diskFull), .folderInUse, .folder(path: "p", reason: "r"), .journalMissing,
            .upstream(.timedOut), .keyUnsuitable("x"), .keyNotTrusted("x"), .toolMap("x"),
            .settingInvalid("x"), .listener(.address("x")),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(errors.allSatisfy { !$0.description.isEmpty && !$0.description.hasSuffix(".") })
    }

    @Test("a hand-over: piece by piece, to the end, and alone when the reader has gone")
    func handoff() async throws {
        let handoff = Handoff()
        var reader: Handoff.Reader? = handoff.makeReader()
        async let sent: Void = {
            for number in 0..<100 { await handoff.send([UInt8(number)]) }
            handoff.finish(isWhole: true)
        }()
        var found: [UInt8] = []
        while let piece = try await reader?.next() { found += piece }
        await sent
        #expect(found == (0..<100).map { UInt8($0) })
        let other = Handoff()
        reader = other.makeReader()
        async let alone: Void = other.send([1])
        reader = nil
        await alone
        await other.send([2])
        other.finish(isWhole: false)
    }
}
