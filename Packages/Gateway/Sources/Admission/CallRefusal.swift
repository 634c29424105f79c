import ACT
import Audit
import Claims
import ECT
import Encoding
import HTTPTransport
import MCP

/// Why a message is not passed on: a JSON-RPC error, whose `data` is a problem details object (RFC 9457) that
/// names the requirement.
struct CallRefusal: Error, Hashable, Sendable {
    /// The HTTP status.
    let status: Int
    /// The code of the JSON-RPC error.
    let rpcCode: Int64
    /// The stable name; for a broken requirement, the draft's code.
    let code: String
    /// `ACT#req-…` or `ECT#req-…`; nil where neither draft has the rule.
    let requirement: String?
    /// One sentence for people; never an octet of a token.
    let detail: String
    /// Whether the connection ends with the answer, since the rest of the request is not read.
    var closesConnection = false
    /// After how many seconds to try again.
    var retryAfter: Int?
    /// What `WWW-Authenticate` says, with a 401.
    var challenge: String?

    init(_ status: Int, _ rpcCode: RPCCode, _ code: String, _ detail: String, requirement: String? = nil) {
        self.status = status
        self.rpcCode = rpcCode.rawValue
        self.code = code
        self.requirement = requirement
        self.detail = detail
    }

    /// The codes that answers have.
    enum RPCCode: Int64 {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case internalError = -32603
        /// The server behind did not answer.
        case upstream = -32002
        /// A mandate or another token is missing or refused.
        case refused = -32003
        /// Not now.
        case unavailable = -32004
        /// MCP 2026-07-28: a field contradicts the content.
        case headerMismatch = -32020
    }

    /// The problem type.
    var type: String {
        guard let requirement else { return "about:blank" }
        return "urn:ietf:params:\(requirement.hasPrefix("ACT") ? "act" : "ect"):error:\(code)"
    }

    //= ACT#req-act-http-jsonrpc
    //# In JSON-RPC, that object SHOULD be the member 'data' of the error object, with the 'id' of the refused
    //# request beside it.
    /// The error object's answer to a request with this `id`, as it stood in the request; nil for none.
    func answer(to id: [UInt8]?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("jsonrpc", "2.0")
        writer.name("id")
        writer.raw(id ?? Array("null".utf8))
        writer.name("error")
        writer.beginObject()
        writer.member("code", rpcCode)
        writer.member("message", detail)
        writer.name("data")
        writer.beginObject()
        writer.member("type", type)
        writer.member("title", detail)
        writer.member("status", Int64(status))
        writer.member("code", code)
        if let requirement { writer.member("requirement", requirement) }
        writer.endObject()
        writer.endObject()
        writer.endObject()
        return writer.octets
    }
}

// MARK: - Refusals of tokens

extension CallRefusal {
    /// A broken requirement of ACT.
    static func act(_ requirement: ACTRequirement) -> CallRefusal { .act(.rule(requirement)) }

    static func act(_ error: ACTError) -> CallRefusal {
        if error == .replayStoreUnavailable { return .storage }
        return CallRefusal(
            error.requirement.refusal?.status ?? 403, .refused,
            String(error.requirement.rawValue.dropFirst("req-act-".count)), error.answer,
            requirement: error.requirement.name)
    }

    /// A broken requirement of ECT.
    static func ect(_ requirement: ECTRequirement) -> CallRefusal { .ect(.rule(requirement)) }

    static func ect(_ error: ECTError) -> CallRefusal {
        if error == .replayStoreUnavailable { return .storage }
        return CallRefusal(
            error.requirement.refusal?.status ?? 403, .refused,
            String(error.requirement.rawValue.dropFirst("req-ect-".count)), error.answer,
            requirement: error.requirement.name)
    }

    static func token(_ error: TokenError) -> CallRefusal {
        switch error {
        case .act(let error): .act(error)
        case .ect(let error): .ect(error)
        case .unknownKind: .act(.bodyForm)
        }
    }
}

// MARK: - Refusals of messages

extension CallRefusal {
    static let storage: CallRefusal = {
        var refusal = CallRefusal(
            503, .unavailable, "storage", "the gateway's journal or ledger can't be written")
        refusal.retryAfter = 5
        return refusal
    }()

    static let overloaded: CallRefusal = {
        var refusal = CallRefusal(
            503, .unavailable, "overloaded", "more is in flight than the gateway takes")
        refusal.retryAfter = 1
        return refusal
    }()

    /// Some of the message was read, and the rest is not.
    static let noRoom: CallRefusal = {
        var refusal = CallRefusal.overloaded
        refusal.closesConnection = true
        return refusal
    }()

    static let stopping: CallRefusal = {
        var refusal = CallRefusal(503, .unavailable, "stopping", "the gateway stops")
        refusal.retryAfter = 5
        return refusal
    }()

    static func tooManyRequests(retryAfter: Int) -> CallRefusal {
        var refusal = CallRefusal(
            429, .unavailable, "too-many-requests",
            "more requests a second than the gateway takes from one address")
        refusal.retryAfter = retryAfter
        return refusal
    }

    static func contentTooLarge(limit: Int) -> CallRefusal {
        var refusal = CallRefusal(
            413, .invalidRequest, "content-too-large", "a message may have at most \(limit) octets")
        refusal.closesConnection = true
        return refusal
    }

    static let contentTooSlow: CallRefusal = {
        var refusal = CallRefusal(
            408, .invalidRequest, "content-too-slow",
            "the message took longer to arrive than the gateway waits")
        refusal.closesConnection = true
        return refusal
    }()

    static func message(_ error: MCPError) -> CallRefusal {
        if case .json = error { return CallRefusal(400, .parseError, error.code, error.description) }
        return .malformed(error.code, error.description)
    }

    static func malformed(_ code: String, _ detail: String) -> CallRefusal {
        CallRefusal(400, .invalidRequest, code, detail)
    }

    /// No answer came from the server behind.
    static func upstream(_ error: HTTPTransportError) -> CallRefusal {
        switch error {
        case .timedOut: CallRefusal(504, .upstream, error.code, "the server gave no answer in time")
        default: CallRefusal(502, .upstream, error.code, "the server gave no answer")
        }
    }
}
