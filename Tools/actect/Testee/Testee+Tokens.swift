import ACT
import Audit
import Claims
import ECT
import Encoding
import Glibc
import Synchronization
import Trust

extension Testee {
    static func verifyACT(_ request: Request) throws(Refusal) -> Answer {
        let token = try request.token()
        let store = try trust(request)
        let verifier = ACTVerifier(trust: store, policy: try actPolicy(request))
        let phase = try request.choice("phase", ["mandate", "record"])
        let mandates = try mandates(request, store)
        let approvals = try request.tokens("approvals")
        for earlier in try request.tokens("after") {
            _ = try? verify(earlier, phase, verifier, mandates, approvals)
        }
        do {
            switch try verify(token, phase, verifier, mandates, approvals) {
            case .mandate(let mandate):
                return [
                    ("phase", "mandate"), ("verdict", .null),
                    ("delegation", text(mandate.delegation.rawValue)),
                ]
            case .record(let record):
                return [
                    ("phase", "record"), ("verdict", text(record.verdict.rawValue)),
                    ("delegation", text(record.delegation.rawValue)),
                    ("unchecked", .array(record.unchecked.map(text))),
                ]
            }
        } catch {
            throw Refusal(error.code, "\(error)", requirement: error.requirement.name)
        }
    }

    private static func verify(
        _ token: [UInt8], _ phase: String?, _ verifier: ACTVerifier, _ mandates: MandateSet,
        _ approvals: [[UInt8]]
    ) throws(ACTError) -> VerifiedACT {
        switch phase {
        case "mandate"?: .mandate(try verifier.mandate(token, mandates: mandates))
        case "record"?: .record(try verifier.record(token, mandates: mandates, approvals: approvals))
        default: try verifier.verify(token, mandates: mandates, approvals: approvals)
        }
    }

    private static func actPolicy(_ request: Request) throws(Refusal) -> ACTPolicy {
        var policy = ACTPolicy(
            mode: try isLive(request) ? .live : .audit, now: try now(request),
            audience: try audience(request), firstUse: firstUses())
        policy.requiresAuthorized = try request.choice("require", ["authorized"]) != nil
        policy.requiresProvenDelegation = try request.choice("require_delegation", ["proven"]) != nil
        policy.readsDraft00 = try readsDraft00(request)
        policy.rootIssuers = try request.strings("root_issuers").map { Set($0) }
        return policy
    }

    static func verifyECT(_ request: Request) throws(Refusal) -> Answer {
        let token = try request.token()
        let store = try trust(request)
        // Without a stated minimum, any level is answered.
        var minimum = AssuranceLevel.level1
        if let stated = try level(request) { minimum = stated }
        var policy = ECTPolicy(
            mode: try isLive(request) ? .live : .audit, now: try now(request),
            audience: try audience(request), minimumLevel: minimum, firstUse: firstUses())
        policy.readsDraft00 = try readsDraft00(request)
        policy.requiresAuthorized = try request.choice("require", ["authorized"]) != nil
        let mandates = try mandates(request, store)
        let act = ACTVerifier(trust: store, policy: ACTPolicy(mode: .audit, now: policy.now, audience: []))
        let verifier = TokenVerifier(
            act: act, ect: ECTVerifier(trust: store, policy: policy), mandates: mandates,
            approvals: try request.tokens("approvals"))
        for earlier in try request.tokens("after") { _ = try? verifier.execution(earlier) }
        do {
            let ect = try verifier.execution(token)
            return [("level", text(ect.level.description)), ("verdict", text(ect.verdict.rawValue))]
        } catch {
            throw Refusal(error.code, "\(error)", requirement: error.requirement.name)
        }
    }

    // MARK: Members of requests

    static func trust(_ request: Request) throws(Refusal) -> TrustStore {
        let node = try request.node("trust")
        do { return TrustStore(try TrustFile(parsing: node)) } catch { throw Refusal(error.code, "\(error)") }
    }

    /// The mandate of a record and its ancestors, verified as in an audit. What the request demands of the
    /// token is not demanded of them.
    private static func mandates(_ request: Request, _ store: TrustStore) throws(Refusal) -> MandateSet {
        var tokens = try request.tokens("mandates")
        if let mandate = try request.optionalString("mandate") { tokens.append(Array(mandate.utf8)) }
        let policy = ACTPolicy(mode: .audit, now: try now(request), audience: [])
        return MandateSet(verifying: tokens, with: ACTVerifier(trust: store, policy: policy))
    }

    /// A replay store that lives as long as a request: it knows the tokens of `after`, and no others.
    private static func firstUses() -> FirstUse {
        let uses = FirstUses()
        return { uses.insert($0) }
    }

    private static func isLive(_ request: Request) throws(Refusal) -> Bool {
        try request.choice("mode", ["live", "audit"]) != "audit"
    }

    private static func readsDraft00(_ request: Request) throws(Refusal) -> Bool {
        try request.choice("compatibility", ["current", "draft-00"]) == "draft-00"
    }

    static func now(_ request: Request) throws(Refusal) -> NumericDate {
        guard let seconds = try request.integer("now") else { return NumericDate(clamping: Int64(time(nil))) }
        guard let now = NumericDate(seconds) else { throw .badRequest("'now' is out of range") }
        return now
    }

    /// One identifier, or several.
    static func audience(_ request: Request) throws(Refusal) -> Set<ExactString> {
        guard let node = request.optional("audience") else { return [] }
        if let one = node.string { return [one] }
        return Set(try request.strings("audience") ?? [])
    }

    /// `L1`, `L2` or `L3`, or their numbers.
    static func level(_ request: Request) throws(Refusal) -> AssuranceLevel? {
        guard let node = request.optional("minimum_level") else { return nil }
        let level =
            node.string.flatMap { AssuranceLevel($0.string) }
            ?? node.integer.flatMap { UInt8(exactly: $0) }.flatMap(AssuranceLevel.init(rawValue:))
        guard let level else { throw .badRequest("'minimum_level' is 'L1', 'L2' or 'L3'") }
        return level
    }
}

/// The uses that one request has seen.
private final class FirstUses: Sendable {
    private let seen = Mutex<Set<[ExactString]>>([])

    func insert(_ use: TokenUse) -> Bool {
        seen.withLock { $0.insert([use.scope, ExactString(use.identifier.description)]).inserted }
    }
}
