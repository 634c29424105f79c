import ArgumentParser
import Encoding
import HTTPTypes
import WIMSE

/// `actect http explain`
struct HTTPExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what the signatures of a request are over, without verifying anything.")

    @OptionGroup var request: RequestOptions

    func run() throws {
        let text = try request.read()
        let message = HTTPMessage.request(text.request)
        do throws(WIMSEError) {
            let signatures = try HTTPMessageSignature.all(in: message)
            guard !signatures.isEmpty else { throw .signature(.missing) }
            for signature in signatures {
                let parameters = signature.parameters
                Console.print("signature \(Console.safe(ExactString(signature.label)))")
                if let tag = parameters.tag { Console.print("  tag: \(Console.safe(ExactString(tag)))") }
                if let created = parameters.created { Console.print("  created: \(created)") }
                if let expires = parameters.expires { Console.print("  expires: \(expires)") }
                if let audience = parameters.audience {
                    Console.print("  wimse-aud: \(Console.safe(ExactString(audience)))")
                }
                Console.print("  signature base:")
                let base = try signature.base(of: message).description
                for line in base.split(separator: "\n", omittingEmptySubsequences: false) {
                    Console.print("    " + Console.safe(ExactString(String(line))))
                }
            }
            if let digest = try ContentDigest(text.request.headerFields) {
                try digest.check(MessageContent(text.content))
                Console.print("Content-Digest is that of the content")
            }
        } catch {
            throw CommandFailure(.malformedData, "\(error)")
        }
    }
}
