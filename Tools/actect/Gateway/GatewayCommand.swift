#if Service
    import ArgumentParser
    import Encoding
    import Gateway
    import Glibc
    import HTTPServer
    import HTTPTransport
    import Logging
    import Trust

    /// Runs a gateway beside an MCP server.
    struct GatewayCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gateway",
            abstract: "Stand before an MCP server: verify mandates, enforce them, record every tool call.",
            discussion: """
                The server behind needs no change. A call of tools/call is passed on when the mandate that comes with \
                it (field ACT-Mandate, or params._meta.execution_context) grants its action and arguments; what is \
                refused gets a JSON-RPC error that names the requirement. Each call and each refusal is recorded in \
                DIR/ledger.db: a call as the mandate's ACT record where its sub is --id, else as an ECT with mnd_hash; \
                a refusal as an ECT of the action gateway.refuse with the reason's code. Other methods of MCP are \
                passed on as they are.

                Callers prove who they are with a workload identity token (WIT) and an HTTP message signature or a \
                workload proof token, whose audience is --id or an --aud ("actect http sign --audience"); the trust \
                file lists the keys of their trust domains, of the mandates' issuers and of the gateway itself. The \
                caller must be the mandate's sub, or its iss where the sub is --id. --allow-unbound does without that proof: whoever \
                has a mandate may use it.

                The first line of standard output is a JSON object with the address of the MCP endpoint. The log goes \
                to standard error, one JSON object a line. The gateway listens on 127.0.0.1 and speaks plain HTTP; to \
                be reached from elsewhere, it needs --tls-certificate and --tls-key, or a proxy in front of it that \
                does TLS. GET /health and GET /metrics (for Prometheus) answer everybody. It stops on SIGTERM or SIGINT, \
                finishing and recording the calls in flight. After kill -9, the next start records the calls \
                that were in flight as failed, with the code result-unknown.

                  actect gateway --upstream http://127.0.0.1:9000/mcp --data DIR \\
                    --trust trust.json --id https://tools.example --key tools.jwk \\
                    --root https://org.example
                """)

        @OptionGroup var server: GatewayServerOptions
        @OptionGroup var tls: TLSOptions
        @OptionGroup var limits: GatewayLimits
        @OptionGroup var output: OutputOptions

        @Option(help: "The port to listen on; 0 for a free one.")
        var port = 8081

        @Option(help: "The address to listen on.")
        var host = "127.0.0.1"

        @Option(help: "What is logged: trace, debug, info, notice, warning, error or critical.")
        var logLevel = Logger.Level.info.rawValue

        func run() async throws {
            guard let level = Logger.Level(rawValue: logLevel) else {
                throw CommandFailure(.usage, "--log-level: \(ExactString(logLevel).quoted) is no level")
            }
            let logger = Logger(label: "actect.gateway") { _ in
                JSONLogHandler(level: level) { line in
                    Console.write(String(decoding: line, as: UTF8.self), to: STDERR_FILENO)
                }
            }
            var configuration = try server.configuration()
            configuration.listener.host = host
            configuration.listener.port = port
            configuration.listener.tls = try tls.files()
            limits.apply(to: &configuration)
            if configuration.allowsUnbound {
                logger.warning(
                    "TRYING OUT ONLY: mandates are not bound to requests, so whoever has one may use it")
            }
            if !configuration.listener.isLoopback, configuration.listener.tls == nil {
                logger.warning(
                    "plain HTTP on an address that others reach: give --tls-certificate, or put a proxy in front"
                )
            }
            let trust = try server.trustFile()
            if trust.anchors.isEmpty, !trust.allowsDIDKey {
                for root in configuration.rootIssuers where trust.issuers[root] == nil {
                    logger.warning(
                        "the trust file has no key of a --root, so what it issues is refused",
                        metadata: ["root": "\(root)"])
                }
            }
            do throws(GatewayError) {
                let gateway = try Gateway(
                    folder: server.data, trust: trust, configuration: configuration,
                    logger: logger, clock: { Int64(time(nil)) })
                let upstream = configuration.upstream.description
                try await gateway.run { address in
                    Console.print([
                        "address": .string(ExactString(address)), "upstream": .string(ExactString(upstream)),
                        "pid": .integer(Int64(getpid())),
                    ])
                    logger.notice("listening", metadata: ["address": "\(address)"])
                }
                logger.notice("stopped")
            } catch {
                throw CommandFailure(error)
            }
        }
    }
#endif
