import ArgumentParser
import Claims
import ECT
import Encoding
import Glibc

/// `actect ect`
struct ECTCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ect",
        abstract: "Record a task as an Execution Context Token; prints the token.",
        discussion: """
            The lifetime is 10 minutes, or what ECT_DEFAULT_EXPIRY_MIN says. \
            An ECT claims that its issuer carried out a task; it is no authorization.
            """)

    @OptionGroup var time: TimeOptions
    @OptionGroup var content: ContentOptions

    @Option(help: ArgumentHelp("The private key that signs: a JWK file.", valueName: "file"))
    var key: String?

    @Option(help: "Who carried the task out, such as spiffe://example.com/agent/a.")
    var iss: String?

    @Option(help: "Who is expected to verify; may be given several times.")
    var aud: [String] = []

    @Option(help: "The task's identifier, a UUID; a fresh one where it is not given.")
    var jti: String?

    @Option(help: "The workflow, a UUID.")
    var wid: String?

    @Option(help: ArgumentHelp("The mandate under which it was done.", valueName: "file"))
    var mandate: String?

    @Option(help: ArgumentHelp("Extensions: a JSON object.", valueName: "json"))
    var ext: String?

    @Flag(help: "Make an unsigned ECT (L1), for one trust domain whose transport is authenticated.")
    var unsigned = false

    func validate() throws {
        if unsigned == (key != nil) { throw ValidationError("give --key, or --unsigned") }
        if !unsigned, iss == nil || aud.isEmpty {
            throw ValidationError("a signed ECT needs --iss and --aud")
        }
    }

    func run() throws {
        let now = try time.present()
        let lifetime = try ECTEnvironment.configuration().lifetimeMinutes * 60
        let identifier = try jti.map { try Value.uuid($0, "--jti") } ?? Value.freshUUID()
        let claims = ExecutionClaims(
            issuer: try iss.map { try Value.identifier($0, "--iss") },
            audience: aud.isEmpty ? nil : try Value.audience(aud, "--aud"), issuedAt: now,
            expiration: now.advanced(by: lifetime), identifier: identifier,
            workflow: try wid.map { try Value.uuid($0, "--wid") }, action: ExactString(content.action),
            predecessors: try content.predecessors(of: identifier), inputHash: try content.inputHash(),
            outputHash: try content.outputHash(),
            mandateHash: try mandate.map { ContentHash(of: try Files.token($0)) },
            extensions: try extensions())
        do {
            if let key {
                Console.print(try ECTIssuer(key: KeyOptions.privateKey(key)).issue(claims))
            } else {
                Console.print(try ECTIssuer.unsigned(claims))
            }
        } catch let error as ECTError {
            throw CommandFailure(.invalid, "\(error.requirement.name): \(error)")
        }
    }

    private func extensions() throws(CommandFailure) -> JSONValue? {
        guard let ext else { return nil }
        do { return try JSONDocument(parsing: ext).root.value } catch {
            throw CommandFailure(.usage, "--ext: \(error)")
        }
    }
}

/// The environment variables that configure ECTs.
enum ECTEnvironment {
    /// The configuration that they make; a value out of range ends the program.
    static func configuration() throws(CommandFailure) -> ECTConfiguration {
        var variables: [String: String] = [:]
        for variable in ECTConfiguration.Variable.allCases {
            if let value = getenv(variable.rawValue) { variables[variable.rawValue] = String(cString: value) }
        }
        do { return try ECTConfiguration(environment: variables) } catch {
            throw CommandFailure(.usage, "\(error)")
        }
    }
}
