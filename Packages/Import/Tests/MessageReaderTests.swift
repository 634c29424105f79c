import Claims
import Encoding
import Import
import TestSupport
import Testing

@Suite("Message logs")
struct MessageReaderTests {
    private static let talk = #"[{"role":"user","content":"2+2?"},{"role":"assistant","content":"4"}]"#

    private func hash(_ text: String) -> ContentHash { ContentHash(of: Array(text.utf8)) }

    @Test("messages are a chain, a second apart, the last at the present time")
    func chain() throws {
        let execution = try read(Self.talk, as: .messages)
        #expect(execution.edges == [[], [0]])
        let now = TemporaryFolder.now.seconds
        #expect(execution.tasks.map(\.endedAt.seconds) == [now - 1, now])
        #expect(execution.tasks.map(\.agent) == ["user", "assistant"])
        #expect(execution.tasks.map(\.outputHash) == [hash("2+2?"), hash("4")])
        #expect(execution.tasks.map(\.inputHash) == [nil, hash("2+2?")])
        #expect(execution.tasks.map(\.action.description) == ["message", "message"])
        #expect(Set(execution.tasks.map(\.workflow)).count == 1)
    }

    @Test("history and messages of an object are the same log", arguments: ["history", "messages"])
    func wrapped(name: String) throws {
        let execution = try read(#"{"question":"?","\#(name)":\#(Self.talk)}"#, as: .messages)
        #expect(execution.edges == [[], [0]])
    }

    @Test("identifiers are of the file: another file has others")
    func identifiers() throws {
        let first = try read(Self.talk, as: .messages)
        #expect(try read(Self.talk, as: .messages) == first)
        let second = try read(Self.talk + " ", as: .messages)
        #expect(Set(first.tasks.map(\.identifier)).isDisjoint(with: second.tasks.map(\.identifier)))
    }

    @Test(
        "what stands in brackets after a name is not the name",
        arguments: [
            ("Orchestrator (-> WebSurfer)", "Orchestrator", "message.to_websurfer"),
            ("Orchestrator (thought)", "Orchestrator", "message.thought"),
            ("A (b) (c.d)", "A", "message.b_c_d"), ("(b)", "(b)", "message"), ("a ()", "a ()", "message"),
            ("a (b", "a (b", "message"), ("a)", "a)", "message"),
        ])
    func notes(role: String, agent: String, action: String) throws {
        let task = try read(#"[{"role":"\#(role)","content":""}]"#, as: .messages).tasks[0]
        #expect(task.agent.string == agent)
        #expect(task.action.description == action)
        #expect(task.detail("role") == role)
    }

    @Test("a name says who speaks before the role does")
    func names() throws {
        let text =
            #"[{"role":"assistant","name":"Expert","content":[{"type":"text"} ]},{"name":"B","content":{}}]"#
        let execution = try read(text, as: .messages)
        #expect(execution.tasks.map(\.agent) == ["Expert", "B"])
        #expect(execution.tasks[0].outputHash == hash(#"[{"type":"text"} ]"#))
    }

    static let calls = #"""
        [{"role":"user","content":"weather?"},
         {"role":"assistant","content":null,"tool_calls":[
           {"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}},
           {"id":"c2","type":"function","function":{"name":"get_time","arguments":"{}"}},
           {"id":"c3"}]},
         {"role":"tool","tool_call_id":"c2","content":"noon"},
         {"role":"tool","tool_call_id":"c1","content":"sun"},
         {"role":"tool","tool_call_id":"c3","name":"clock","content":null},
         {"role":"assistant","content":"sunny at noon"},
         {"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"stop"}}]},
         {"role":"user","content":"thanks"}]
        """#

    @Test("answers fork from the calls, and what comes next joins them")
    func tools() throws {
        let execution = try read(Self.calls, as: .messages)
        #expect(execution.edges == [[], [0], [1], [1], [1], [2, 3, 4], [5], [6]])
        let agents = [
            "user", "assistant", "get_time", "get_weather", "clock", "assistant", "assistant", "user",
        ]
        #expect(execution.tasks.map(\.agent.string) == agents)
        let actions = [
            "message", "call.tools", "tool.get_time", "tool.get_weather", "tool", "message", "call.stop",
            "message",
        ]
        #expect(execution.tasks.map(\.action.description) == actions)
        #expect(execution.tasks[5].inputHash == hash("noonsun"))
        #expect(execution.tasks[2].inputHash == execution.tasks[1].outputHash)
        #expect(execution.tasks[4].outputHash == nil)
        #expect(execution.holds)
    }

    @Test("a log longer than verifiers follow a chain becomes several workflows")
    func long() throws {
        let message = #"{"role":"a","content":"x"}"#
        let list = [String](repeating: message, count: 25_000).joined(separator: ",")
        let execution = try read("[\(list)]", as: .messages)
        #expect(Set(execution.tasks.map(\.workflow)).count == 3)
        #expect(execution.holds)
        #expect(execution.tasks[10_000].predecessors.isEmpty)
        #expect(execution.tasks[10_000].detail("continues") == execution.tasks[9_999].identifier.description)
        #expect(execution.tasks[10_001].detail("continues") == nil)
    }

    @Test("answers on both sides of such a cut name no task of another workflow")
    func cutAnswers() throws {
        let list = [String](repeating: #"{"role":"a","content":"x"}"#, count: 9_997)
        let call = #"{"role":"a","tool_calls":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"}]}"#
        let answers = (1...4).map { #"{"role":"tool","tool_call_id":"\#($0)","content":"\#($0)"}"# }
        let text = "[\((list + [call] + answers + [list[0]]).joined(separator: ","))]"
        let execution = try read(text, as: .messages)
        #expect(execution.holds)
        #expect(execution.predecessors(of: 9_998) == [9_997])
        #expect(execution.tasks[10_000].predecessors.isEmpty)
        #expect(execution.tasks[10_001].detail("continues") == execution.tasks[9_997].identifier.description)
        #expect(execution.predecessors(of: 10_002) == [10_000, 10_001])
    }

    @Test("any log of messages and tool answers becomes a graph that holds")
    func anyLog() {
        forAll({ random in
            var messages: [String] = []
            var open: [Int] = []
            for at in 0..<random.integer(in: 1...60) {
                if !open.isEmpty, !random.oneIn(3) {
                    messages.append(#"{"role":"tool","tool_call_id":"\#(random.pick(open))","content":"r"}"#)
                } else if random.oneIn(2) {
                    open = (0..<random.integer(in: 1...3)).map { at * 10 + $0 }
                    let calls = open.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
                    messages.append(#"{"role":"a","tool_calls":[\#(calls)]}"#)
                } else {
                    open = []
                    messages.append(#"{"role":"b","content":"x"}"#)
                }
            }
            return "[\(messages.joined(separator: ","))]"
        }) { text in
            try read(text, as: .messages).holds
        }
    }
}
