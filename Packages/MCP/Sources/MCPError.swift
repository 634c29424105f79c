package import Encoding

/// Why a message is not one of MCP that can be read in one way only.
package enum MCPError: Error, Hashable, Sendable {
    /// It is not JSON, or too deep or too large for it.
    case json(JSONError)
    /// A batch, which revision 2025-03-26 alone had.
    case batch
    /// No object with `jsonrpc` 2.0, or neither a request nor a response.
    case message
    /// A name that a lenient reader takes for another, which decides.
    case memberName
    /// `params` is not an object.
    case parameters
    /// `id` is neither a string nor an integer that each reader writes again as it is, or it is too long.
    case identifier
    /// `method` is not a string, or is beside a result.
    case method

    /// A stable name for machines.
    package var code: String {
        switch self {
        case .json: "json"
        case .batch: "rpc-batch"
        case .message: "rpc-message"
        case .memberName: "member-name"
        case .parameters: "rpc-params"
        case .identifier: "rpc-id"
        case .method: "rpc-method"
        }
    }
}

extension MCPError: CustomStringConvertible {
    /// What is wrong, in one sentence.
    package var description: String {
        switch self {
        case .json(let error): "the message is not JSON as it must be: \(error)"
        case .batch: "batches are not taken"
        case .message: "the message is neither a request nor a response of JSON-RPC 2.0"
        case .memberName: "a member has the name of another that decides, in another spelling"
        case .parameters: "'params' is not an object"
        case .identifier: "'id' is neither a string nor a plain integer, or too long"
        case .method: "'method' is not a string, or beside a result"
        }
    }
}
