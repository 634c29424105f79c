import ACT
import Claims
import Encoding
import JOSE

extension FuzzTarget {
    /// A payload that a verifier accepts, signed, as a mandate is written and accepted with the same claims, and
    /// is narrower than itself; as a record it stays inside its own cap and window. Nothing unsigned is accepted.
    static let act = FuzzTarget("FuzzACT") { payload in
        let verifier = ACTVerifier(
            trust: FuzzKey.trust,
            policy: ACTPolicy(mode: .audit, now: NumericDate(clamping: FuzzKey.now), audience: []))
        try must((try? verifier.verify(payload)) == nil, "accepted without a signature")
        let token = try JWS.sign(payload, type: ACTVerifier.type, with: FuzzKey.key)
        switch try? verifier.verify(Array(token.utf8)) {
        case nil: return
        case .mandate(let mandate)?:
            let issuer = try ACTIssuer(key: FuzzKey.key)
            let again = try verifier.mandate(Array(issuer.issue(mandate.claims).utf8))
            try must(again.claims == mandate.claims, "the written mandate has other claims")
            let capabilities = mandate.claims.capabilities
            try must(capabilities.violation(asChildOf: capabilities) == nil, "not narrower than itself")
        case .record(let record)?:
            try must(record.verdict == .unproven, "authorized without a mandate")
            try must(record.mandate.capabilities[record.claims.action] != nil, "outside its cap")
            let (opens, closes) = (record.mandate.issuedAt, record.mandate.expiration)
            try must(
                (opens.advanced(by: -30)...closes.advanced(by: 30)).contains(record.claims.executedAt),
                "outside its window")
            try must(
                !record.claims.predecessors.identifiers.contains(record.mandate.identifier), "after itself")
        }
    }
}
