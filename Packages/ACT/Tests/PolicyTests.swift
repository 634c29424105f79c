import ACT
import Claims
import Encoding
import JOSE
import TestSupport
import TestTokens
import Testing

@Suite("What a policy can and cannot change")
struct PolicyTests {
    @Test(
        "a skew is at most 300 seconds and never negative, whatever the policy says",
        .verifies("ACT#req-act-skew"), arguments: [Int64.min, -1, 0, 300, 301, .max])
    func skew(seconds: Int64) throws {
        let effective = min(max(0, seconds), 300)
        var scenario = Scenario()
        scenario.policy.skew = seconds
        scenario.policy.now = NumericDate(clamping: Scenario.now + 540 + effective - 1)
        _ = try scenario.verify()
        scenario.policy.now = NumericDate(clamping: Scenario.now + 540 + effective)
        #expect(throws: ACTError.rule(.timeExp)) { try scenario.verify() }
    }

    @Test(
        "the identifiers that an audience is held against are the policy's, whatever the token says",
        .verifies("ACT#req-act-aud-configured"))
    func audience() throws {
        var scenario = Scenario()
        scenario.editRoot = { $0["aud"] = ["https://a.example", "https://b.example"] }
        scenario.policy.audience = ["https://b.example", "https://c.example"]
        _ = try scenario.verify()
        scenario.policy.audience = ["https://c.example"]
        #expect(throws: ACTError.rule(.audMatch)) { try scenario.verify() }
    }

    @Test("a record is written with pred and never with par", .verifies("ACT#req-act-compat-write"))
    func predecessors() throws {
        var verifier = ACTVerifier(trust: try LifecycleTests.store(), policy: LifecycleTests.live())
        verifier.policy.readsDraft00 = true
        let token = Array(try ACTIssuer(key: Party.alice.key).issue(LifecycleTests.claims(1, to: .bob)).utf8)
        let record = try ACTIssuer(key: Party.bob.key).record(
            verifier.mandate(token), LifecycleTests.execution())
        let payload = try JSONDocument(parsing: JWS(parsing: Array(record.utf8)).unverifiedPayload).root
        #expect(payload["pred"] != nil && payload["par"] == nil)
    }
}
