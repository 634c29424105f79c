#if Service
    import COSE
    public import Encoding
    import Foundation
    public import HTTPServer
    import JOSE
    public import Logging
    public import Trust

    /// A SCITT transparency service over HTTP (SCRAPI -11), with its log in a data folder.
    ///
    /// ```swift
    /// let service = try TransparencyService(
    ///     folder: "data", policy: RegistrationPolicy(.trusted(file)), configuration: configuration, logger: logger)
    /// try await service.run { address in print(address) }
    /// ```
    ///
    /// | Request | Answer |
    /// |---|---|
    /// | `POST /entries` | 201, the receipt and a `Location`: the entry is durable |
    /// | `GET /entries/{SHA-256}` | 200, the receipt |
    /// | `GET /entries/{SHA-256}/statement` | 200, the statement with its receipt |
    /// | `GET /.well-known/scitt-keys` | 200, the COSE_KeySet; with `/{kid}`, one COSE_Key |
    /// | `GET /checkpoint` | 200, the newest root as a signed note (C2SP tlog-checkpoint) |
    /// | `GET /consistency/{size}/{size}` | 200, the consistency proof of RFC 9942 |
    /// | `GET /health`, `GET /metrics` | 200, JSON; 200, Prometheus text |
    ///
    /// Everything else is answered with concise problem details (RFC 9290). `POST /entries?api-version=…` is
    /// answered as CCF ledgers do.
    public struct TransparencyService: Sendable {
        /// The log.
        public let log: StatementLog
        private let configuration: ServiceConfiguration
        private let responder: ServiceResponder
        private let logger: Logger

        /// Opens the log, or makes it, and prepares everything; `run` listens.
        ///
        /// - Parameters:
        ///   - folder: the data folder, made where there is none.
        ///   - service: the name of the service, `iss` of its receipts; by default that in the log, or a new one.
        ///   - policy: which statements are registered.
        ///   - configuration: how the service is reached.
        ///   - metrics: where it measures itself.
        ///   - logger: where it says what happens; never bodies, never tokens.
        ///   - clock: the present time, in seconds since 1970.
        public init(
            folder: String, service: ExactString? = nil, policy: RegistrationPolicy,
            configuration: ServiceConfiguration, metrics: PrometheusMetrics = PrometheusMetrics(),
            logger: Logger, clock: @escaping @Sendable () -> Int64
        ) throws(ServiceError) {
            try configuration.check()
            let metrics = ServiceMetrics(metrics)
            log = try StatementLog.open(folder, service: service, policy: policy, clock: clock) {
                metrics.committed($0)
            }
            self.configuration = configuration
            self.logger = logger
            responder = ServiceResponder(
                log: log, policy: policy, configuration: configuration,
                token: configuration.bearerToken.map { ExpectedBearerToken($0) },
                rate: RateLimit(perSecond: configuration.requestsPerSecond), metrics: metrics, logger: logger,
                clock: clock)
        }

        /// Listens until the process gets SIGTERM or SIGINT, or the task is cancelled; requests that are in
        /// flight then are finished.
        ///
        /// - Parameter listening: called once, with the address.
        public func run(listening: @escaping @Sendable (String) -> Void) async throws(ServiceError) {
            defer { log.close() }
            do {
                try await HTTPServer(responder, configuration.listener, logger: logger)
                    .run(listening: listening)
            } catch {
                throw .listener(error)
            }
        }

        /// What a verifier pins: a trust file with this service, its current and its retired keys.
        public var trustFile: TrustFile {
            get throws(ServiceError) {
                var file = TrustFile()
                do {
                    let keys = try log.keySet.keys.map { try JWK($0.publicKey) }
                    try file.setService(TrustedService(JWKSet(keys)), for: log.service)
                } catch {
                    throw .serviceInvalid
                }
                return file
            }
        }
    }
#endif
