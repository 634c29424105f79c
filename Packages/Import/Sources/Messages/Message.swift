import Claims
import Encoding

/// One message of a log.
struct Message {
    let role: ExactString?
    let name: ExactString?
    /// Who speaks: `name`, otherwise `role`, without a note in brackets at its end.
    let speaker: ExactString
    let action: Action
    /// The octets of the content; nil where there is none.
    let output: [UInt8]?
    /// The call that the message answers.
    let answered: (id: ExactString, node: JSONNode)?
    /// The calls that the message makes.
    let calls: [(id: ExactString, function: ExactString?, node: JSONNode)]

    init(_ node: JSONNode) throws(SourceFault) {
        role = try node.asObject().optional("role")?.asName()
        name = try node.optional("name")?.asName()
        guard let label = name ?? role else { throw SourceFault(.oneOf(["role", "name"]), at: node) }
        let (speaker, note) = Self.parts(label.string)
        self.speaker = ExactString(speaker)
        calls = try Self.calls(node)
        if let id = node.optional("tool_call_id") {
            answered = (try id.asName(), id)
        } else {
            answered = nil
        }
        action = Self.action(role: role, note: note, calls: calls.map(\.function))
        output = try Self.output(node, hasCalls: !calls.isEmpty)
    }

    /// `Orchestrator (-> WebSurfer)` is said by `Orchestrator`; what is in the brackets is what it does.
    private static func parts(_ label: String) -> (speaker: String, note: String?) {
        let octets = Array(label.utf8)
        guard octets.last == UInt8(ascii: ")"), let open = octets.firstIndex(of: UInt8(ascii: "(")) else {
            return (label, nil)
        }
        let speaker = octets[..<open].reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
        let note = octets[(open + 1)..<(octets.count - 1)]
        guard !speaker.isEmpty, !note.isEmpty else { return (label, nil) }
        return (String(decoding: Array(speaker), as: UTF8.self), String(decoding: note, as: UTF8.self))
    }

    private static func action(
        role: ExactString?, note: String?, calls: [ExactString?]
    ) -> Action {
        if let note {
            let target = note.utf8.starts(with: "->".utf8) ? "to_" + note.dropFirst(2) : note
            return ActionName.action("message." + target.replacing(UInt8(ascii: "."), by: UInt8(ascii: "_")))
        }
        if let function = calls.first {
            return ActionName.action(calls.count == 1 ? "call." + (function?.string ?? "tool") : "call.tools")
        }
        return ActionName.action(role == "tool" ? "tool" : "message")
    }

    private static func calls(
        _ node: JSONNode
    ) throws(SourceFault) -> [(id: ExactString, function: ExactString?, node: JSONNode)] {
        guard let list = node.optional("tool_calls") else { return [] }
        var calls: [(ExactString, ExactString?, JSONNode)] = []
        for call in try list.asArray() {
            let id = try call.required("id")
            let function = try call.optional("function")?.asObject().optional("name")?.asName()
            calls.append((try id.asName(), function, id))
        }
        return calls
    }

    /// A string's own octets; of parts or an object the JSON text as it stands; where there are calls, that of
    /// the whole message, for they are what it says.
    private static func output(_ node: JSONNode, hasCalls: Bool) throws(SourceFault) -> [UInt8]? {
        if hasCalls { return Array(node.text) }
        guard let content = node["content"] else { throw SourceFault(.member("content"), at: node) }
        switch content.kind {
        case .string: return content.string.map { Array($0.utf8) }
        case .array, .object: return Array(content.text)
        case .null: return nil
        case .number, .boolean: throw SourceFault(.string, at: content)
        }
    }
}

extension String {
    fileprivate func replacing(_ octet: UInt8, by other: UInt8) -> String {
        String(decoding: utf8.map { $0 == octet ? other : $0 }, as: UTF8.self)
    }
}
