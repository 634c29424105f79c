#if Service
    import ArgumentParser
    import Encoding
    import Gateway
    import HTTPServer
    import HTTPTransport
    import Ledger
    import Trust

    /// Who the gateway is, and what stands behind it.
    struct GatewayServerOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "The MCP server's endpoint; the gateway serves the same path. http only on this machine.",
                valueName: "url"))
        var upstream: String

        @Option(help: ArgumentHelp("The data folder; it is made where there is none.", valueName: "dir"))
        var data: String

        @Option(
            help: ArgumentHelp(
                "The trust file: keys of mandates' issuers, of trust domains, and of the gateway.",
                valueName: "file"))
        var trust: String

        @Option(
            help:
                "The name of the server and its gateway: iss of the records, aud of mandates and of requests."
        )
        var id: String

        @Option(help: ArgumentHelp("The private key that signs the records: a JWK file.", valueName: "file"))
        var key: String

        @Option(help: "Who may issue root mandates; may be given several times.")
        var root: [String]

        @Option(help: "A further name of the server, as of --id; may be given several times.")
        var aud: [String] = []

        @Option(help: "Who verifies the records besides the mandate's parties; may be given several times.")
        var auditor: [String] = []

        @Option(
            help: ArgumentHelp(
                "A JSON file that says which action each tool is, and which arguments are facts: {\"tool\": {\"action\": \"a.b\", \"resource\": \"uri\", \"amount\": {\"value\": \"price\", \"currency\": \"currency\"}, \"sensitivity\": \"internal\"}}.",
                valueName: "file"))
        var tools: String?

        @Option(
            help: ArgumentHelp(
                "A method besides those of MCP that is passed on without a mandate; may be given several times.",
                valueName: "method"))
        var pass: [String] = []

        @Option(help: "An Origin of browsers that is taken; may be given several times.")
        var origin: [String] = []

        @Flag(
            help: "For trying out on this machine: take mandates without proof of who sends them.")
        var allowUnbound = false

        @Flag(help: "Refuse a call that does not come with a record of its caller (ECT or ACT).")
        var requireRecord = false

        func trustFile() throws(CommandFailure) -> TrustFile { try TrustOptions.file(trust) }

        func configuration() throws(CommandFailure) -> GatewayConfiguration {
            let url: HTTPURL
            do { url = try HTTPURL(parsing: upstream) } catch {
                throw CommandFailure(.usage, "--upstream: \(error)")
            }
            var roots: Set<ExactString> = []
            for text in root { roots.insert(try Value.identifier(text, "--root")) }
            var configuration = GatewayConfiguration(
                upstream: url, identity: try Value.identifier(id, "--id"),
                key: try KeyOptions.privateKey(key), rootIssuers: roots)
            for text in aud { configuration.audience.insert(try Value.identifier(text, "--aud")) }
            for text in auditor { configuration.auditors.append(try Value.identifier(text, "--auditor")) }
            if let tools {
                let octets = try Files.read(tools)
                do { configuration.tools = try ToolMap(parsing: octets) } catch {
                    throw CommandFailure(.malformedData, "\(tools): \(error)")
                }
            }
            configuration.passedMethods = Set(pass.map { ExactString($0) })
            configuration.origins = Set(origin)
            configuration.allowsUnbound = allowUnbound
            configuration.requiresPresentedRecord = requireRecord
            return configuration
        }
    }

    /// How much the gateway takes.
    struct GatewayLimits: ParsableArguments {
        @Option(help: ArgumentHelp("The most calls at once.", valueName: "n"))
        var calls = 256

        @Option(help: ArgumentHelp("The most server streams (GET) at once.", valueName: "n"))
        var streams = 256

        @Option(help: ArgumentHelp("How long a call may take.", valueName: "seconds"))
        var callTime: Int64 = 600

        @Option(
            help: ArgumentHelp("How long calls in flight may take to end at a stop.", valueName: "seconds"))
        var stopTime: Int64 = 10

        @Option(help: ArgumentHelp("The most octets of a message to the server.", valueName: "octets"))
        var maxRequest = 4 << 20

        @Option(
            help: ArgumentHelp("The most octets of an answer that are looked into.", valueName: "octets"))
        var maxInspected = 1 << 20

        @Option(
            help: ArgumentHelp("The most requests a second from one address; 0 for no limit.", valueName: "n")
        )
        var rate = 1000

        @Option(
            help: ArgumentHelp(
                "The most refusals a second that are recorded for one address; 0 for no limit.",
                valueName: "n"))
        var recordedRefusals = 20

        func apply(to configuration: inout GatewayConfiguration) {
            configuration.calls = calls
            configuration.streams = streams
            configuration.callSeconds = callTime
            configuration.listener.stopSeconds = stopTime
            configuration.requestOctets = maxRequest
            configuration.inspectedOctets = maxInspected
            configuration.requestsPerSecond = rate
            configuration.refusalsPerSecond = recordedRefusals
        }
    }

    extension CommandFailure {
        /// An error of the gateway, with the exit status of its kind.
        init(_ error: GatewayError) {
            let status: ExitStatus =
                switch error {
                case .settingInvalid, .listener(.settingInvalid), .keyNotTrusted, .folderInUse: .usage
                case .folder, .journalMissing, .storage(.cannotOpen), .listener(.tls): .noInput
                case .keyUnsuitable, .toolMap, .storage(.notALedger), .storage(.newerVersion): .malformedData
                case .upstream(.notEncrypted), .upstream(.requestInvalid): .usage
                case .storage, .listener(.address), .upstream: .inputOutput
                }
            self.init(status, "\(error)")
        }
    }
#endif
