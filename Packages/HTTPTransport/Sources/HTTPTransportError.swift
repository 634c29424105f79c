/// Why there is no response.
public enum HTTPTransportError: Error, Hashable, Sendable {
    /// The request can't be sent as it is.
    case requestInvalid(RequestFlaw)
    /// The request would go unencrypted to a host that is not this one.
    case notEncrypted(host: String)
    /// The host's name has no address.
    case hostUnknown(detail: String)
    /// No connection came about.
    case notConnected(detail: String)
    /// TLS failed, or the server's certificate is not one that is trusted.
    case notTrusted(detail: String)
    /// A limit of time was reached.
    case timedOut
    /// The connection ended inside the exchange.
    case connectionLost(detail: String)
    /// What came back is not HTTP.
    case responseMalformed(detail: String)
    /// The content is larger than the limit, in octets.
    case contentTooLarge(limit: Int)
    /// Status line and fields are larger than the limit, in octets.
    case headerTooLarge(limit: Int)
    /// The response has more fields than the limit.
    case tooManyFields(limit: Int)
    /// The task was cancelled.
    case cancelled
    /// The transfer library failed in another way.
    case failed(detail: String)

    /// What is wrong with a request.
    public enum RequestFlaw: String, Hashable, Sendable {
        /// The URL is none, or has octets that a URL can't have.
        case url
        /// The URL's scheme is neither https nor http.
        case scheme
        /// The URL names a user.
        case userInformation = "user-information"
        /// The URL has a zone, which has a meaning on one machine only.
        case zone
        /// The URL is longer than 8192 octets.
        case length
        /// The method, a field's name or its value can't be sent.
        case field
    }

    /// Whether the same request can do better later.
    public var isTransient: Bool {
        switch self {
        case .hostUnknown, .notConnected, .timedOut, .connectionLost: true
        default: false
        }
    }

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .requestInvalid(let flaw): "http-request-\(flaw.rawValue)"
        case .notEncrypted: "http-not-encrypted"
        case .hostUnknown: "http-host-unknown"
        case .notConnected: "http-not-connected"
        case .notTrusted: "http-not-trusted"
        case .timedOut: "http-timed-out"
        case .connectionLost: "http-connection-lost"
        case .responseMalformed: "http-response-malformed"
        case .contentTooLarge: "http-content-too-large"
        case .headerTooLarge: "http-header-too-large"
        case .tooManyFields: "http-too-many-fields"
        case .cancelled: "http-cancelled"
        case .failed: "http-failed"
        }
    }
}

extension HTTPTransportError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .requestInvalid(let flaw): flaw.sentence
        case .notEncrypted(let host): "\(host) is not this machine, so nothing is sent to it without TLS"
        case .hostUnknown(let detail): "the host has no address: \(detail)"
        case .notConnected(let detail): "no connection: \(detail)"
        case .notTrusted(let detail): "the server is not trusted: \(detail)"
        case .timedOut: "no complete response within the time limit"
        case .connectionLost(let detail): "the connection ended before the response did: \(detail)"
        case .responseMalformed(let detail): "the response is malformed: \(detail)"
        case .contentTooLarge(let limit): "the response has more than \(limit) octets"
        case .headerTooLarge(let limit): "the response's header has more than \(limit) octets"
        case .tooManyFields(let limit): "the response has more than \(limit) fields"
        case .cancelled: "the exchange was cancelled"
        case .failed(let detail): "the exchange failed: \(detail)"
        }
    }
}

extension HTTPTransportError.RequestFlaw {
    fileprivate var sentence: String {
        switch self {
        case .url: "the URL is malformed"
        case .scheme: "the URL's scheme is neither https nor http"
        case .userInformation: "the URL names a user"
        case .zone: "the URL has an address zone"
        case .length: "the URL is longer than \(HTTPURL.longest) octets"
        case .field: "the method or a field of the request can't be sent"
        }
    }
}
