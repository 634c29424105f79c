import ACT
import ArgumentParser
import Audit
import Claims
import ECT
import Encoding
import Ledger

/// `actect verify`
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify tokens one by one, live or as an auditor.",
        discussion: """
            Live is for a party that is about to act upon the tokens: audience, expiry and age are checked, \
            and each token may be used once (across runs with --replay). Audit judges the past. \
            Mandates in the set count as at hand for its records. To check the graph as well, use audit.

            Exit status: 0 all verified, 1 some token was refused.
            """)

    @Argument(help: "A token set; - is standard input.")
    var tokens: String

    @OptionGroup var trust: TrustOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: "An identifier of the verifier, to be found in aud; may be given several times. Needed live.")
    var audience: [String] = []

    @Option(help: "live or audit.")
    var mode = Mode.audit

    @Option(help: "The lowest level of an ECT: L1, L2 or L3.")
    var minimumLevel = "L2"

    @Option(help: "Refuse records that are not shown to be authorized.")
    var require: Requirement?

    @Option(help: "Who may issue root mandates; anyone with a trusted key where it is not given.")
    var rootIssuer: [String] = []

    @Option(help: ArgumentHelp("A file with approval tokens, one a line.", valueName: "file"))
    var approvals: String?

    @Option(help: ArgumentHelp("A file that remembers which tokens were used (live).", valueName: "file"))
    var replay: String?

    @Flag(name: .customLong("draft-00"), help: "Read the claim names of revision -00.")
    var draft00 = false

    enum Mode: String, ExpressibleByArgument, CaseIterable { case live, audit }
    enum Requirement: String, ExpressibleByArgument, CaseIterable { case authorized }

    func run() throws {
        var lines = try Self.opened(tokens)
        let verifier = try verifier(mandates: Self.mandates(&lines))
        var refused = 0
        var count = 0
        var progress = ProgressLine("verified")
        while true {
            let piece: [TokenLines.Line]
            do { piece = try lines.next(256) } catch { throw CommandFailure(.inputOutput, "\(error)") }
            if piece.isEmpty { break }
            for line in piece {
                count += 1
                do throws(TokenError) {
                    show(line.number, try verifier.verify(line.token))
                } catch {
                    refused += 1
                    show(line.number, error)
                }
                progress.show(count)
            }
        }
        progress.end()
        if count == 0 { throw CommandFailure(.malformedData, "\(tokens) has no tokens") }
        if refused > 0 { throw ExitCode(ExitStatus.invalid.rawValue) }
    }

    static func opened(_ path: String) throws(CommandFailure) -> TokenLines {
        do { return try TokenLines(path: path) } catch { throw CommandFailure(.noInput, "\(error)") }
    }

    /// The mandates of the set, which may stand anywhere; a pipe is kept in a temporary file first.
    private static func mandates(_ lines: inout TokenLines) throws(CommandFailure) -> [[UInt8]] {
        do {
            if !lines.isSeekable { try lines.spool() }
            var mandates: [[UInt8]] = []
            while true {
                let piece = try lines.next(256)
                if piece.isEmpty { break }
                mandates += piece.map(\.token).filter(MandateSet.isMandate)
            }
            try lines.rewind()
            return mandates
        } catch {
            throw CommandFailure(.inputOutput, "\(error)")
        }
    }

    private func verifier(mandates: [[UInt8]]) throws -> TokenVerifier {
        let now = try time.present()
        let store = try trust.store()
        let parties = Set(try audience.map { try Value.identifier($0, "--audience") })
        guard let level = AssuranceLevel(minimumLevel) else {
            throw CommandFailure(.usage, "--minimum-level: L1, L2 or L3")
        }
        if mode == .live, parties.isEmpty { throw CommandFailure(.usage, "--mode live needs --audience") }
        let firstUse = mode == .live ? try ReplayFile.firstUse(replay, now: now) : nil
        var act = ACTPolicy(
            mode: mode == .live ? .live : .audit, now: now, audience: parties, firstUse: firstUse)
        act.requiresAuthorized = require == .authorized
        act.readsDraft00 = draft00
        if !rootIssuer.isEmpty {
            act.rootIssuers = Set(try rootIssuer.map { try Value.identifier($0, "--root-issuer") })
        }
        var ect = ECTPolicy(
            mode: mode == .live ? .live : .audit, now: now, audience: parties, minimumLevel: level,
            firstUse: firstUse)
        try ECTEnvironment.configuration().apply(to: &ect)
        ect.requiresAuthorized = require == .authorized
        ect.readsDraft00 = draft00
        let actVerifier = ACTVerifier(trust: store, policy: act)
        return TokenVerifier(
            act: actVerifier, ect: ECTVerifier(trust: store, policy: ect),
            mandates: MandateSet(verifying: mandates, with: actVerifier),
            approvals: try approvals.map(Mandates.tokens) ?? [])
    }

    private func show(_ line: Int, _ token: VerifiedToken) {
        let (kind, verdict, delegation) = token.summary
        if output.json {
            var members: [JSONMember] = [
                JSONMember("line", .integer(Int64(line))), JSONMember("ok", .boolean(true)),
                JSONMember("kind", .string(ExactString(kind))),
                JSONMember("jti", .string(token.identifier.text)),
                JSONMember("verdict", .string(ExactString(verdict))),
            ]
            if let signer = token.signer { members.append(JSONMember("signer", .string(signer))) }
            if let action = token.action { members.append(JSONMember("action", .string(action))) }
            if let delegation {
                members.append(JSONMember("delegation", .string(ExactString(delegation))))
            }
            return Console.print(.object(members))
        }
        let signer = token.signer.map(Console.safe) ?? "unsigned"
        let action = token.action.map { " \(Console.safe($0))" } ?? ""
        let chain = delegation.map { $0 == "none" ? "" : ", delegation \($0)" } ?? ""
        Console.print("\(line): \(kind) \(token.identifier) by \(signer)\(action): \(verdict)\(chain)")
    }

    private func show(_ line: Int, _ error: TokenError) {
        if output.json {
            return Console.print([
                "line": .integer(Int64(line)), "ok": false, "code": .string(ExactString(error.code)),
                "requirement": error.requirement.map { .string(ExactString($0)) } ?? .null,
                "detail": .string(ExactString(error.description)),
            ])
        }
        Console.print("\(line): REFUSED \(error.requirement ?? error.code): \(error)")
    }
}

/// Where live verification remembers which tokens were used.
enum ReplayFile {
    /// First uses kept in a file, or in this run's memory.
    static func firstUse(_ path: String?, now: NumericDate) throws -> FirstUse {
        let store: any ReplayStore
        if let path {
            do { store = try SQLiteReplayStore(path: path) } catch {
                throw CommandFailure(.cantCreate, "\(path): \(error)")
            }
        } else {
            store = MemoryReplayStore()
        }
        return { use in
            try store.firstUse(
                of: use.identifier.text, scope: use.scope, until: use.until.seconds, now: now.seconds)
        }
    }
}

extension VerifiedToken {
    /// What the token is, what came of it, and how far its delegation could be followed.
    var summary: (kind: String, verdict: String, delegation: String?) {
        switch self {
        case .mandate(let mandate): ("mandate", "verified", mandate.delegation.rawValue)
        case .record(let record): ("record", record.verdict.rawValue, record.delegation.rawValue)
        case .execution(let ect): ("ect \(ect.level)", ect.verdict.rawValue, nil)
        }
    }
}
