import ACT
import Audit
import Claims
import ECT
import Encoding
import Glibc
import Trust

extension Testee {
    static func verifyACT(_ request: Request) throws(Refusal) -> Answer {
        let token = try request.token()
        var policy = ACTPolicy(
            mode: try isLive(request) ? .live : .audit, now: try now(request), audience: try audience(request)
        )
        switch try request.optionalString("require")?.string {
        case nil: break
        case "authorized"?: policy.requiresAuthorized = true
        default: throw .badRequest("'require' is 'authorized'")
        }
        let verifier = ACTVerifier(trust: try trust(request), policy: policy)
        let mandates = try mandates(request, verifier)
        do {
            switch try verifier.verify(token, mandates: mandates, approvals: request.tokens("approvals")) {
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
        } catch let error as ACTError {
            throw Refusal(error.code, "\(error)", requirement: error.requirement.name)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw .badRequest("\(error)")
        }
    }

    static func verifyECT(_ request: Request) throws(Refusal) -> Answer {
        let token = try request.token()
        let store = try trust(request)
        // Without a stated minimum, any level is answered.
        var minimum = AssuranceLevel.level1
        if let stated = try level(request) { minimum = stated }
        var policy = ECTPolicy(
            mode: try isLive(request) ? .live : .audit, now: try now(request),
            audience: try audience(request),
            minimumLevel: minimum)
        switch try request.optionalString("compatibility")?.string {
        case nil, "current"?: break
        case "draft-00"?: policy.readsDraft00 = true
        default: throw .badRequest("'compatibility' is 'current' or 'draft-00'")
        }
        let mandates = try mandates(
            request,
            ACTVerifier(trust: store, policy: ACTPolicy(mode: .audit, now: policy.now, audience: [])))
        do {
            let ect = try ECTVerifier(trust: store, policy: policy).verify(
                token, mandates: { mandates.evidence(for: $0) })
            return [("level", text(ect.level.description)), ("verdict", text(ect.verdict.rawValue))]
        } catch {
            throw Refusal(error.code, "\(error)", requirement: error.requirement.name)
        }
    }

    // MARK: Members of requests

    private static func trust(_ request: Request) throws(Refusal) -> TrustStore {
        let node = try request.node("trust")
        do { return TrustStore(try TrustFile(parsing: node)) } catch { throw Refusal(error.code, "\(error)") }
    }

    /// The mandate of a record and its ancestors, verified.
    private static func mandates(_ request: Request, _ verifier: ACTVerifier) throws(Refusal) -> MandateSet {
        var tokens = try request.tokens("mandates")
        if let mandate = try request.optionalString("mandate") { tokens.append(Array(mandate.utf8)) }
        return MandateSet(verifying: tokens, with: verifier)
    }

    private static func isLive(_ request: Request) throws(Refusal) -> Bool {
        switch try request.optionalString("mode")?.string {
        case nil, "live"?: true
        case "audit"?: false
        default: throw .badRequest("'mode' is 'live' or 'audit'")
        }
    }

    private static func now(_ request: Request) throws(Refusal) -> NumericDate {
        guard let seconds = try request.integer("now") else { return NumericDate(clamping: Int64(time(nil))) }
        guard let now = NumericDate(seconds) else { throw .badRequest("'now' is out of range") }
        return now
    }

    /// One identifier, or several.
    private static func audience(_ request: Request) throws(Refusal) -> Set<ExactString> {
        guard let node = request.optional("audience") else { return [] }
        if let one = node.string { return [one] }
        return Set(try request.strings("audience") ?? [])
    }

    /// `L1`, `L2` or `L3`, or their numbers.
    private static func level(_ request: Request) throws(Refusal) -> AssuranceLevel? {
        guard let node = request.optional("minimum_level") else { return nil }
        let level =
            node.string.flatMap { AssuranceLevel($0.string) }
            ?? node.integer.flatMap { UInt8(exactly: $0) }.flatMap(AssuranceLevel.init(rawValue:))
        guard let level else { throw .badRequest("'minimum_level' is 'L1', 'L2' or 'L3'") }
        return level
    }
}
