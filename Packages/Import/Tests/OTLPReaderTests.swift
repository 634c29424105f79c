import Claims
import Encoding
import Import
import TestSupport
import Testing

@Suite("OTLP traces")
struct OTLPReaderTests {
    @Test("a span that waits for its children follows from them")
    func nested() throws {
        let execution = try read(
            OTLPText.request([
                OTLPText.span(1, start: 0, end: 90), OTLPText.span(2, parent: 1, start: 10, end: 40),
                OTLPText.span(3, parent: 1, start: 50, end: 80),
                OTLPText.span(4, parent: 3, start: 55, end: 60),
            ]), as: .otlp)
        #expect(execution.edges == [[1, 2], [], [3], []])
    }

    @Test("a child that outlives its parent follows from it")
    func asynchronous() throws {
        let execution = try read(
            OTLPText.request([
                OTLPText.span(1, start: 0, end: 5000), OTLPText.span(2, parent: 1, start: 10, end: 90000),
            ]), as: .otlp)
        #expect(execution.edges == [[], [0]])
        #expect(execution.tasks.map(\.endedAt.seconds) == [5, 90])
    }

    @Test("spans of the same time are ordered from the inside out")
    func ties() throws {
        let execution = try read(
            OTLPText.request([
                OTLPText.span(1), OTLPText.span(2, parent: 1), OTLPText.span(3, parent: 2),
                OTLPText.span(4, parent: 1, start: 2),
            ]), as: .otlp)
        #expect(execution.edges == [[1, 3], [2], [], []])
    }

    @Test("parents and links that the file does not have are named all the same")
    func missing() throws {
        let link = #","links":[\#(OTLPText.link(8)),\#(OTLPText.link(9))]"#
        let execution = try read(
            OTLPText.request([OTLPText.span(1, parent: 9, more: link), OTLPText.span(2, more: link)]),
            as: .otlp)
        #expect(execution.edges == [[nil, nil], [nil, nil]])
        #expect(execution.tasks[0].predecessors == execution.tasks[1].predecessors.reversed())
        // What one file lacks another has: the identifier is of the span and of nothing else.
        let other = try read(OTLPText.request([OTLPText.span(9)]), as: .otlp)
        #expect(execution.tasks[0].predecessors.first == other.tasks[0].identifier)
    }

    @Test("a link goes from the later end to the earlier, and never closes a circle")
    func links() throws {
        let first = #","links":[\#(OTLPText.link(2)),\#(OTLPText.link(1)),\#(OTLPText.link(2))]"#
        let second = #","links":[\#(OTLPText.link(1))]"#
        let execution = try read(
            OTLPText.request([OTLPText.span(1, more: first), OTLPText.span(2, more: second)]), as: .otlp)
        #expect(execution.edges == [[], [0]])
    }

    @Test("traces that are linked are one workflow, others are not")
    func workflows() throws {
        let traces = (1...4).map { String(repeating: "0", count: 31) + String($0) }
        func span(_ at: Int, linkedTo other: Int? = nil) -> String {
            let link = other.map { #","links":[\#(OTLPText.link($0, trace: traces[$0 - 1]))]"# } ?? ""
            return OTLPText.span(at, trace: traces[at - 1], start: at, end: at, more: link)
        }
        let execution = try read(
            OTLPText.request([span(1), span(3, linkedTo: 2), span(2, linkedTo: 1), span(4)]), as: .otlp)
        let workflows = execution.tasks.map(\.workflow)
        #expect(Set(workflows[..<3]).count == 1)
        #expect(workflows[3] != workflows[0])
        #expect(execution.edges == [[], [2], [0], []])
    }

    @Test("one object, an object a line and an object of many lines read the same")
    func forms() throws {
        let spans = (1...6).map { OTLPText.span($0, parent: $0 / 2, start: $0, end: 100 - $0) }
        let whole = try read(OTLPText.request(spans), as: .otlp)
        let lines = spans.map { OTLPText.request([$0]) }.joined(separator: "\n")
        #expect(try read(lines, as: .otlp) == whole)
        #expect(try read("\n\n" + lines + "\r\n\n", as: .otlp) == whole)
        let spread = OTLPText.request(spans).replacing(",\"spans\"", with: ",\n\"spans\"")
        #expect(
            try read(spread.replacing("[{", with: "[\n {"), as: .otlp).tasks.map(\.identifier)
                == whole.tasks.map(\.identifier))
    }

