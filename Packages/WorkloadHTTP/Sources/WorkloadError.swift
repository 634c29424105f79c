public import ECT
import Encoding
public import HTTPTransport
public import Ledger
public import WIMSE

/// Why a message between workloads was not sent, not accepted, or not recorded.
public enum WorkloadError: Error, Hashable, Sendable {
    /// A message or a token in it was refused.
    case message(WIMSEError)
    /// The other side was not reached, or its answer did not arrive whole.
    case transport(HTTPTransportError)
    /// The other side refused the request, for this reason, which it may have made up.
    case refused(ProblemDetails)
    /// The answer is not signed, so that nobody vouches for it.
    case unsigned(status: Int)
    /// The execution can't be recorded as it is described.
    case record(ECTError)
    /// The execution took place, and its record could not be kept.
    case unrecorded(LedgerError)
    /// The content is longer than this many octets.
    case contentTooLarge(limit: Int)

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .message(let error): error.code
        case .transport(let error): error.code
        case .refused: "refused"
        case .unsigned: "response-unsigned"
        case .record(let error): error.code
        case .unrecorded: "execution-unrecorded"
        case .contentTooLarge: "content-too-large"
        }
    }
}

extension WorkloadError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .message(let error): error.description
        case .transport(let error): error.description
        case .refused(let problem):
            "the other side refused with status \(problem.status) and code \(ExactString(problem.code).quoted)"
        case .unsigned(let status): "the response with status \(status) is not signed"
        case .record(let error): error.description
        case .unrecorded(let error): "the execution took place and could not be recorded: \(error)"
        case .contentTooLarge(let limit): "the content is longer than \(limit) octets"
        }
    }
}
