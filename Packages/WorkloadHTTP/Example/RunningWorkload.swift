#if Service
    import Encoding
    import Claims
    import Hummingbird
    import Ledger
    import Logging
    import ServiceLifecycle
    import WIMSE
    import WorkloadHTTP

    /// What a server of the example does when it is called by a verified caller.
    protocol ExampleServer {
        static var name: String { get }
        static func addRoutes(to router: Router<WorkloadContext>)
    }

    /// Makes offers.
    enum ToolServer: ExampleServer {
        static let name = "tools"

        static func addRoutes(to router: Router<WorkloadContext>) {
            router.post("quotes/:carrier") { request, context in
                let carrier = try context.parameters.require("carrier")
                context.caller?.did("quote.make")
                return "{\"carrier\":\"\(carrier)\",\"price\":\(carrier.utf8.count * 10)}"
            }
        }
    }

    /// Approves orders: it sees the comparison and the offers that it followed from, all verified.
    enum Approver: ExampleServer {
        static let name = "approver"

        static func addRoutes(to router: Router<WorkloadContext>) {
            router.post("approvals") { _, context in
                guard let tokens = context.caller?.request.tokens, tokens.supporting.count == 2 else {
                    throw HTTPError(.forbidden, message: "two offers are needed")
                }
                context.caller?.did("order.approve")
                return "{\"approved\":true}"
            }
        }
    }

    /// A server of the example, on a free port of the loopback address.
    final class RunningWorkload: Sendable {
        let party: Party
        let address: String
        private let services: ServiceGroup
        private let task: Task<Void, any Error>

        init(_ server: any ExampleServer.Type, in domain: TrustDomain) async throws {
            let party = try domain.party(server.name)
            self.party = party
            var policy = party.policy
            policy.requiresExecutionContext = true
            policy.requiresMandate = true
            policy.rootIssuers = [TrustDomain.organizationName]
            let verifier = RequestVerifier(trust: party.trust, policy: policy, replay: MemoryReplayStore())
            let router = Router(context: WorkloadContext.self)
            router.add(
                middleware: WorkloadMiddleware(verifier, recorder: party.recorder, clock: TrustDomain.now))
            server.addRoutes(to: router)
            var logger = Logger(label: server.name)
            logger.logLevel = .critical
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let application = Application(
                router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
            let services = ServiceGroup(services: [application], logger: logger)
            self.services = services
            task = Task { try await services.run() }
            var iterator = ports.makeAsyncIterator()
            guard let number = await iterator.next() else { throw ExampleError.noAddress }
            address = "127.0.0.1:\(number)"
        }

        func stop() async {
            await services.triggerGracefulShutdown()
            _ = await task.result
        }
    }
#endif
