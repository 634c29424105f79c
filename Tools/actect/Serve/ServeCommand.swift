#if Service
    import ArgumentParser
    import Encoding
    import Glibc
    import HTTPServer
    import Ledger
    import Logging
    import TransparencyService
    import Trust

    /// Runs a transparency service, or checks what one has stored.
    struct ServeCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Run a transparency service (SCITT, SCRAPI -11) on this machine, or check its log.",
            discussion: """
                The first line of standard output is a JSON object with the address, for programs that start the \
                service with port 0: {"address", "service", "fingerprints", "checkpoint_key", "pid"}. How it is \
                pinned by those who verify its receipts is printed after it, and stands in \
                DIR/service-trust.json. The log goes to standard error, one JSON object a line.

                  actect serve --data DIR --trust trust.json --port 8080
                  actect serve --data DIR --port 0               # for demonstrations
                  actect serve --fsck DIR --checkpoint kept.note --checkpoint-key KEY \\
                    --pinned trust.json

                The service listens on 127.0.0.1 and speaks plain HTTP. To be reached from elsewhere, it needs \
                --tls-certificate and --tls-key, or a proxy in front of it that does TLS. GET /metrics is for \
                Prometheus, and guarded by --token-file; GET /health is open. It stops on SIGTERM or SIGINT, \
                finishing the requests in flight; kill -9 loses nothing that was answered. DIR has its keys, which \
                nobody else may read, and its log; a copy of DIR that is older than the log must never go on in its place, since it \
                would sign a second history.

                Exit status: 0 stopped as asked, or intact (--fsck); 1 the log is damaged (--fsck).
                """)

        @Option(help: ArgumentHelp("The data folder; it is made where there is none.", valueName: "dir"))
        var data: String?

        @Option(
            help: ArgumentHelp("Check the log in this folder instead: re-hash everything.", valueName: "dir"))
        var fsck: String?

        @OptionGroup var registration: RegistrationOptions
        @OptionGroup var tls: TLSOptions
        @OptionGroup var limits: ServeLimits
        @OptionGroup var witness: WitnessOptions
        @OptionGroup var output: OutputOptions

        @Option(help: "The port to listen on; 0 for a free one.")
        var port = 8080

        @Option(help: "The address to listen on.")
        var host = "127.0.0.1"

        @Option(
            help: ArgumentHelp(
                "The name of the service, iss of its receipts; by default urn:uuid: and a new UUID.",
                valueName: "id"))
        var service: String?

        @Option(
            help: ArgumentHelp(
                "A file with the bearer token that clients must bring, of 16 characters or more.",
                valueName: "file"))
        var tokenFile: String?

        @Option(help: "What is logged: trace, debug, info, notice, warning, error or critical.")
        var logLevel = Logger.Level.info.rawValue

        func run() async throws {
            switch (data, fsck) {
            case (let folder?, nil): try await serve(folder)
            case (nil, let folder?): try check(folder)
            default: throw CommandFailure(.usage, "give either --data or --fsck")
            }
        }

        private func serve(_ folder: String) async throws(CommandFailure) {
            guard let level = Logger.Level(rawValue: logLevel) else {
                throw CommandFailure(.usage, "--log-level: \(ExactString(logLevel).quoted) is no level")
            }
            let logger = Logger(label: "actect.serve") { _ in
                JSONLogHandler(level: level) { line in
                    Console.write(String(decoding: line, as: UTF8.self), to: STDERR_FILENO)
                }
            }
            let name = try service.map { text throws(CommandFailure) in
                try Value.identifier(text, "--service")
            }
            let configuration = try settings()
            let policy = try registration.policy(isLoopback: configuration.listener.isLoopback)
            if case .anyone = policy.admission {
                logger.warning(
                    "DEMONSTRATION ONLY: statements of anybody are registered, and no signature is verified")
            }
            if !configuration.listener.isLoopback, configuration.listener.tls == nil {
                logger.warning(
                    "plain HTTP on an address that others reach: give --tls-certificate, or put a proxy in front"
                )
            }
            do throws(ServiceError) {
                let service = try TransparencyService(
                    folder: folder, service: name, policy: policy, configuration: configuration,
                    logger: logger, clock: { Int64(time(nil)) })
                let trust = try service.trustFile
                try write(trust, to: "\(folder)/\(StatementLog.Files.trust)")
                try await service.run { address in
                    announce(service, at: address, trust, in: folder)
                    logger.notice("listening", metadata: ["address": "\(address)"])
                }
                logger.notice("stopped")
            } catch {
                throw CommandFailure(error)
            }
        }

        private func settings() throws(CommandFailure) -> ServiceConfiguration {
            var configuration = ServiceConfiguration()
            configuration.listener.host = host
            configuration.listener.port = port
            configuration.listener.tls = try tls.files()
            limits.apply(to: &configuration)
            if let tokenFile {
                configuration.bearerToken = String(decoding: try Files.line(tokenFile), as: UTF8.self)
            }
            return configuration
        }

        private func write(_ trust: TrustFile, to path: String) throws(ServiceError) {
            do { try Files.write(trust.encode() + [0x0A], to: path) } catch {
                throw .file(path: path, reason: error.message)
            }
        }

        /// The address for programs, then what to do with it for people.
        private func announce(
            _ service: TransparencyService, at address: String, _ trust: TrustFile, in folder: String
        ) {
            let fingerprints = trust.services.values.flatMap(\.keys).compactMap(\.fingerprint)
            Console.print([
                "address": .string(ExactString(address)), "service": .string(service.log.service),
                "fingerprints": .array(fingerprints.map { .string(ExactString($0)) }),
                "checkpoint_key": .string(ExactString(service.log.noteVerifier.text)),
                "pid": .integer(Int64(getpid())),
            ])
            guard !output.json else { return }
            let named = fingerprints.map { "--fingerprint \($0)" }.joined(separator: " ")
            Console.print(
                """
                Whoever verifies receipts pins this service once:
                  actect trust add-service --trust trust.json --from \(folder)/\(StatementLog.Files.trust)
                  actect trust add-service --trust trust.json --url \(address) \(named)
                Then records can be anchored here:
                  actect anchor tokens.txt --service \(address) --trust trust.json --ledger ledger.db
                Checkpoints (\(address)/checkpoint) are signed with:
                  \(service.log.noteVerifier.text)
                """)
        }

        private func check(_ folder: String) throws {
            var progress = ProgressLine("entries", isQuiet: output.json)
            let pinned = try witness.pinnedServices()
            let report: LogReport
            do throws(ServiceError) {
                report = try LogVerification.run(folder, against: witness.witness(), pinned: pinned) {
                    progress.show(Int($0))
                }
            } catch .log(.cannotOpen) {
                throw CommandFailure(.noInput, "\(folder) has no log of a service that can be opened")
            } catch {
                throw CommandFailure(error)
            }
            progress.end()
            if output.json {
                Console.print(report.json)
            } else {
                for fault in report.faults {
                    Console.print("\(fault.code): \(Console.safe(ExactString("\(fault)")))")
                }
                if report.faultsOmitted > 0 { Console.print("and \(report.faultsOmitted) more") }
                Console.print(
                    "\(report.isIntact ? "intact" : "DAMAGED"): \(report.entries) entries, "
                        + "\(report.receipts) receipts and \(report.roots) roots verified"
                        + (report.isCompared ? ", compared with the checkpoint" : ""))
            }
            guard report.isIntact else { throw ExitCode(ExitStatus.invalid.rawValue) }
        }
    }
#endif
