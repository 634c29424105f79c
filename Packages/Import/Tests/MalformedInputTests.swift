import Encoding
import Import
import TestSupport
import Testing

/// A text that is refused, where, and what was expected there.
struct Malformed: Sendable, CustomTestStringConvertible {
    let format: SourceFormat
    let text: String
    /// Where the fault is: just before this part of the text. `start` counts the occurrences, from 1.
    let before: String
    let pointer: String?
    let expected: String

    init(
        _ format: SourceFormat, _ text: String, before: String, _ pointer: String?, _ expected: String
    ) {
        self.format = format
        self.text = text
        self.before = before
        self.pointer = pointer
        self.expected = expected
    }

    var testDescription: String { "\(format.rawValue) \(pointer ?? "-"): \(expected)" }

    /// The place, found by searching.
    var place: SourcePlace? {
        let octets = Array(text.utf8)
        let part = Array(before.utf8)
        guard let offset = octets.indices.last(where: { octets[$0...].starts(with: part) }) else {
            return nil
        }
        let lines = octets[..<offset].split(separator: 0x0A, omittingEmptySubsequences: false)
        return SourcePlace(
            offset: offset, line: lines.count, column: (lines.last?.count ?? 0) + 1, pointer: pointer)
    }
}

@Suite("Malformed files")
struct MalformedInputTests {
    private static let span = OTLPText.span(1)
    private static let spans = "/resourceSpans/0/scopeSpans/0/spans"
    private static let diamond = WfFormatReaderTests.diamond

    private static func otlp(_ part: String, _ other: String) -> String {
        OTLPText.request([OTLPText.span(7), span.replacing(part, with: other)])
    }

    private static let otlpCases = [
        Malformed(.otlp, "{]", before: "]", nil, "JSON expects a member name"),
        Malformed(.otlp, "{\"a\":\n tru}", before: "tru", nil, "JSON expects a value"),
        Malformed(.otlp, "{\"resourceSpans\":[]}\n{x", before: "x", nil, "JSON expects a member name"),
        Malformed(.otlp, "[]", before: "[]", "", "expected an object"),
        Malformed(
            .otlp, "{\"resourceSpans\":[]}\n{}", before: "{}", "",
            "expected an object with the member \"resourceSpans\""),
        Malformed(
            .otlp, "{\"resourceSpans\":{}}", before: "{}", "/resourceSpans", "expected an array"),
        Malformed(.otlp, "{\"resourceSpans\":[1]}", before: "1]", "/resourceSpans/0", "expected an object"),
        Malformed(
            .otlp, "{\"resourceSpans\":[{\"resource\":[ ]}]}", before: "[ ]", "/resourceSpans/0/resource",
            "expected an object"),
        Malformed(
            .otlp, "{\"resourceSpans\":[{\"scopeSpans\":[ 7]}]}", before: "7",
            "/resourceSpans/0/scopeSpans/0",
            "expected an object"),
        Malformed(
            .otlp, otlp("\"traceId\"", "\"x/~\""), before: #"{"x/~""#, spans + "/1",
            "expected an object with the member \"traceId\""),
        Malformed(
            .otlp, otlp(OTLPText.trace, "0g"), before: "\"0g", spans + "/1/traceId",
            "expected 32 hexadecimal digits that are not all 0"),
        Malformed(
            .otlp, otlp(OTLPText.trace, String(repeating: "g", count: 32)), before: "\"gg",
            spans + "/1/traceId",
            "expected 32 hexadecimal digits that are not all 0"),
        Malformed(
            .otlp, otlp(OTLPText.trace, String(repeating: "0", count: 32)),
            before: "\"" + String(repeating: "0", count: 32), spans + "/1/traceId",
            "expected 32 hexadecimal digits that are not all 0"),
        Malformed(
            .otlp, otlp(OTLPText.hexadecimal(1), OTLPText.hexadecimal(0)), before: "\"0000000000000000",
            spans + "/1/spanId", "expected 16 hexadecimal digits that are not all 0"),
        Malformed(
            .otlp, OTLPText.request([OTLPText.span(7), OTLPText.span(7, name: "other")]),
            before: "\"0000000000000007",
            spans + "/1/spanId",
            "expected an identifier other than \"0000000000000007\", which is used before"),
        Malformed(
            .otlp, otlp("\"name\"", "\"parentSpanId\":\"12\",\"name\""), before: "\"12\"",
            spans + "/1/parentSpanId", "expected 16 hexadecimal digits that are not all 0"),
        Malformed(
            .otlp, otlp("\"name\"", "\"parentSpanId\":12,\"name\""), before: "12,",
            spans + "/1/parentSpanId", "expected a string"),
        Malformed(
            .otlp, otlp("\"work\"", "null"), before: #"{"traceId""#, spans + "/1",
            "expected an object with the member \"name\""),
        Malformed(.otlp, otlp("\"work\"", "8.5"), before: "8.5", spans + "/1/name", "expected a string"),
        Malformed(
            .otlp, otlp("\"2000000\"", "1.5e9"), before: "1.5e9", spans + "/1/endTimeUnixNano",
            "expected a time in whole nanoseconds since 1970"),
        Malformed(
            .otlp, otlp("\"1000000\"", "\"18446744073709551616\""), before: "\"18446744073709551616",
            spans + "/1/startTimeUnixNano", "expected a time in whole nanoseconds since 1970"),
        Malformed(
            .otlp, otlp("\"1000000\"", "\"\""), before: "\"\"", spans + "/1/startTimeUnixNano",
            "expected a time in whole nanoseconds since 1970"),
        Malformed(
            .otlp, otlp("\"1000000\"", "true"), before: "true", spans + "/1/startTimeUnixNano",
            "expected a time in whole nanoseconds since 1970"),
        Malformed(
            .otlp, otlp("\"name\"", "\"links\":[{\"traceId\":\"1\"}],\"name\""), before: "\"1\"}",
            spans + "/1/links/0/traceId", "expected 32 hexadecimal digits that are not all 0"),
        Malformed(
            .otlp, otlp("\"name\"", "\"links\":[3],\"name\""), before: "3]", spans + "/1/links/0",
            "expected an object"),
        Malformed(
            .otlp, otlp("\"name\"", "\"attributes\":[{\"key\":3}],\"name\""), before: "3}",
            spans + "/1/attributes/0/key", "expected a string"),
        Malformed(
            .otlp, otlp("\"name\"", "\"attributes\":[{\"key\":\"k\",\"value\":3}],\"name\""), before: "3}",
            spans + "/1/attributes/0/value", "expected an object"),
        Malformed(
            .otlp,
            otlp(
                "\"name\"",
                "\"attributes\":[{\"key\":\"input.value\",\"value\":{\"stringValue\":3}}],\"name\""),
            before: "3}", spans + "/1/attributes/0/value/stringValue", "expected a string"),
        Malformed(
            .otlp, otlp("\"name\"", "\"status\":3,\"name\""), before: "3,\"name", spans + "/1/status",
            "expected an object"),
        Malformed(
            .otlp, OTLPText.request([OTLPText.span(4, parent: 5), OTLPText.span(5, parent: 4)]),
            before: OTLPText.span(4, parent: 5), spans + "/0",
            "expected something that is not its own ancestor"),
        Malformed(
            .otlp,
            OTLPText.request([OTLPText.span(3)]) + "\n" + OTLPText.request([OTLPText.span(4, parent: 4)]),
            before: OTLPText.span(4, parent: 4), spans + "/0",
            "expected something that is not its own ancestor"),
    ]

