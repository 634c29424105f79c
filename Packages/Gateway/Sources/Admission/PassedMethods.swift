import Encoding
import HTTPTypes
import MCP

/// Which messages are passed on without a mandate: those of the protocol that execute no tool. What is not known
/// could execute one under another name, and is refused.
struct PassedMethods: Sendable {
    private static let protocolMethods: Set<ExactString> = [
        "initialize", "ping", "tools/list", "resources/list", "resources/templates/list", "resources/read",
        "resources/subscribe", "resources/unsubscribe", "prompts/list", "prompts/get", "completion/complete",
        "logging/setLevel", "server/discover", "subscriptions/listen",
    ]

    private let more: Set<ExactString>

    init(_ more: Set<ExactString>) { self.more = more }

    /// Throws where the message needs a mandate that it can't have, or is not known.
    func check(_ message: JSONRPCMessage) throws(CallRefusal) {
        guard let method = message.method else { return }
        if case .notification = message.kind {
            guard !message.isToolCall else {
                throw .malformed("rpc-notification", "a tool is called by a request, not by a notification")
            }
            if method.utf8.starts(with: "notifications/".utf8) { return }
        }
        guard message.isToolCall || Self.protocolMethods.contains(method) || more.contains(method) else {
            throw CallRefusal(
                403, .methodNotFound, "method-not-passed",
                "the gateway does not pass this method on: it was not told that it executes no tool")
        }
    }

    /// Refuses fields of MCP 2026-07-28 that say something else than the content: whoever routes by them, and
    /// whoever executes by the content, must mean the same.
    static func check(_ fields: HTTPFields, agreeWith message: JSONRPCMessage) throws(CallRefusal) {
        let pairs = [("Mcp-Method", message.method), ("Mcp-Name", message.params?["name"]?.string)]
        for (name, value) in pairs {
            guard let name = HTTPField.Name(name), fields.contains(name) else { continue }
            let lines = fields[values: name]
            // `Mcp-Name` is also that of a resource, which has a URI; a tool has its name only.
            let isResource = name.canonicalName == "mcp-name" && !message.isToolCall
            let other = isResource ? message.params?["uri"]?.string : nil
            guard lines.count == 1, let said = decoded(lines[0]), said == value || said == other else {
                throw CallRefusal(
                    400, .headerMismatch, "header-mismatch",
                    "the field \(name) does not say what the message says")
            }
        }
    }

    /// A value as it is, or as `=?base64?…?=`.
    private static func decoded(_ value: String) -> ExactString? {
        let (start, end) = ("=?base64?".utf8, "?=".utf8)
        let octets = Array(value.utf8)
        guard octets.starts(with: start), octets.reversed().starts(with: end.reversed()),
            octets.count >= start.count + end.count
        else { return ExactString(value) }
        guard let decoded = try? Base64.decode(octets.dropFirst(start.count).dropLast(end.count)) else {
            return nil
        }
        return String(validating: decoded, as: UTF8.self).map { ExactString($0) }
    }
}
