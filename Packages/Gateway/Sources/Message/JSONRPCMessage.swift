import Encoding

/// One message of JSON-RPC 2.0 as MCP has them, read strictly. Its octets are passed on as they are; only what
/// decides about it is read.
struct JSONRPCMessage: Sendable {
    /// What kind of message it is.
    enum Kind: Sendable {
        /// Asks for something and will be answered under `id`.
        case request(id: JSONNode)
        case notification
        /// Answers something that the server asked for.
        case response
    }

    let kind: Kind
    /// Nil for a response.
    let method: ExactString?
    /// An object, where it is there.
    let params: JSONNode?

    /// The octets of `id`, to be echoed as they are.
    var identifier: [UInt8]? {
        if case .request(let id) = kind { Array(id.text) } else { nil }
    }

    /// The method that executes a tool.
    static let toolCall: ExactString = "tools/call"

    /// Whether this is a request to execute a tool.
    var isToolCall: Bool { method == Self.toolCall }

    /// A number that every reader of JSON writes again as it is. Of another, the server's answer could not be told
    /// from another call's, and the record would not say that the call succeeded.
    private static func isPlainInteger(_ id: JSONNode) -> Bool {
        guard let value = id.integer, value.magnitude < 1 << 53 else { return false }
        return id.text.elementsEqual(String(value).utf8)
    }

    /// The longest `id`, in octets.
    private static let identifierLimit = 1024

    /// The most values and names of a message.
    private static let valueLimit = 65_536

    /// Reads a message. Batches, which MCP had in revision 2025-03-26 alone, are refused.
    init(parsing content: [UInt8]) throws(CallRefusal) {
        let root: JSONNode
        do {
            let limits = JSONLimits(octets: content.count, depth: 64, values: Self.valueLimit)
            root = try JSONDocument(parsing: content, limits: limits).root
        } catch {
            throw CallRefusal(400, .parseError, "json", "the message is not JSON as it must be: \(error)")
        }
        guard root.kind != .array else { throw .malformed("rpc-batch", "batches are not taken") }
        guard root.kind == .object, root["jsonrpc"]?.string == "2.0" else {
            throw .malformed("rpc-message", "the message is not one of JSON-RPC 2.0")
        }
        try MemberNames.check(root, for: MemberNames.message)
        if let params = root["params"], params.kind != .object {
            throw .malformed("rpc-params", "'params' is not an object")
        }
        params = root["params"]
        let id = root["id"]
        if let id {
            guard id.kind == .string || Self.isPlainInteger(id), id.text.count <= Self.identifierLimit else {
                throw .malformed("rpc-id", "'id' is neither a string nor a plain integer, or too long")
            }
        }
        let isAnswer = root["result"] != nil || root["error"] != nil
        switch (root["method"], id) {
        case (let member?, _):
            guard let method = member.string, !method.isEmpty, !isAnswer else {
                throw .malformed("rpc-method", "'method' is not a string, or beside a result")
            }
            self.method = method
            kind = id.map { .request(id: $0) } ?? .notification
        case (nil, _?) where isAnswer:
            method = nil
            kind = .response
        default: throw .malformed("rpc-message", "the message is neither a request nor a response")
        }
    }
}
