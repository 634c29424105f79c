public import HTTPTypes

/// What a signature covers: a request, or a response with the request that it answers.
public enum HTTPMessage: Sendable {
    /// A request.
    case request(HTTPRequest)
    /// A response; components with the parameter `req` are those of the request.
    case response(HTTPResponse, to: HTTPRequest?)

    /// The message's own fields.
    var fields: HTTPFields {
        switch self {
        case .request(let request): request.headerFields
        case .response(let response, _): response.headerFields
        }
    }

    /// The request that is covered, or that is answered.
    var request: HTTPRequest? {
        switch self {
        case .request(let request): request
        case .response(_, let request): request
        }
    }

    var isResponse: Bool {
        if case .response = self { true } else { false }
    }
}
