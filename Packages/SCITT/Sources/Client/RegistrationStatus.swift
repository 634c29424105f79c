public import HTTPTransport

/// How far a service says that a registration is. Nothing of it is verified.
public enum RegistrationStatus: Hashable, Sendable {
    /// The service is at work: ask again there, and not before so many seconds.
    case running(at: HTTPURL, retryAfter: Int64?)
    /// The service gave these receipts; the place where they can be had again, if it said.
    case receipts([[UInt8]], at: HTTPURL?)
    /// The service refuses the statement for good.
    case refused(ProblemDetails)
    /// The service knows nothing of that registration (any more): send the statement again.
    case unknown(ProblemDetails?)
}

/// Why a service's answer could not be had or made sense of. The registration may have taken place.
public enum TransparencyClientError: Error, Hashable, Sendable {
    /// There is no response.
    case transport(HTTPTransportError)
    /// The response has a status that says nothing about the statement.
    case status(Int, ProblemDetails?, retryAfter: Int64?)
    /// The response should name a place, and names none or several.
    case locationMissing
    /// The response names a place that is no URL of HTTP.
    case locationMalformed
    /// The response names a place at an origin that is not allowed.
    case locationElsewhere(HTTPOrigin)
    /// The response leads from place to place without end.
    case tooManyRedirects
    /// The response's content is not what it should be.
    case contentMalformed
    /// The response's content is of a type that no service answers with.
    case contentTypeUnexpected(String)
    /// The service does not offer this.
    case notOffered

    /// How many seconds the service asked to wait.
    public var retryAfter: Int64? {
        if case .status(_, _, let seconds) = self { seconds } else { nil }
    }

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .transport(let error): error.code
        case .status: "scrapi-status"
        case .locationMissing: "scrapi-location-missing"
        case .locationMalformed: "scrapi-location-malformed"
        case .locationElsewhere: "scrapi-location-elsewhere"
        case .tooManyRedirects: "scrapi-too-many-redirects"
        case .contentMalformed: "scrapi-content-malformed"
        case .contentTypeUnexpected: "scrapi-content-type-unexpected"
        case .notOffered: "scrapi-not-offered"
        }
    }
}

extension TransparencyClientError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .transport(let error): error.description
        case .status(let status, let problem, _):
            "the service answered \(status)\(problem.map { ": \($0)" } ?? "")"
        case .locationMissing: "the service's answer should have one Location"
        case .locationMalformed: "the service's answer has a Location that is no URL of HTTP"
        case .locationElsewhere(let origin): "the service's answer leads to \(origin), which is not allowed"
        case .tooManyRedirects: "the service's answers lead from place to place"
        case .contentMalformed: "the service's answer has content that SCRAPI does not know"
        case .contentTypeUnexpected(let type): "the service's answer has content of the type \(type)"
        case .notOffered: "the service does not offer this"
        }
    }
}
