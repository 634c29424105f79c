public import HTTPTypes

/// Carries one request to a server and brings its one response back.
///
/// A redirect is a response like any other: who sent the request decides what to do about it.
public protocol HTTPTransport: Sendable {
    /// Sends a request and waits for its whole response.
    ///
    /// Cancelling the task ends the exchange with `cancelled`; whether the server has acted on the request
    /// is then unknown, as it is after `connectionLost` and `timedOut`.
    ///
    /// - Parameters:
    ///   - request: scheme, authority and path are all needed.
    ///   - content: the request's content; empty for none.
    /// - Returns: the response, whatever its status is.
    func send(
        _ request: HTTPRequest, content: [UInt8]
    ) async throws(HTTPTransportError) -> HTTPReply
}

extension HTTPTransport {
    /// Sends a request without content.
    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPReply {
        try await send(request, content: [])
    }
}

/// A response together with its content.
public struct HTTPReply: Hashable, Sendable {
    /// Status and fields.
    public let response: HTTPResponse
    /// The content; empty where there is none.
    public let content: [UInt8]

    /// Puts a response together.
    public init(_ response: HTTPResponse, content: [UInt8] = []) {
        self.response = response
        self.content = content
    }
}