    @Test("metrics and logs in the same file, and empty lists, have no tasks")
    func others() throws {
        let text = """
            {"resourceMetrics":[]}
            {"resourceLogs":[1]}
            {"resourceSpans":null}
            {"resourceSpans":[{},{"resource":{},"scopeSpans":[{}]}]}
            \(OTLPText.request([OTLPText.span(1)]))
            """
        #expect(try read(text, as: .otlp).tasks.count == 1)
    }

    @Test("a span that was exported twice is one task")
    func repeated() throws {
        let request = OTLPText.request([OTLPText.span(1)])
        #expect(try read(request + "\n" + request, as: .otlp).tasks.count == 1)
    }

    @Test("identifiers in either case are the same, and a parent of zeros is none")
    func hexadecimal() throws {
        let upper = OTLPText.request([OTLPText.span(0xAB, trace: OTLPText.trace.uppercased())])
        let lower = try read(OTLPText.request([OTLPText.span(0xAB, parent: 0)]), as: .otlp)
        #expect(
            try read(upper.replacing("00ab", with: "00AB"), as: .otlp).tasks[0].identifier
                == lower.tasks[0].identifier)
        #expect(lower.edges == [[]])
    }

    @Test("agents come from the span, from its ancestors in the service, from the service")
    func agents() throws {
        let named = OTLPText.attributes([("gen_ai.agent.name", #"{"stringValue":"planner"}"#)])
        let spans = [
            OTLPText.span(1), OTLPText.span(2, parent: 1, more: named), OTLPText.span(3, parent: 2),
            OTLPText.span(4, parent: 3),
        ]
        let text =
            OTLPText.request(spans, service: "web") + "\n"
            + OTLPText.request([OTLPText.span(5, parent: 3)], service: "db") + "\n"
            + OTLPText.request([OTLPText.span(6)]).replacing("service.name", with: "other")
        let agents = try read(text, as: .otlp).tasks.map(\.agent.string)
        #expect(agents == ["web", "planner", "planner", "planner", "db", "unknown_service"])
    }

    @Test("GenAI operations, tools and contents")
    func contents() throws {
        let more = OTLPText.attributes([
            ("gen_ai.operation.name", #"{"stringValue":"execute_tool"}"#),
            ("gen_ai.tool.name", #"{"stringValue":"getWeather"}"#),
            ("input.value", #"{"stringValue":"not this"}"#),
            ("gen_ai.tool.call.arguments", #"{"stringValue":"{\"city\":\"K\u00f6ln\"}"}"#),
            ("gen_ai.tool.call.result", #"{"kvlistValue": {"values":[]}}"#),
            ("gen_ai.agent.name", #"{"stringValue":""}"#), ("other", "null"),
        ])
        let task = try read(OTLPText.request([OTLPText.span(1, more: more)]), as: .otlp).tasks[0]
        #expect(task.action.description == "execute_tool.getweather")
        #expect(task.inputHash == ContentHash(of: Array(#"{"city":"Köln"}"#.utf8)))
        #expect(task.outputHash == ContentHash(of: Array(#"{"kvlistValue": {"values":[]}}"#.utf8)))
        #expect(task.agent == "s")
        #expect(task.detail("name") == "work")
        let chat = OTLPText.attributes([("gen_ai.operation.name", #"{"stringValue":"chat"}"#)])
        let other = try read(OTLPText.request([OTLPText.span(1, more: chat)]), as: .otlp).tasks[0]
        #expect(other.action.description == "chat")
        #expect(other.inputHash == nil && other.outputHash == nil)
    }

    @Test(
        "an error is stated, anything else is not",
        arguments: [
            (#"{"code":2,"message":"timed out"}"#, "error", "timed out"),
            (#"{"code":"STATUS_CODE_ERROR"}"#, "error", nil), (#"{"code":1}"#, nil, nil), ("{}", nil, nil),
        ])
    func status(text: String, status: String?, message: String?) throws {
        let span = OTLPText.span(1, more: #","status":\#(text)"#)
        let task = try read(OTLPText.request([span]), as: .otlp).tasks[0]
        #expect(task.detail("status") == status)
        #expect(task.detail("error") == message)
    }

    @Test("a span without an end counts from its start, one without times is dated by the import")
    func times() throws {
        func span(_ times: String) -> String {
            #"{"traceId":"\#(OTLPText.trace)","spanId":"00000000000000a1","name":"n"\#(times)}"#
        }
        func time(_ times: String) throws -> Int64 {
            try read(OTLPText.request([span(times)]), as: .otlp).tasks[0].endedAt.seconds
        }
        #expect(try time(#","startTimeUnixNano":1544712660999999999"#) == 1_544_712_660)
        #expect(
            try time(#","startTimeUnixNano":"1","endTimeUnixNano":"1544712661000000000""#) == 1_544_712_661)
        #expect(try time(#","endTimeUnixNano":"18446744073709551615""#) == 18_446_744_073)
        #expect(try time("") == TemporaryFolder.now.seconds)
        #expect(try time(#","endTimeUnixNano":0"#) == TemporaryFolder.now.seconds)
    }

    @Test(
        "names become actions",
        arguments: [
            ("GET /api/items", "get_api_items"), ("I'm a server span", "i_m_a_server_span"), ("a.b", "a.b"),
            ("..", "task"), ("", "task"), ("3rd Party.7", "x3rd_party.x7"), ("ünï", "n"), ("x--Y", "x--y"),
            ("日本", "task"),
            (String(repeating: "a", count: 300), String(repeating: "a", count: 128)),
            (String(repeating: "a", count: 127) + ".b", String(repeating: "a", count: 127)),
        ])
    func actions(name: String, action: String) throws {
        let task = try read(OTLPText.request([OTLPText.span(1, name: name)]), as: .otlp).tasks[0]
        #expect(task.action.description == action)
        #expect((task.detail("name") == nil) == (name == action || name.isEmpty))
        #expect((task.detail("name") ?? "").utf8.count <= 256)
    }

    @Test("a tree of any shape and any times becomes a graph that holds")
    func anyTree() {
        forAll({ random in
            (1...random.integer(in: 1...40)).map { id in
                OTLPText.span(
                    id, parent: id > 1 ? random.integer(in: 1...id - 1) : nil,
                    start: random.integer(in: 1...9) * 40_000, end: random.integer(in: 1...9) * 40_000,
                    more: #","links":[\#(OTLPText.link(random.integer(in: 1...id)))]"#)
            }
        }) { spans in
            let execution = try read(OTLPText.request(spans), as: .otlp)
            return execution.holds && execution.tasks.count == spans.count
        }
    }

    @Test("more predecessors than verifiers accept are gathered, and every one stays reachable")
    func joins() throws {
        let spans = (1...10_500).map { id in
            OTLPText.span(id, parent: id > 1 ? 1 : nil, start: id, end: id == 1 ? 20_000 : id)
        }
        let execution = try read(OTLPText.request(spans), as: .otlp)
        #expect(execution.joins == 105 + 2)
        #expect(execution.tasks.count == spans.count + execution.joins)
        #expect(execution.tasks.allSatisfy { $0.predecessors.count <= 100 })
        #expect(execution.holds)
        let root = try #require(execution.tasks.lastIndex { $0.detail("span") == OTLPText.hexadecimal(1) })
        #expect(execution.ancestors(of: root) == execution.tasks.count - 1)
        #expect(execution.tasks[0].detail("joins_for") == execution.tasks[root].identifier.description)
    }
}
