import Claims
import Encoding
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing
import WIMSE
import WorkloadHTTP

/// A server behind the middleware, on a free port of the loopback address.
final class TestServer: Sendable {
    static let name: ExactString = "spiffe://example.com/server"
    let authority: String
    let ledger = Ledger.inMemory()
    private let counter = Counter()
    private let services: ServiceGroup

    /// How many requests came through to a handler.
    var handledCount: Int { counter.count.withLock { $0 } }

    private final class Counter: Sendable {
        let count = Mutex(0)
    }

    init(
        _ domain: TestDomain, ledgerFails: Bool = false, configure: (inout WIMSEPolicy) -> Void = { _ in }
    ) async throws {
        var policy = WIMSEPolicy(audiences: [Self.name])
        configure(&policy)
        let verifier = RequestVerifier(trust: domain.trust, policy: policy, replay: MemoryReplayStore())
        let credential = try domain.credential("server")
        let recorder =
            ledgerFails
            ? ExecutionRecorder(credential) { _ throws(LedgerError) in throw .diskFull }
            : ExecutionRecorder(credential, ledger: ledger)
        let router = Router(context: WorkloadContext.self)
        var middleware = WorkloadMiddleware<WorkloadContext>(verifier, recorder: recorder) { TestDomain.now }
        middleware.contentLimit = 32_768
        router.add(middleware: middleware)
        Self.addRoutes(to: router) { [counter] in counter.count.withLock { $0 += 1 } }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let services = ServiceGroup(services: [application], logger: logger)
        self.services = services
        Task { try await services.run() }
        var iterator = ports.makeAsyncIterator()
        let number = try #require(await iterator.next())
        authority = "127.0.0.1:\(number)"
    }

    deinit { Task { [services] in await services.triggerGracefulShutdown() } }

    private static func addRoutes(
        to router: Router<WorkloadContext>, _ handled: @escaping @Sendable () -> Void
    ) {
        router.post("orders") { request, context in
            handled()
            let content = try await request.body.collect(upTo: 1 << 20)
            context.caller?.did("order.place")
            return "took \(content.readableBytes)"
        }
        router.get("status") { _, _ in
            handled()
            return "idle"
        }
        router.get("forbidden") { _, context -> String in
            context.caller?.did("never")
            throw HTTPError(.forbidden, message: "not you")
        }
        router.get("stream") { _, _ in
            handled()
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "piece"))
                    try await writer.finish(nil)
                })
        }
    }

    func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "http", authority: authority, path: path)
    }
}
