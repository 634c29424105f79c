import CBOR

/// Why a request is refused: concise problem details (RFC 9290) with the titles of SCRAPI.
///
/// ```cddl
/// { -1: title: tstr, -2: detail: tstr }
/// ```
public struct Problem: Error, Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// What kind of problem it is, for machines too.
    public let title: String
    /// What was wrong with this request, for people. Never an octet of a body or a token.
    public let detail: String
    /// After how many seconds to try again.
    public let retryAfter: Int?
    /// Whether the connection ends with the answer, since the rest of the request is not read.
    public let closesConnection: Bool

    init(
        _ status: Int, _ title: String, _ detail: String, retryAfter: Int? = nil,
        closesConnection: Bool = false
    ) {
        self.status = status
        self.title = title
        self.detail = detail
        self.retryAfter = retryAfter
        self.closesConnection = closesConnection
    }

    /// `application/concise-problem-details+cbor`.
    public static let mediaType = "application/concise-problem-details+cbor"

    /// The body.
    public func encode() -> [UInt8] {
        CBORValue.map([-1: .text(title), -2: .text(detail)]).encode()
    }
}

// MARK: - The titles of SCRAPI

extension Problem {
    static func malformedRequest(_ detail: String) -> Problem { Problem(400, "Malformed request", detail) }

    static func badSignatureAlgorithm(_ detail: String) -> Problem {
        Problem(400, "Bad Signature Algorithm", detail)
    }

    static func confirmationMissing(_ detail: String) -> Problem {
        Problem(400, "Confirmation Missing", detail)
    }

    static func payloadMissing(_ detail: String) -> Problem { Problem(400, "Payload Missing", detail) }

    static func rejected(_ detail: String) -> Problem { Problem(400, "Rejected", detail) }

    static let invalidLocator = Problem(
        400, "Invalid locator", "an entry is named by the SHA-256 of its statement in lower-case hexadecimal")

    static func tooManyRequests(retryAfter: Int) -> Problem {
        Problem(
            429, "Too Many Requests", "more requests a second than the service takes from one address",
            retryAfter: retryAfter)
    }

    static let noSuchKey = Problem(404, "No such key", "the service has no key of that identifier")

    static func notFound(_ detail: String) -> Problem { Problem(404, "Not Found", detail) }
}

// MARK: - Titles of HTTP

extension Problem {
    static let unauthorized = Problem(401, "Unauthorized", "the bearer token is missing or not the service's")

    static let methodNotAllowed = Problem(405, "Method Not Allowed", "the resource does not take this method")

    static let requestTimeout = Problem(
        408, "Request Timeout", "the body took longer to arrive than the service waits",
        closesConnection: true)

    static func contentTooLarge(limit: Int) -> Problem {
        Problem(
            413, "Content Too Large", "a statement may have at most \(limit) octets", closesConnection: true)
    }

    static let unsupportedMediaType = Problem(
        415, "Unsupported Media Type", "a statement is sent as application/cose")

    static let internalError = Problem(500, "Internal Server Error", "the service failed; its log says why")

    static let overloaded = Problem(
        503, "Service Unavailable", "more registrations wait than the service takes", retryAfter: 1)

    static let storageFailed = Problem(
        503, "Service Unavailable", "the log can't be written; nothing of this registration was kept",
        retryAfter: 5)
}
