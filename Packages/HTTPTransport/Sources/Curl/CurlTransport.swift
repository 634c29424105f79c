public import HTTPTypes

/// HTTP over libcurl: HTTP/2 where the server offers it, connections kept for the next request, several
/// exchanges at once on one thread.
///
/// TLS certificates are always verified. Redirects are not followed, cookies, proxies of the environment,
/// stored passwords and content encodings not used, contents never logged.
public final class CurlTransport: HTTPTransport {
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
        let exchange = CurlExchange(request: try CurlRequest(request, content: content))
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { loop.submit(exchange, $0) }
        } onCancel: {
            loop.cancel(exchange)
        }
        return try result.get()
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

    /// Settings.
    public init(
        limits: HTTPLimits = .standard, concurrency: Int = 16, certificateAuthorities: String? = nil,
        proxy: String? = nil
    ) {
        self.limits = limits
        self.concurrency = concurrency
        self.certificateAuthorities = certificateAuthorities
        self.proxy = proxy
    }
}