    private static func wf(_ part: String, _ other: String) -> String {
        diamond.replacing(part, with: other)
    }

    private static let tasks = "/workflow/specification/tasks"
    private static let wfCases = [
        Malformed(.wfformat, "{}{}", before: "{}", nil, "JSON text goes on after its value"),
        Malformed(.wfformat, "3", before: "3", "", "expected an object"),
        Malformed(
            .wfformat, " {}", before: "{}", "", "expected an object with the member \"schemaVersion\""),
        Malformed(
            .wfformat, wf("\"1.5\"", "\"1.3\""), before: "\"1.3\"", "/schemaVersion", "expected version 1.5"),
        Malformed(
            .wfformat, wf("\"specification\"", "\"tasks\""), before: "{\n  \"tasks\"", "/workflow",
            "expected an object with the member \"specification\""),
        Malformed(
            .wfformat, wf("\"id\": \"a\", \"parents\"", "\"parents\""), before: "{\"name\": \"Work",
            tasks + "/1",
            "expected an object with the member \"id\""),
        Malformed(
            .wfformat, wf("\"id\": \"a\", \"parents\"", "\"id\": \"\", \"parents\""), before: "\"\"",
            tasks + "/1/id", "expected a string that is not empty"),
        Malformed(
            .wfformat, wf("\"id\": \"a\", \"parents\"", "\"id\": \"s\", \"parents\""),
            before: "\"s\", \"parents\": [\"s\"]", tasks + "/1/id",
            "expected an identifier other than \"s\", which is used before"),
        Malformed(
            .wfformat, wf("\"parents\": [\"a\", \"b\"]", "\"parents\": [\"a\", \"b\", \"c\"]"),
            before: "\"c\"]", tasks + "/3/parents/2",
            "expected an identifier that workflow.specification.tasks has, which \"c\" is not"),
        Malformed(
            .wfformat, wf("\"parents\": [\"a\", \"b\"]", "\"parents\": [\"a\", \"b\", \"a\"]"),
            before: "\"a\"]", tasks + "/3/parents/2",
            "expected an identifier other than \"a\", which is used before"),
        Malformed(
            .wfformat, wf("\"children\": [\"a\", \"b\"]", "\"children\": [\"a\", \"b\", \"b\"]"),
            before: "\"b\"],\n", tasks + "/0/children/2",
            "expected an identifier other than \"b\", which is used before"),
        Malformed(
            .wfformat, wf("\"parents\": [\"a\", \"b\"]", "\"parents\": [\"a\", \"b\", \"s\"]"),
            before: "\"s\"], \"children\": []", tasks + "/3/parents/2",
            "expected a task that has \"m\" among its children"),
        Malformed(
            .wfformat, wf("\"children\": []}", "\"children\": [\"s\"]}"), before: "\"s\"]}",
            tasks + "/3/children/0", "expected a task that has \"m\" among its parents"),
        Malformed(
            .wfformat, wf("\"parents\": [\"a\", \"b\"]", "\"parents\": [3]"), before: "3]",
            tasks + "/3/parents/0", "expected a string"),
        Malformed(
            .wfformat, wf("\"inputFiles\": [\"1\"]", "\"inputFiles\": [{}]"), before: "{}",
            tasks + "/1/inputFiles/0", "expected a string"),
        Malformed(
            .wfformat, wf("{\"id\": \"2\"}]", "{\"id\": \"1\"}]"), before: "\"1\"}]",
            "/workflow/specification/files/2/id",
            "expected an identifier other than \"1\", which is used before"),
        Malformed(
            .wfformat, WfFormatReaderTests.text([[1, 2], [0], []], order: [2, 0, 1]) { $0 },
            before: "{\"id\":\"t0\",\"parents", tasks + "/1",
            "expected something that is not its own ancestor"),
        Malformed(
            .wfformat, WfFormatReaderTests.text([[], [1], [1]], order: [2, 0, 1]) { $0 },
            before: "{\"id\":\"t1\",\"parents", tasks + "/2",
            "expected something that is not its own ancestor"),
        Malformed(
            .wfformat,
            "{\"schemaVersion\":\"1.5\",\"workflow\":{\"execution\":{},\"specification\":{\"tasks\":[ ]}}}",
            before: "[ ]", tasks, "expected an array with at least one element"),
        Malformed(
            .wfformat, wf("\"execution\": {", "\"planned\": {"), before: "{\n  \"specification\"",
            "/workflow",
            "expected an object with the member \"execution\""),
        Malformed(
            .wfformat, wf("\"2020-12-28T04:30:00Z\"", "\"yesterday\""), before: "\"yesterday\"",
            "/workflow/execution/tasks/3/executedAt", "expected a date and time in ISO 8601"),
        Malformed(
            .wfformat, wf("1.5,", "-1,"), before: "-1,", "/workflow/execution/tasks/0/runtimeInSeconds",
            "expected a number of seconds from 0 to 1000000000"),
        Malformed(
            .wfformat, wf("1.5,", "1e400,"), before: "1e400", "/workflow/execution/tasks/0/runtimeInSeconds",
            "expected a number of seconds from 0 to 1000000000"),
        Malformed(
            .wfformat, wf("{\"id\": \"m\", \"runtimeInSeconds\": 1},", ""),
            before: "[\n    {\"id\": \"s\"",
            "/workflow/execution/tasks", "expected an array with the execution of the task \"m\""),
        Malformed(
            .wfformat, wf("{\"id\": \"m\", \"runtimeInSeconds\"", "{\"id\": \"n\", \"runtimeInSeconds\""),
            before: "\"n\", \"runtime", "/workflow/execution/tasks/1/id",
            "expected an identifier that workflow.specification.tasks has, which \"n\" is not"),
        Malformed(
            .wfformat, wf("{\"id\": \"m\", \"runtimeInSeconds\"", "{\"id\": \"s\", \"runtimeInSeconds\""),
            before: "\"s\", \"runtimeInSeconds\": 1}", "/workflow/execution/tasks/1/id",
            "expected an identifier other than \"s\", which is used before"),
        Malformed(
            .wfformat, wf("{\"nodeName\": \"w1\"}", "{\"nodeName\": \"\"}"), before: "\"\"",
            "/workflow/execution/machines/0/nodeName", "expected a string that is not empty"),
        Malformed(
            .wfformat, wf("[\"w1\", \"w2\"]", "[\"w1\", 2]"), before: "2]",
            "/workflow/execution/tasks/0/machines/1", "expected a string that is not empty"),
    ]

