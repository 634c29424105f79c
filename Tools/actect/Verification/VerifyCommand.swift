import ACT
import ArgumentParser
import Audit
import Claims
import ECT
import Encoding
import Ledger
import SCITT

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

    @Option(
        help: ArgumentHelp(
            "The outbox that receipts are kept in, beside a ledger: what is anchored is at L3.",
            valueName: "file"))
    var outbox: String?

    @Flag(name: .customLong("draft-00"), help: "Read the claim names of revision -00.")
    var draft00 = false

    enum Mode: String, ExpressibleByArgument, CaseIterable { case live, audit }
    enum Requirement: String, ExpressibleByArgument, CaseIterable { case authorized }

    func run() throws {
        var lines = try Self.opened(tokens)
        let now = try time.present()
        let evidence: LevelEvidence
        do {
            evidence = try LevelEvidence(
                for: &lines, outbox: EvidenceOptions.path(outbox, besides: nil), demand: .any,
                checkpoint: nil,
                trust: trust.file(), now: now)
        } catch let error as AuditError {
            throw error.failure
        }
        let minimum = try minimum()
        let verifier = try verifier(mandates: Self.mandates(&lines), now: now)
        var refused = 0
        var count = 0
        var progress = ProgressLine("verified")
        while true {
            let piece: [TokenLines.Line]
            do { piece = try lines.next(256) } catch { throw error.failure }
            if piece.isEmpty { break }
            for line in piece {
                defer { count += 1 }
                do throws(TokenError) {
                    let token = try verifier.verify(line.token)
                    let standing = evidence.standing(of: count).checked(
                        type: token.recordType, subject: token.recordSubject)
                    let level = token.level(with: standing)
                    if case .execution = token, let level, level < minimum {
                        throw .ect(.level(level, minimum: minimum))
                    }
                    show(line.number, token, level, standing)
                } catch {
                    refused += 1
                    show(line.number, error)
                }
                progress.show(count + 1)
            }
        }
        progress.end()
        if count == 0 { throw CommandFailure(.malformedData, "\(tokens) has no tokens") }
        if refused > 0 { throw ExitCode(ExitStatus.invalid.rawValue) }
    }

    static func opened(_ path: String) throws(CommandFailure) -> TokenLines {
        do { return try TokenLines(path: path) } catch { throw error.failure }
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
            throw error.failure
        }
    }

    private func minimum() throws(CommandFailure) -> AssuranceLevel {
        guard let level = AssuranceLevel(minimumLevel) else {
            throw CommandFailure(.usage, "--minimum-level: L1, L2 or L3")
        }
        return level
    }

    private func verifier(mandates: [[UInt8]], now: NumericDate) throws -> TokenVerifier {
        let store = try trust.store()
        let parties = Set(try audience.map { try Value.identifier($0, "--audience") })
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
            mode: mode == .live ? .live : .audit, now: now, audience: parties,
            // What is L2 by its envelope can be L3 by its evidence, which comes after.
            minimumLevel: try min(minimum(), .level2), firstUse: firstUse)
        try ECTEnvironment.configuration().apply(to: &ect)
        ect.requiresAuthorized = require == .authorized
        ect.readsDraft00 = draft00
        let actVerifier = ACTVerifier(trust: store, policy: act)
        return TokenVerifier(
            act: actVerifier, ect: ECTVerifier(trust: store, policy: ect),
            mandates: MandateSet(verifying: mandates, with: actVerifier),
            approvals: try approvals.map(Mandates.tokens) ?? [])
    }

    private func show(
        _ line: Int, _ token: VerifiedToken, _ level: AssuranceLevel?, _ standing: AnchorStandings.Standing
    ) {
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
            if let level { members.append(JSONMember("level", .string(ExactString(level.description)))) }
            if case .anchored(let anchor) = standing {
                members.append(JSONMember("receipts", .array(anchor.receiptsJSON)))
            }
            return Console.print(.object(members))
        }
        let signer = token.signer.map(Console.safe) ?? "unsigned"
        let action = token.action.map { " \(Console.safe($0))" } ?? ""
        let chain = delegation.map { $0 == "none" ? "" : ", delegation \($0)" } ?? ""
        let shown = level == .level3 && kind.hasPrefix("ect") ? "ect L3" : kind
        var anchor = ""
        if case .anchored(let evidence) = standing {
            let services = evidence.transparency.verified.map { Console.safe($0.service) }
            anchor = ", receipt of \(services.joined(separator: " and "))"
        }
        Console.print(
            "\(line): \(shown) \(token.identifier) by \(signer)\(action): \(verdict)\(chain)\(anchor)")
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
            do { store = try SQLiteReplayStore(path: path) } catch .notALedger {
                throw CommandFailure(.malformedData, "\(path) is there, and remembers no uses of tokens")
            } catch {
                throw error.failure(of: path)
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
