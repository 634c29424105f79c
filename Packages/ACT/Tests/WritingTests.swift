import ACT
import Claims
import Encoding
import JOSE
import TestSupport
import TestTokens
import Testing
import Trust

@Suite("What is written is what was read, and errors say what they mean")
struct WritingTests {
    @Test("every kind of constraint, rule and approval comes back from a mandate that is written anew")
    func constraints() throws {
        var scenario = Scenario()
        scenario.approval = .embedded
        scenario.editRoot = {
            $0["nbf"] = .integer(Scenario.now - 60)
            $0.payload[member: "cap"]?[element: 0][member: "constraints"]?[member: "params"] = [
                "a": ["eq": true], "b": ["in": ["x", 1, false]], "c": ["min": 1], "d": ["max": 2],
                "e": ["min": -1, "max": 1], "f": ["prefix": "p"],
            ]
        }
        guard case .mandate(let mandate) = try scenario.verify() else {
            Issue.record("not a mandate")
            return
        }
        let token = try ACTIssuer(key: Party.alice.key).issue(mandate.claims)
        let store = try TrustStore(TrustFile(parsing: scenario.trust.encode()))
        let again = try ACTVerifier(trust: store, policy: scenario.policy).mandate(Array(token.utf8))
        #expect(again.claims == mandate.claims)
        #expect(again.claims.encode() == mandate.claims.encode(), "sets are written in one order")
    }

    @Test("each requirement has a name and words of the draft")
    func requirements() {
        for requirement in ACTRequirement.allCases {
            #expect(requirement.name == "ACT#\(requirement.rawValue)")
            #expect(!requirement.text.isEmpty && !requirement.text.contains("{:"), "\(requirement)")
        }
        #expect(Set(ACTRequirement.allCases.map(\.text)).count == ACTRequirement.allCases.count)
    }

    @Test("errors have the code of their requirement, and a sentence")
    func errors() {
        let errors: [(ACTError, String)] = [
            (.jws(.signatureInvalid), "act-sig"), (.trust(.keyIDMissing), "act-kid"),
            (.claim(.missing("jti")), "act-jti"), (.rule(.capUnique), "act-cap-unique"),
            (.mandate(.rule(.cap)), "act-pair-mandate"), (.parent(.rule(.cap)), "act-del-parent-valid"),
            (.approval(.jws(.signatureInvalid)), "act-approval-key"),
            (.replayStoreUnavailable, "act-replay-atomic"),
            (.jws(.keyUnknown("k")), "act-trust-kid"),
            (.jws(.headerJSON(.tooManyValues(limit: 1, at: 1))), "act-size"),
        ]
        for (error, code) in errors { #expect(error.code == code) }
        #expect(Set(errors.map(\.0.description)).count == errors.count)
    }
}