    private static let call = #"[{"role":"a","content":null,"tool_calls":[{"id":"c"},{"id":"d"}]},"#
    private static let messageCases = [
        Malformed(.messages, "[{},]", before: "]", nil, "JSON expects a value"),
        Malformed(
            .messages, "[{\"a\":1,\n\"a\":2}]", before: "\"a\":2", nil,
            "JSON object has the member \"a\" twice"),
        Malformed(.messages, "\"x\"", before: "\"x\"", "", "expected an object"),
        Malformed(
            .messages, "{\"m\":[]}", before: "{\"m", "",
            "expected an object with the member \"history\" or \"messages\""),
        Malformed(.messages, "{\"history\":3}", before: "3", "/history", "expected an array"),
        Malformed(.messages, "[3]", before: "3", "/0", "expected an object"),
        Malformed(
            .messages, "{\"messages\":[{\"role\":\"a\",\"content\":\"\"},\n{\"content\":\"\"}]}",
            before: "{\"content", "/messages/1", "expected an object with the member \"role\" or \"name\""),
        Malformed(
            .messages, "[{\"role\":\"\"}]", before: "\"\"", "/0/role", "expected a string that is not empty"),
        Malformed(
            .messages, "[{\"role\":7}]", before: "7", "/0/role", "expected a string that is not empty"),
        Malformed(
            .messages, "[ {\"role\":\"a\"}]", before: "{", "/0",
            "expected an object with the member \"content\""),
        Malformed(
            .messages, "[{\"role\":\"a\",\"content\":3}]", before: "3", "/0/content", "expected a string"),
        Malformed(
            .messages, call + #"{"role":"tool","tool_call_id":"e","content":""}]"#, before: "\"e\"",
            "/1/tool_call_id",
            "expected an identifier that an assistant message before has, which \"e\" is not"),
        Malformed(
            .messages, call.replacing("\"d\"", with: "\"c\"") + "3]", before: "\"c\"", "/0/tool_calls/1/id",
            "expected an identifier other than \"c\", which is used before"),
        Malformed(
            .messages, call.replacing("{\"id\":\"d\"}", with: "{\"i\":1}") + "3]", before: "{\"i\"",
            "/0/tool_calls/1", "expected an object with the member \"id\""),
        Malformed(
            .messages, call.replacing("{\"id\":\"d\"}", with: "{\"id\":\"d\",\"function\":\"f\"}") + "3]",
            before: "\"f\"", "/0/tool_calls/1/function", "expected an object"),
    ]

