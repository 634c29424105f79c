#if Service
    import ArgumentParser
    import Encoding
    import HTTPServer
    import Ledger
    import TransparencyService
    import Trust

    /// Whose statements are registered.
    struct RegistrationOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "Register only what is signed with a key that this trust file trusts for its iss.",
                valueName: "file"))
        var trust: String?

        @Flag(
            help: """
                Register anybody's statements without verifying a signature: for demonstrations only. So it is \
                without --trust too, where only this machine reaches the service.
                """)
        var acceptAny = false

        @Option(help: ArgumentHelp("The most octets of a statement.", valueName: "octets"))
        var maxStatement = 1 << 20

        /// The policy; without a word about it, a service that only this machine reaches registers anybody's
        /// statements, and says so.
        func policy(isLoopback: Bool) throws(CommandFailure) -> RegistrationPolicy {
            let admission: RegistrationPolicy.Admission
            switch (trust, acceptAny) {
            case (let path?, false): admission = .trusted(try TrustOptions.file(path))
            case (nil, true): admission = .anyone
            case (nil, false) where isLoopback: admission = .anyone
            case (nil, false):
                throw CommandFailure(
                    .usage,
                    "others reach this address: say whose statements are registered, with --trust FILE")
            case (_?, true): throw CommandFailure(.usage, "--trust and --accept-any exclude each other")
            }
            do {
                return try RegistrationPolicy(admission, largestStatement: maxStatement)
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    /// How much the service takes.
    struct ServeLimits: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "The most requests to /entries a second from one address; 0 for no limit.", valueName: "n"))
        var rate = 10_000

        @Option(help: ArgumentHelp("The most connections at once.", valueName: "n"))
        var connections = 1024

        @Option(help: ArgumentHelp("How long a connection may be silent.", valueName: "seconds"))
        var idle: Int64 = 30

        @Option(help: ArgumentHelp("How long the body of a request may take.", valueName: "seconds"))
        var bodyTime: Int64 = 10

        func apply(to configuration: inout ServiceConfiguration) {
            configuration.requestsPerSecond = rate
            configuration.listener.connections = connections
            configuration.listener.idleSeconds = idle
            configuration.listener.bodySeconds = bodyTime
        }
    }

    /// What was kept elsewhere: a checkpoint, and the service's keys.
    struct WitnessOptions: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "With --fsck: a checkpoint of the service that was kept elsewhere.", valueName: "file"))
        var checkpoint: String?

        @Option(
            help: ArgumentHelp(
                "The key that the checkpoint must be signed with: name+id+key, as the service prints it.",
                valueName: "key"))
        var checkpointKey: String?

        @Option(
            help: ArgumentHelp(
                "With --fsck: a trust file that pins the service; it must publish no other keys.",
                valueName: "file"))
        var pinned: String?

        func pinnedServices() throws(CommandFailure) -> TrustFile? {
            try pinned.map { path throws(CommandFailure) in try TrustOptions.file(path) }
        }

        func witness() throws(ServiceError) -> LogVerification.Witness? {
            guard checkpoint != nil || checkpointKey != nil else { return nil }
            guard let checkpoint, let checkpointKey else {
                throw .settingInvalid("--checkpoint and --checkpoint-key go together")
            }
            let note: [UInt8]
            do { note = try Files.read(checkpoint) } catch {
                throw .file(path: checkpoint, reason: error.message)
            }
            do throws(LedgerError) {
                return try LogVerification.Witness(note: note, key: NoteVerifier(parsing: checkpointKey))
            } catch {
                throw .log(error)
            }
        }
    }

    extension CommandFailure {
        /// An error of the service, with the exit status of its kind.
        init(_ error: ServiceError) {
            let status: ExitStatus =
                switch error {
                case .settingInvalid, .listener(.settingInvalid), .serviceInvalid, .serviceDiffers: .usage
                case .file, .keyFileMissing, .logMissing, .listener(.tls): .noInput
                case .keyFileMalformed, .keyRejected, .keyUnsuitable, .keyFileExposed: .malformedData
                case .log(.cannotOpen): .noInput
                case .log(.notALedger), .log(.newerVersion), .log(.checkpointMalformed),
                    .log(.checkpointKeyUnknown), .log(.checkpointSignatureInvalid):
                    .malformedData
                case .log, .listener(.address): .inputOutput
                case .statement: .internal
                }
            self.init(status, "\(error)")
        }
    }

    extension LogReport {
        /// The report for machines.
        var json: JSONValue {
            [
                "intact": .boolean(isIntact), "entries": .integer(Int64(clamping: entries)),
                "receipts": .integer(Int64(clamping: receipts)), "roots": .integer(Int64(roots)),
                "compared": .boolean(isCompared),
                "faults": .array(
                    faults.map { fault in
                        [
                            "code": .string(ExactString(fault.code)),
                            "what": .string(ExactString(fault.description)),
                        ]
                    }),
                "faults_omitted": .integer(Int64(faultsOmitted)),
            ]
        }
    }
#endif
