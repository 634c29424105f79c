import ACT
import ArgumentParser
import Claims
import ECT
import Encoding
import Ledger
import WIMSE

/// `actect http verify`
struct HTTPVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a request: identity, signature or proof, content, and the tokens bound to it.",
        discussion: """
            The replay store is one of this run: to refuse a request that was seen before is the server's.

            Exit status: 0 verified, 1 refused.
            """)

    @OptionGroup var request: RequestOptions
    @OptionGroup var trust: TrustOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "An audience of the receiver; may be given several times.")
    var audience: [String]

    @Option(help: "The lowest level of an ECT: L1, L2 or L3.")
    var minimumLevel = "L2"

    @Flag(help: "Refuse a request without an ECT of its sender.")
    var requireExecutionContext = false

    func run() throws {
        let text = try request.read()
        var policy = WIMSEPolicy(audiences: Set(try audience.map { try Value.identifier($0, "--audience") }))
        guard let level = AssuranceLevel(minimumLevel) else {
            throw CommandFailure(.usage, "--minimum-level: L1, L2 or L3")
        }
        policy.minimumLevel = level
        policy.requiresExecutionContext = requireExecutionContext
        let verifier = RequestVerifier(trust: try trust.store(), policy: policy, replay: MemoryReplayStore())
        let now = try time.present()
        do throws(WIMSEError) {
            show(try verifier.verify(text.request, content: MessageContent(text.content), at: now))
        } catch {
            show(error)
            throw ExitCode(ExitStatus.invalid.rawValue)
        }
    }

    private func show(_ verified: VerifiedRequest) {
        let tokens = verified.tokens
        let presented = tokens.presented.map(\.claims) + tokens.supporting.map(\.claims)
        if output.json {
            return Console.print([
                "ok": true, "workload": .string(verified.workload.workload.uri),
                "covered": .array(verified.covered.map { .string(ExactString($0)) }),
                "presented": .array(tokens.presented.map { .string($0.claims.identifier.text) }),
                "supporting": .array(tokens.supporting.map { .string($0.claims.identifier.text) }),
                "mandate": tokens.mandate.map { .string($0.claims.identifier.text) } ?? .null,
                "unbound": .integer(Int64(verified.unbound.count)),
            ])
        }
        Console.print("verified: from \(Console.safe(verified.workload.workload.uri))")
        if !verified.covered.isEmpty {
            Console.print("  covered: \(verified.covered.joined(separator: " "))")
        }
        if verified.proofToken != nil {
            Console.print(
                "  proof token: \(verified.proofToken?.otherHashes.keys.sorted().joined(separator: " ") ?? "")"
            )
        }
        for claims in presented {
            Console.print("  ECT \(claims.identifier): \(Console.safe(claims.action))")
        }
        if let mandate = tokens.mandate { Console.print("  mandate \(mandate.claims.identifier)") }
        for record in tokens.presentedRecords + tokens.supportingRecords {
            Console.print("  record \(record.mandate.identifier)")
        }
        if verified.unbound.count > 0 { Console.print("  \(verified.unbound)") }
    }

    private func show(_ error: WIMSEError) {
        if output.json {
            return Console.print([
                "ok": false, "code": .string(ExactString(error.code)),
                "status": .integer(Int64(error.status)),
                "requirement": error.requirement.map { .string(ExactString($0)) } ?? .null,
                "detail": .string(ExactString(error.description)),
            ])
        }
        Console.print(
            "refused: \(error.status) \(error.code): \(Console.safe(ExactString(error.description)))")
        Console.print("  rule: \(error.requirement ?? error.document)")
    }
}