    @Test("the place and what was expected", arguments: otlpCases + wfCases + messageCases)
    func refused(_ malformed: Malformed) throws {
        let place = try #require(malformed.place)
        let error = try #require(refusal(of: malformed.text, as: malformed.format))
        #expect(error.place == place)
        #expect(error.description == "\(place): \(malformed.expected)")
        #expect(malformed.expected.hasPrefix("JSON") == error.code.hasPrefix("json-"))
    }

    @Test(
        "a file without tasks is refused",
        arguments: [
            (SourceFormat.otlp, ""), (.otlp, " \n\n"), (.otlp, "{\"resourceSpans\":[]}\n"), (.messages, "[]"),
            (.messages, "{\"history\":[]}"),
        ])
    func empty(format: SourceFormat, text: String) {
        #expect(refusal(of: text, as: format) == .empty)
    }

    @Test(
        "a file cut anywhere is refused or has the tasks of whole lines only",
        arguments: SourceFormat.allCases)
    func cut(format: SourceFormat) {
        let text =
            switch format {
            case .otlp: (1...3).map { OTLPText.request([OTLPText.span($0)]) }.joined(separator: "\n")
            case .wfformat: WfFormatReaderTests.diamond
            case .messages: MessageReaderTests.calls
            }
        let octets = Array(text.utf8)
        for end in 0..<octets.count {
            let part = String(decoding: octets[..<end], as: UTF8.self)
            guard let tasks = try? read(part, as: format).tasks else { continue }
            #expect(format == .otlp && tasks.count == part.split(separator: "\n").count, "at \(end)")
        }
    }

    @Test("a changed octet is refused, or the tasks still make a graph", arguments: SourceFormat.allCases)
    func changed(format: SourceFormat) {
        let text =
            switch format {
            case .otlp:
                OTLPText.request((1...4).map { OTLPText.span($0, parent: $0 / 2, start: $0, end: 9 - $0) })
            case .wfformat: WfFormatReaderTests.diamond
            case .messages: MessageReaderTests.calls
            }
        forAll({ random in
            var octets = Array(text.utf8)
            octets[random.integer(in: 0...octets.count - 1)] = UInt8(random.integer(in: 0...255))
            return octets
        }) { octets in
            do throws(ImportError) {
                let execution = try ImportedExecution(
                    reading: ImportSource(octets: octets), as: format, now: TemporaryFolder.now)
                return !execution.tasks.isEmpty
                    && execution.tasks.allSatisfy { !$0.predecessors.contains($0.identifier) }
            } catch {
                return (error.place?.offset ?? 0) <= octets.count && !error.description.isEmpty
            }
        }
    }
}
