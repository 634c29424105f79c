public import HTTPTypes

/// HTTP over libcurl: HTTP/2 where the server offers it, connections kept for the next request, several
/// exchanges at once on one thread.
///
/// TLS certificates are always verified. Redirects are not followed, cookies, proxies of the environment,
/// stored passwords and content encodings not used, contents never logged.
public final class CurlTransport: HTTPStreamTransport {
    private let loop: CurlLoop

    /// Starts a transport; it ends with its last reference.
    ///
    /// Throws `failed` where the library can't be started.
    public init(_ settings: CurlSettings = CurlSettings()) throws(HTTPTransportError) {
        loop = try CurlLoop(settings)
        loop.start()
    }

    deinit { loop.stop() }

    /// Sends a request and waits for its whole response.
    ///
    /// Throws what `HTTPTransportError` has; `notEncrypted` for http to another host than this one.
    public func send(
        _ request: HTTPRequest, content: [UInt8]
    ) async throws(HTTPTransportError) -> HTTPReply {
        let stream = try await stream(request, content: content, within: nil)
        var octets: [UInt8] = []
        while let piece = try await stream.next() { octets += piece }
        return HTTPReply(stream.response, content: octets)
    }

    /// Sends a request and brings its response as it comes. Throws as `send` does.
    public func stream(
        _ request: HTTPRequest, content: [UInt8], within limit: Duration?
    ) async throws(HTTPTransportError) -> HTTPStream {
        let exchange = CurlExchange(
            request: try CurlRequest(request, content: content, limit: limit), loop: loop, owner: self)
        return HTTPStream(try await exchange.begin(), source: exchange)
    }
}

/// How a `CurlTransport` connects.
public struct CurlSettings: Hashable, Sendable {
    /// The limits of every exchange.
    public var limits: HTTPLimits
    /// The most exchanges at once; further ones wait, and their time begins when they start.
    public var concurrency: Int
    /// A file of certificates in PEM that are trusted instead of the system's.
    public var certificateAuthorities: String?
    /// The URL of a proxy; nil for none.
    public var proxy: String?
    /// Whether every request has a connection of its own, so that it is sent once: on a connection that was
    /// kept and turns out dead, the library sends it again, which a server may have acted upon already. It also
    /// is HTTP/1.1 then, where a response that nobody reads waits in the socket.
    public var sendsOnce: Bool

    /// Settings.
    public init(
        limits: HTTPLimits = .standard, concurrency: Int = 16, certificateAuthorities: String? = nil,
        proxy: String? = nil, sendsOnce: Bool = false
    ) {
        self.sendsOnce = sendsOnce
        self.limits = limits
        self.concurrency = concurrency
        self.certificateAuthorities = certificateAuthorities
        self.proxy = proxy
    }
}
