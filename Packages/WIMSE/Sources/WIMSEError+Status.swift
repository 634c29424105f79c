import ACT
import Claims
import ECT
import Encoding

extension WIMSEError {
    //= ACT#req-act-http-status
    //# A server that refuses a request because of a token MUST use the status code that [errors] gives
    //= ECT#req-ect-http-400
    //# A receiver MUST answer with status 400 a request with a malformed ECT.
    //= ECT#req-ect-http-403
    //# A receiver MUST answer with status 403 a request whose sender is authenticated and whose ECT is
    //# well-formed but refused.
    //= ECT#req-ect-http-503
    //# A receiver that cannot decide because a store is full or out of reach MUST answer with status 503.
    /// The HTTP status of the answer: 400 for what is malformed and for faults of the WIT and the signature, 401
    /// for faults of the WPT, 403 for a token that is well-formed and refused, 431 for fields that are too large,
    /// 503 where a store could not be asked. A refused response has none: its client is not answered.
    public var status: Int {
        switch self {
        case .identity, .signature, .content: 400
        case .proof: 401
        case .binding(let fault, _): fault.status
        case .ect(.replayStoreUnavailable), .act(.replayStoreUnavailable), .replayStoreUnavailable: 503
        case .ect(let error): error.requirement.refusal?.status ?? 403
        case .act(let error): error.requirement.refusal?.status ?? 403
        case .response: 501
        }
    }

    /// The fields that the answer must have besides its problem details: `WWW-Authenticate` with a 401.
    public var challenge: String? {
        guard case .proof = self else { return nil }
        return "WPT"
    }

    /// The problem type (RFC 9457 §3.1.1): the drafts' URN for their own codes, a tag URI for the others.
    public var problemType: String {
        switch self {
        case .ect(let error): "\(Self.ectErrors)\(error.requirement.code)"
        case .act(let error): "\(Self.actErrors)\(error.requirement.code)"
        case .binding, .replayStoreUnavailable:
            code.hasPrefix("act-")
                ? "\(Self.actErrors)\(code.dropFirst(4))" : "\(Self.ectErrors)\(code.dropFirst(4))"
        case .identity, .signature, .proof, .content, .response: "tag:nennemann.de,2026:wimse:\(code)"
        }
    }

    private static let ectErrors = "urn:ietf:params:ect:error:"
    private static let actErrors = "urn:ietf:params:act:error:"

    //= ECT#req-ect-http-problem
    //# The answer SHOULD carry a problem detail RFC9457 with the 'type' of [errors].
    //= ACT#req-act-http-problem
    //# The body of such a response SHOULD be a problem details object RFC9457 whose 'type' names the error
    //# of [errors].
    /// `application/problem+json`: type, title, status and code. Nothing of a token is in it.
    public var problem: ProblemDetails {
        ProblemDetails(type: problemType, title: answer, status: status, code: code)
    }

    //= ECT#req-ect-http-echo
    //# The answer MUST NOT contain the token or a part of its payload.
    //= ACT#req-act-error-content
    //# A reason that is sent to another party MUST NOT contain the token or the value of a claim.
    /// One sentence for the other party: what `description` says, without values that its tokens have.
    private var answer: String {
        switch self {
        case .ect(let error): "the ECT is refused: \(error.answer)"
        case .act(let error): "the ACT is refused: \(error.answer)"
        case .identity(.jws), .identity(.claim), .identity(.trust), .identity(.confirmationKey):
            "the workload identity token is refused"
        case .proof(.jws), .proof(.claim): "the workload proof token is refused"
        default: description
        }
    }
}

/// A problem details object (RFC 9457) with the member `code`.
public struct ProblemDetails: Hashable, Sendable {
    /// What kind of problem it is: a URI.
    public let type: String
    /// One sentence for people.
    public let title: String
    /// The status of the answer.
    public let status: Int
    /// The stable code of the error.
    public let code: String

    /// An object with these members.
    public init(type: String, title: String, status: Int, code: String) {
        self.type = type
        self.title = title
        self.status = status
        self.code = code
    }

    /// `application/problem+json`
    public static let mediaType = "application/problem+json"

    /// The content of the answer.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("type", type)
        writer.member("title", title)
        writer.member("status", Int64(status))
        writer.member("code", code)
        writer.endObject()
        return writer.octets
    }
}

extension ECTRequirement {
    /// The anchor without `req-ect-`.
    var code: String { String(rawValue.dropFirst("req-ect-".count)) }
}

extension ACTRequirement {
    /// The anchor without `req-act-`.
    var code: String { String(rawValue.dropFirst("req-act-".count)) }
}
