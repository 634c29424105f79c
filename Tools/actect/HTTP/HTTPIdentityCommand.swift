import ArgumentParser
import Claims
import Encoding
import JOSE
import WIMSE

/// `actect http identity`
struct HTTPIdentityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "Issue a workload identity token (WIT), as the identity server of a trust domain does.")

    @OptionGroup var key: KeyOptions
    @OptionGroup var time: TimeOptions

    @Option(
        help: ArgumentHelp("The workload: spiffe://DOMAIN/PATH or wimse://DOMAIN/PATH.", valueName: "uri"))
    var subject: String

    @Option(
        name: .customLong("public"),
        help: ArgumentHelp(
            "The workload's key: a JWK file; of a private key only the public part is used.",
            valueName: "file"))
    var publicKey: String

    @Option(help: ArgumentHelp("Who issues.", valueName: "uri"))
    var issuer: String?

    @Option(help: ArgumentHelp("How long the identity is attested.", valueName: "seconds"))
    var lifetime: Int64 = 3600

    func run() throws {
        guard let workload = WorkloadIdentifier(ExactString(subject)) else {
            throw CommandFailure(.usage, "--subject: \(subject) is no workload identifier")
        }
        let confirmation = try KeyFile.publicKey(publicKey)
        let now = try time.present()
        let server = WorkloadIdentityIssuer(
            key: try key.privateKey(), issuer: try issuer.map { try Value.identifier($0, "--issuer") })
        do {
            Console.print(
                try server.issue(
                    for: workload, confirming: confirmation, issuedAt: now,
                    expiration: now.advanced(by: lifetime)))
        } catch {
            throw CommandFailure(.malformedData, "\(error)")
        }
    }
}
