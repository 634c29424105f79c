import Claims
import ECT
import Encoding
import JOSE

extension FuzzTarget {
    /// A payload that is accepted, at L1 or signed, is written and accepted with the same claims; what is accepted
    /// signed is accepted unsigned where that is allowed; and nothing is both.
    static let ect = FuzzTarget("FuzzECT") { payload in
        var policy = ECTPolicy(
            mode: .audit, now: NumericDate(clamping: FuzzKey.now), audience: [], minimumLevel: .level1,
            firstUse: nil)
        policy.predecessorLimit = Predecessors.limit
        let verifier = ECTVerifier(trust: FuzzKey.trust, policy: policy)
        let unsigned = try? verifier.verify(Base64URL.characters(of: payload.span))
        if let unsigned {
            try must(unsigned.level == .level1 && unsigned.verdict == .unproven, "more than L1")
            let again = try verifier.verify(Array(ECTIssuer.unsigned(unsigned.claims).utf8))
            try must(again.claims == unsigned.claims, "the written claims are others")
        }
        let token = try JWS.sign(payload, type: ECTVerifier.type, with: FuzzKey.key)
        if let signed = try? verifier.verify(Array(token.utf8)) {
            try must(signed.level == .level2 && signed.claims.issuer == FuzzKey.identifier, "not L2")
            try must(unsigned?.claims == signed.claims, "signed and unsigned differ")
            let issued = try ECTIssuer(key: FuzzKey.key).issue(signed.claims)
            try must(try verifier.verify(Array(issued.utf8)).claims == signed.claims, "issued claims differ")
        }
        if let raw = try? verifier.verify(payload) {
            try must(raw.level == .level1, "accepted without a signature")
        }
    }
}
