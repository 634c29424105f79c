import ArgumentParser
import Encoding
import HTTPTypes
import JOSE
import WIMSE

/// `actect http sign`
struct HTTPSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a request with a workload's key, and print it as HTTP/1.1 text.")

    @OptionGroup var request: RequestOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var time: TimeOptions

    @Option(help: ArgumentHelp("The workload identity token of the key.", valueName: "file"))
    var wit: String

    @Option(
        help: ArgumentHelp(
            "Whom the request is for; the URL without its query where it is not given.", valueName: "a"))
    var audience: String?

    @Option(help: ArgumentHelp("ECTs for Execution-Context, one a line.", valueName: "file"))
    var ect: String?

    @Option(help: ArgumentHelp("The mandate for ACT-Mandate.", valueName: "file"))
    var mandate: String?

    @Option(help: ArgumentHelp("Records for ACT-Record, one a line.", valueName: "file"))
    var record: String?

    @Option(help: "signature (RFC 9421) or wpt (a workload proof token in Authorization).")
    var proof = Proof.signature

    @Flag(help: "Print the fields alone, one a line, as curl -H @FILE takes them.")
    var fields = false

    @Flag(help: "Demand that the response is signed.")
    var signResponse = false

    @Option(help: ArgumentHelp("How long the signature counts.", valueName: "seconds"))
    var lifetime: Int64 = 60

    enum Proof: String, ExpressibleByArgument, CaseIterable { case signature, wpt }

    func run() throws {
        let text = try request.read()
        var message = text.request
        let tokens = ExecutionTokens(
            executionContext: try Self.lines(ect),
            mandate: try mandate.map { String(decoding: try Files.token($0), as: UTF8.self) },
            records: try Self.lines(record))
        let recipient = try audience.map { try Value.identifier($0, "--audience") }
        let token = String(decoding: try Files.token(wit), as: UTF8.self)
        let (privateKey, now) = (try key.privateKey(), try time.present())
        do {
            var signer = try RequestSigner(identityToken: token, key: privateKey)
            signer.lifetime = lifetime
            let content = MessageContent(text.content)
            switch proof {
            case .signature:
                _ = try signer.sign(
                    &message, content: content, audience: recipient, tokens: tokens,
                    signResponse: signResponse, at: now)
            case .wpt:
                _ = try signer.prove(&message, content: content, audience: recipient, tokens: tokens, at: now)
            }
        } catch WIMSEError.identity(.confirmationKey(.privateValueMismatch)) {
            throw CommandFailure(.malformedData, "\(key.key) is not the key that \(wit) attests")
        } catch {
            throw CommandFailure(.malformedData, "\(error)")
        }
        if fields {
            for field in message.headerFields { Console.print("\(field.name.rawName): \(field.value)") }
        } else {
            try Files.write(RequestText.write(message, text.content), to: "-")
        }
    }

    private static func lines(_ path: String?) throws(CommandFailure) -> [String] {
        guard let path else { return [] }
        return String(decoding: try Files.read(path), as: UTF8.self).split(whereSeparator: \.isNewline).map(
            String.init)
    }
}
