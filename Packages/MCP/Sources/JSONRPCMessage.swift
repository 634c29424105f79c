package import Encoding

/// One message of JSON-RPC 2.0 as MCP has them, read strictly. Its octets are passed on as they are; only what
/// decides about it is read.
package struct JSONRPCMessage: Sendable {
    /// What kind of message it is.
    package enum Kind: Sendable {
        /// Asks for something and will be answered under `id`.
        case request(id: JSONNode)
        case notification
        /// Answers something that the server asked for.
        case response
    }

    package let kind: Kind
    /// Nil for a response.
    package let method: ExactString?
    /// An object, where it is there.
    package let params: JSONNode?

    /// The octets of `id`, to be echoed as they are.
    package var identifier: [UInt8]? {
        if case .request(let id) = kind { Array(id.text) } else { nil }
    }

    /// The method that executes a tool.
    package static let toolCall: ExactString = "tools/call"

    /// Whether this is a request to execute a tool.
    package var isToolCall: Bool { method == Self.toolCall }

    /// The longest `id`, in octets.
    private static let identifierLimit = 1024

    /// The most values and names of a message.
    private static let valueLimit = 65_536

    /// Reads a message. Batches, which MCP had in revision 2025-03-26 alone, are refused.
    package init(parsing content: [UInt8]) throws(MCPError) {
        let root: JSONNode
        do {
            let limits = JSONLimits(octets: content.count, depth: 64, values: Self.valueLimit)
            root = try JSONDocument(parsing: content, limits: limits).root
        } catch { throw .json(error) }
        guard root.kind != .array else { throw .batch }
        guard root.kind == .object, root["jsonrpc"]?.string == "2.0" else { throw .message }
        try MemberNames.check(root, for: MemberNames.message)
        params = root["params"]
        if let params, params.kind != .object { throw .parameters }
        let id = root["id"]
        if let id, !Self.isPlain(id) { throw .identifier }
        let isAnswer = root["result"] != nil || root["error"] != nil
        switch (root["method"], id) {
        case (let member?, _):
            guard let method = member.string, !method.isEmpty, !isAnswer else { throw .method }
            self.method = method
            kind = id.map { .request(id: $0) } ?? .notification
        case (nil, _?) where isAnswer:
            method = nil
            kind = .response
        default: throw .message
        }
    }

    /// A string, or a number that every reader of JSON writes again as it is. Of another, the server's answer could not
    /// be told from another call's, and the record would not say that the call succeeded.
    private static func isPlain(_ id: JSONNode) -> Bool {
        guard id.text.count <= identifierLimit else { return false }
        if id.kind == .string { return true }
        guard let value = id.integer, value.magnitude < 1 << 53 else { return false }
        return id.text.elementsEqual(String(value).utf8)
    }
}
