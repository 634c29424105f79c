public import HTTPTypes

/// A response whose content arrives piece by piece, with backpressure: while its reader does not ask, no more
/// than a bounded part of it is held, and the server has to wait.
///
///     for try await piece in stream { … }
///
/// It has one reader. Letting go of it, or cancelling the task that reads, ends the exchange.
public final class HTTPStream: AsyncSequence, Sendable {
    /// Status and fields.
    public let response: HTTPResponse
    private let source: any HTTPStreamSource

    /// A response with the source of its content.
    public init(_ response: HTTPResponse, source: any HTTPStreamSource) {
        self.response = response
        self.source = source
    }

    deinit { source.cancel() }

    /// The next piece of the content, never an empty one; nil at its end.
    ///
    /// Throws why the content ended early. What came before stands.
    public func next() async throws(HTTPTransportError) -> [UInt8]? { try await source.next() }

    /// Ends the exchange; whoever reads gets `cancelled`.
    public func cancel() { source.cancel() }

    /// Starts to read; there is one reader only.
    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    /// One pass over the content.
    public struct Iterator: AsyncIteratorProtocol {
        let stream: HTTPStream

        /// The next piece; nil at the end.
        public func next() async throws(HTTPTransportError) -> [UInt8]? { try await stream.next() }

        /// The next piece; nil at the end.
        public func next(
            isolation actor: isolated (any Actor)?
        ) async throws(HTTPTransportError) -> [UInt8]? { try await stream.next() }
    }
}

/// Where the content of a stream comes from.
public protocol HTTPStreamSource: Sendable {
    /// The next piece; nil at the end.
    func next() async throws(HTTPTransportError) -> [UInt8]?

    /// Nobody will ask for more.
    func cancel()
}

/// Brings a response as soon as its fields are there, and its content as it comes.
public protocol HTTPStreamTransport: HTTPTransport {
    /// Sends a request and waits for the status and fields of its response.
    ///
    /// - Parameter limit: how long the whole exchange may take, reading included; nil for the transport's limit.
    func stream(
        _ request: HTTPRequest, content: [UInt8], within limit: Duration?
    ) async throws(HTTPTransportError) -> HTTPStream
}
