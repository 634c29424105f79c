#if Service
    import ACT
    import Claims
    import Encoding
    import Foundation
    public import HTTPServer
    import HTTPTransport
    import JOSE
    import Ledger
    public import Logging
    public import Trust

    /// A gateway beside an MCP server (JSON-RPC 2.0 over streamable HTTP), which needs no change: it verifies the
    /// mandate of each tool call, enforces what the mandate grants, records the call and passes it on.
    ///
    /// ```swift
    /// let gateway = try Gateway(folder: "data", trust: file, configuration: configuration, logger: logger)
    /// try await gateway.run { address in print(address) }
    /// ```
    ///
    /// | Request | What is done |
    /// |---|---|
    /// | `POST` of `tools/call` | admitted under its mandate, recorded, passed on; or refused, and that recorded |
    /// | `POST` of another method of the protocol | passed on |
    /// | `GET`, `DELETE` | passed on: the server's stream, the end of a session |
    /// | `GET /health`, `GET /metrics` | the gateway's own |
    ///
    /// **What is recorded.** A mandate whose `sub` is this server is a task: the call is carried out once, and its
    /// record is the mandate's ACT record. A mandate whose `sub` is the calling agent comes with every call: the record
    /// is an ECT with `mnd_hash`. `inp_hash` and `out_hash` are of the octets of the request's and the response's
    /// content. An answer is given out when its record is in the ledger; a stream ends when it is. The refusal of a
    /// message that was read is recorded by an ECT without `mnd_hash`.
    ///
    /// **After a crash.** Before a call is passed on, it is durable that it was started. A call that was not recorded
    /// gets a record with the status `failed` and the code `result-unknown` when the gateway starts again.
    public final class Gateway: Sendable {
        private let configuration: GatewayConfiguration
        private let trust: TrustStore
        private let ledger: Ledger
        private let journal: CallJournal
        private let recorder: CallRecorder
        private let responder: GatewayResponder
        private let lock: FolderLock
        private let logger: Logger
        private let clock: @Sendable () -> Int64

        /// Opens the data folder, or makes it, and prepares everything; `run` listens.
        ///
        /// - Parameters:
        ///   - folder: the data folder with `ledger.db` and `journal.db`; one gateway works in it at a time.
        ///   - trust: whose keys may say what; the gateway's own must be listed.
        ///   - configuration: who the gateway is, what stands behind it and what it takes.
        ///   - metrics: where it measures itself.
        ///   - logger: where it says what happens; never contents, never tokens.
        ///   - clock: the present time, in seconds since 1970.
        public init(
            folder: String, trust: TrustFile, configuration: GatewayConfiguration,
            metrics: PrometheusMetrics = PrometheusMetrics(), logger: Logger,
            clock: @escaping @Sendable () -> Int64
        ) throws(GatewayError) {
            try configuration.check()
            guard Self.lists(trust, configuration) else { throw .keyNotTrusted(configuration.identity) }
            lock = try FolderLock(folder)
            self.configuration = configuration
            self.trust = TrustStore(trust)
            self.logger = logger
            self.clock = clock
            (ledger, journal) = try Self.open(folder)
            recorder = try CallRecorder(configuration, ledger: ledger)
            let metrics = GatewayMetrics(metrics)
            let inFlight = CallsInFlight(limit: configuration.calls)
            let evidence = EvidenceKeeper(ledger, of: configuration.identity)
            let admission = CallAdmission(
                configuration: configuration,
                intake: try Self.intake(self.trust, configuration, folder),
                journal: journal, evidence: evidence)
            do {
                responder = GatewayResponder(
                    configuration: configuration, admission: admission,
                    calls: CallProxy(
                        configuration: configuration,
                        transport: try CurlTransport(
                            configuration.settings(configuration.calls, sendsOnce: true)),
                        recorder: recorder, journal: journal, evidence: evidence, inFlight: inFlight,
                        metrics: metrics, logger: logger, clock: clock),
                    messages: MessageProxy(
                        messages: try CurlTransport(configuration.settings(configuration.calls)),
                        streams: try CurlTransport(
                            configuration.settings(configuration.streams, isUnending: true)),
                        open: OpenStreams(limit: configuration.streams), seconds: configuration.streamSeconds),
                    room: ContentRoom(limit: configuration.heldOctets),
                    rate: RateLimit(perSecond: configuration.requestsPerSecond),
                    refusals: RateLimit(perSecond: configuration.refusalsPerSecond), metrics: metrics,
                    logger: logger, clock: clock)
            } catch {
                throw .upstream(error)
            }
        }

        /// Records what an earlier process left open, then listens until the process gets SIGTERM or SIGINT, or the
        /// task is cancelled. Calls in flight are finished and recorded, within the limit of time for that; those that
        /// are left then are ended, and recorded as they are.
        ///
        /// - Parameter listening: called once, with the address of the MCP endpoint.
        public func run(listening: @escaping @Sendable (String) -> Void) async throws(GatewayError) {
            defer { journal.close() }
            try await recover()
            let (path, limit) = (configuration.path, configuration.listener.stopSeconds)
            let (streams, calls) = (responder.messages.open, responder.calls.inFlight)
            // The calls that are left are ended by the gateway, so that their clients get an answer.
            var listener = configuration.listener
            listener.stopSeconds += Self.afterCalls
            let server = HTTPServer(responder, listener, logger: logger)
            let result = await withTaskCancellationHandler {
                await Self.result {
                    () throws(HTTPServerError) in
                    try await server.run {
                        listening($0 + path)
                    } stopping: {
                        streams.stop()
                        Task {
                            try await Task.sleep(for: .seconds(limit))
                            await calls.endAll()
                        }
                    }
                }
            } onCancel: {
                streams.stop()
                Task { await calls.endAll() }
            }
            await calls.endAll()
            do { try result.get() } catch { throw .listener(error) }
        }

        /// How long the answers of calls that were ended may take to go out, in seconds.
        private static let afterCalls: Int64 = 5

        private static func result(
            _ run: () async throws(HTTPServerError) -> Void
        ) async -> Result<Void, HTTPServerError> {
            do { return .success(try await run()) } catch { return .failure(error) }
        }

        private func recover() async throws(GatewayError) {
            do {
                let report = try await Recovery(journal: journal, recorder: recorder, trust: trust)
                    .run(at: NumericDate(clamping: clock()))
                guard report != Recovery.Report() else { return }
                logger.warning(
                    "calls were in flight when the gateway ended",
                    metadata: [
                        "recorded": "\(report.recorded)", "unknown": "\(report.unknown)",
                        "failures": "\(report.failures.joined(separator: "; "))",
                    ])
            } catch {
                throw .storage(error)
            }
        }

        private static func intake(
            _ trust: TrustStore, _ configuration: GatewayConfiguration, _ folder: String
        ) throws(GatewayError) -> any AuthorityIntake {
            guard !configuration.allowsUnbound else {
                return UnboundIntake(
                    trust: trust, identity: configuration.identity, audiences: configuration.audiences,
                    rootIssuers: configuration.rootIssuers, tokenOctets: configuration.tokenOctets)
            }
            do {
                // Nonces live for minutes: that the end of the process does not forget them is enough.
                let replay = try SQLiteReplayStore(
                    path: "\(folder)/\(Files.replay)", durability: .process)
                return WorkloadIntake(trust: trust, configuration, replay: replay)
            } catch {
                throw .storage(error)
            }
        }

        private static func open(_ folder: String) throws(GatewayError) -> (Ledger, CallJournal) {
            let path = "\(folder)/\(Files.journal)"
            do {
                let ledger = try Ledger.open("\(folder)/\(Files.ledger)")
                if !FileManager.default.fileExists(atPath: path), try ledger.size() > 0 {
                    throw GatewayError.journalMissing
                }
                return (ledger, try CallJournal(path: path))
            } catch let error as GatewayError {
                throw error
            } catch let error as LedgerError {
                throw .storage(error)
            } catch {
                throw .folder(path: path, reason: "\(error)")
            }
        }

        /// The files of a data folder.
        public enum Files {
            /// The ledger, for `actect audit` and `actect ledger`.
            public static let ledger = "ledger.db"
            /// What calls were started, and how often.
            public static let journal = "journal.db"
            /// Nonces of requests and identifiers of presented tokens, as long as they could come again.
            public static let replay = "replay.db"
        }

        private static func lists(_ trust: TrustFile, _ configuration: GatewayConfiguration) -> Bool {
            let own = configuration.key.publicJWK
            return trust.issuers[configuration.identity]?.keys.contains {
                $0.publicKey == own.publicKey && $0.effectiveKeyID == own.effectiveKeyID
            } ?? false
        }
    }

    extension GatewayConfiguration {
        /// How the server behind is reached.
        fileprivate func settings(
            _ concurrency: Int, sendsOnce: Bool = false, isUnending: Bool = false
        ) -> CurlSettings {
            var limits = HTTPLimits.standard
            limits.total = isUnending ? .seconds(86_400) : .seconds(callSeconds)
            limits.content = isUnending ? .max : answerOctets
            return CurlSettings(limits: limits, concurrency: concurrency, sendsOnce: sendsOnce)
        }
    }
#endif
