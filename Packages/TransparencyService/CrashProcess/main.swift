// A process for tests to kill: a transparency service on a disk that fails where it is told to.
//
//     service-crash FOLDER TRUST [FAULT OPERATION]
//
// It prints its address, and from then on counts the operations on its log: FAULT (of `DiskFault`) strikes at the
// one with that number. The fault `answer` kills the process when a registration is durable and not yet answered.

#if Service
    import Encoding
    import Foundation
    import Logging
    import TestStorage
    import TransparencyService
    import Trust

    /// Sees that a registration is durable by what the service logs, which it does before it answers.
    struct Witness: LogHandler {
        let kills: Bool
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if kills, event.message.description == "registered" { kill(getpid(), SIGKILL) }
        }
    }

    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { exit(EX_USAGE) }
    let fault = arguments.count > 4 ? arguments[3] : ""
    let operation = arguments.count > 4 ? Int(arguments[4]) ?? 0 : 0

    do {
        let disk = FaultyDisk(arguments[1])
        let octets = FileManager.default.contents(atPath: arguments[2]) ?? Data()
        let policy = try RegistrationPolicy(.trusted(TrustFile(parsing: [UInt8](octets))))
        let service = try TransparencyService(
            folder: arguments[1], service: "urn:example:service", policy: policy,
            configuration: ServiceConfiguration(),
            logger: Logger(label: "crash") { _ in Witness(kills: fault == "answer") }
        ) { Int64(time(nil)) }
        if let fault = DiskFault(rawValue: fault) { disk.arm(fault, at: operation) }
        try await service.run { address in
            FileHandle.standardOutput.write(Data("\(address)\n".utf8))
        }
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(EX_IOERR)
    }
#endif
