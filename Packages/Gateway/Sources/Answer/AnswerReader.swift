import ACT
import Encoding
import HTTPTransport
import HTTPTypes
import MCP

/// Finds out how a call ended, from its answer as it streams by. The answer is passed on whatever is found.
struct AnswerReader {
    private enum Form {
        case events(EventStreamReader)
        /// A JSON text that is kept; nil when it became too large.
        case document([UInt8]?)
    }

    private let id: JSONNode
    private let limit: Int
    private let status: Int
    private var form: Form
    private var octets = 0
    private var found: RecordClaims.Outcome?

    /// Reads the answer to the request `id`.
    init(id: JSONNode, to response: HTTPResponse, limit: Int) {
        self.id = id
        self.limit = limit
        status = response.status.code
        form = Self.isEventStream(response) ? .events(EventStreamReader(limit: limit)) : .document([])
    }

    static func isEventStream(_ response: HTTPResponse) -> Bool {
        guard let type = response.headerFields[.contentType] else { return false }
        let essence = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        return ExactString(String(decoding: essence, as: UTF8.self)).lowercasedASCII == "text/event-stream"
    }

    /// The answer so far, where it is kept.
    var document: [UInt8] {
        if case .document(let octets?) = form { octets } else { [] }
    }

    mutating func take(_ piece: [UInt8]) {
        octets += piece.count
        switch form {
        case .events(var reader):
            // There is one reader: with two, each piece would copy what it holds.
            form = .document(nil)
            var outcome: RecordClaims.Outcome?
            reader.take(piece) { data in outcome = outcome ?? self.outcome(of: data) }
            form = .events(reader)
            found = found ?? outcome
        case .document(nil): break
        case .document(let kept?):
            form = .document(nil)
            guard kept.count + piece.count <= limit else { return }
            var kept = kept
            kept += piece
            form = .document(kept)
        }
    }

    /// How the call ended: `failure` is why the answer ended early, where it did.
    func outcome(after failure: HTTPTransportError?, code: ExactString? = nil) -> RecordClaims.Outcome {
        if let found { return found }
        if let failure {
            let reason = RecordClaims.Failure(code: code ?? ExactString(failure.code))
            return octets == 0 ? .failed(reason) : .partial(reason)
        }
        guard (200..<300).contains(status) else {
            return .failed(.init(code: "http-status", detail: ExactString(String(status))))
        }
        switch form {
        case .document(let octets?):
            if let outcome = outcome(of: octets) { return outcome }
        case .document(nil): return .partial(.init(code: "answer-not-inspected"))
        case .events(let reader):
            if reader.hasSkipped { return .partial(.init(code: "answer-not-inspected")) }
        }
        let reason = RecordClaims.Failure(code: "answer-not-seen")
        return octets == 0 ? .failed(reason) : .partial(reason)
    }

    /// What a message says of the call; nil for a message that is not its answer.
    private func outcome(of message: [UInt8]) -> RecordClaims.Outcome? {
        let limits = JSONLimits(octets: limit, depth: 64, values: max(1024, message.count / 2))
        guard let root = try? JSONDocument(parsing: message, limits: limits).root, root.kind == .object,
            root["method"] == nil, let other = root["id"], other.isEquivalent(to: id)
        else { return nil }
        if let error = root["error"] {
            let number = error["code"]?.integer.map { ExactString(String($0)) }
            return .failed(.init(code: "rpc-error", detail: number))
        }
        guard let result = root["result"] else { return nil }
        if result["isError"]?.boolean == true { return .failed(.init(code: "tool-error")) }
        // MCP 2026-07-28: a result may ask for more input before the tool goes on.
        if let type = result["resultType"]?.string, type != "complete" {
            return .partial(.init(code: "result-incomplete"))
        }
        return .completed
    }
}
