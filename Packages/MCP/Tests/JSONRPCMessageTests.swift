import Encoding
import MCP
import Testing

@Suite("Messages of JSON-RPC")
struct JSONRPCMessageTests {
    @Test("a request, a notification and both kinds of response are told apart")
    func kinds() throws {
        let call = try JSONRPCMessage(
            parsing: Array(
                #"{"jsonrpc":"2.0","id":"a\u0062","method":"tools/call","params":{"name":"x"}}"#.utf8))
        #expect(call.isToolCall && call.method == "tools/call" && call.params?["name"]?.string == "x")
        #expect(call.identifier == Array(#""a\u0062""#.utf8))
        let notification = try JSONRPCMessage(parsing: Array(#"{"jsonrpc":"2.0","method":"n"}"#.utf8))
        guard case .notification = notification.kind else {
            Issue.record("no notification")
            return
        }
        #expect(notification.identifier == nil && notification.params == nil && !notification.isToolCall)
        for answer in [#""result":{}"#, #""error":{"code":1}"#, #""result":null"#] {
            let message = try JSONRPCMessage(parsing: Array(#"{"jsonrpc":"2.0","id":1,\#(answer)}"#.utf8))
            guard case .response = message.kind else {
                Issue.record("no response")
                return
            }
            #expect(message.method == nil && message.identifier == nil)
        }
    }

    @Test(
        "a message with two readings, or none, is refused, and by which rule",
        arguments: [
            ("{", "json"), ("{} {}", "json"), (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}"#, "json"),
            ("[]", "rpc-batch"), ("1", "rpc-message"), ("{}", "rpc-message"),
            (#"{"jsonrpc":2.0,"method":"a"}"#, "rpc-message"), (#"{"jsonrpc":"2.0"}"#, "rpc-message"),
            (#"{"jsonrpc":"2.0","id":1}"#, "rpc-message"), (#"{"jsonrpc":"2.0","result":{}}"#, "rpc-message"),
            (#"{"jsonrpc":"2.0","method":"a","params":[]}"#, "rpc-params"),
            (#"{"jsonrpc":"2.0","id":null,"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":{},"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":1.0,"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":1e0,"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":-0,"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":9007199254740992,"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":99999999999999999999,"method":"a"}"#, "rpc-id"),
            (#"{"jsonrpc":"2.0","id":1,"method":1}"#, "rpc-method"),
            (#"{"jsonrpc":"2.0","id":1,"method":""}"#, "rpc-method"),
            (#"{"jsonrpc":"2.0","id":1,"method":"a","result":{}}"#, "rpc-method"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}"#, "member-name"),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","PARAM\u017f":{}}"#, "member-name"),
        ])
    func refused(text: String, code: String) {
        #expect {
            try JSONRPCMessage(parsing: Array(text.utf8))
        } throws: { error in
            (error as? MCPError)?.code == code
        }
    }

    @Test("an id has at most 1024 octets")
    func longIdentifier() throws {
        func message(_ count: Int) -> [UInt8] {
            Array(#"{"jsonrpc":"2.0","id":"\#(String(repeating: "a", count: count))","method":"m"}"#.utf8)
        }
        #expect(try JSONRPCMessage(parsing: message(1022)).identifier?.count == 1024)
        #expect(throws: MCPError.identifier) { try JSONRPCMessage(parsing: message(1023)) }
    }

    @Test(
        "a name that lenient readers take for another is refused, however it is spelt",
        arguments: [
            ("Name", true), ("NAME", true), ("na\u{301}me", false), ("name2", false), ("ﬁle", false),
            ("ta\u{17F}k", true), ("name", false), (String(repeating: "N", count: 1 << 20), false),
        ])
    func memberNames(name: String, isRefused: Bool) throws {
        let object = JSONValue.object([JSONMember(ExactString(name), .integer(1))]).encode()
        let root = try JSONDocument(parsing: object, limits: JSONLimits(octets: 1 << 22, depth: 4, values: 9))
            .root
        if isRefused {
            #expect(throws: MCPError.memberName) { try MemberNames.check(root, for: MemberNames.call) }
        } else {
            try MemberNames.check(root, for: MemberNames.call)
        }
    }

    @Test("every error has a code of its own and a sentence")
    func errors() {
        let errors: [MCPError] = [
            .json(.byteOrderMark), .batch, .message, .memberName, .parameters, .identifier, .method,
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
