import ACT
import Claims
import Encoding
import TestSupport
import TestTokens
import Testing

@Suite("The first failure is the one named")
struct OrderTests {
    /// Changes of a record in the order of the draft's steps, each of which breaks what its name says.
    static let steps: [(ACTRequirement, @Sendable (inout TokenDraft) -> Void)] = [
        (.json, { $0.payloadOctets = $0.payload.encode() + [0x78] }),
        (.typ, { $0.header[member: "typ"] = "exec+jwt" }),
        (.crit, { $0.header[member: "crit"] = ["exp"] }),
        (.alg, { $0.header[member: "alg"] = .null }),
        (.kid, { $0.header[member: "kid"] = 1 }),
        (.sub, { $0["sub"] = nil }),
        (.iat, { $0["iat"] = "now" }),
        (.jti, { $0["jti"] = "x" }),
        (.cap, { $0["cap"] = [] }),
        (.execAct, { $0["exec_act"] = "X" }),
        (.status, { $0["status"] = "done" }),
        (.mndHash, { $0["mnd_hash"] = "x" }),
        (.errForbidden, { $0["err"] = ["code": "x"] }),
    ]

    @Test(
        "two faults of a record: the earlier step decides",
        .verifies("ACT#req-act-order", "ACT#req-act-one-reason"), arguments: steps.indices)
    func pairs(first: Int) throws {
        for second in Self.steps.indices where second > first {
            let (one, other) = (Self.steps[first], Self.steps[second])
            let refusal = Refusal(one.0, "and \(other.0)") {
                $0.subject = .record
                $0.editRecord = { draft in
                    other.1(&draft)
                    one.1(&draft)
                }
            }
            #expect(try refusal.outcome() == one.0, "before \(other.0)")
        }
    }

    /// Later steps, as changes of a whole scenario.
    static let scenarios: [(ACTRequirement, @Sendable (inout Scenario) -> Void)] = [
        (
            .sig,
            {
                $0.editCompact = { token in
                    Array(token[...(token.lastIndex(of: 0x2E) ?? 0)]) + [UInt8](repeating: 0x41, count: 86)
                }
            }
        ),
        (.timeExecTs, { $0.editRecord = { $0["exec_ts"] = .integer(Scenario.now + 31) } }),
        (.audMatch, { $0.policy.audience = ["https://other.example"] }),
        (.approvalMissing, { $0.approval = .missing }),
        (.trustRoot, { $0.policy.rootIssuers = [] }),
        (
            .pairMandate,
            {
                $0.editRoot = { draft in
                    let honest = draft.header
                    draft.signer = .mallory
                    draft.header = honest
                }
            }
        ),
        (.replay, { $0.policy.firstUse = { _ in false } }),
    ]

    @Test(
        "two faults of a scenario: the earlier step decides",
        .verifies("ACT#req-act-order", "ACT#req-act-one-reason"), arguments: scenarios.indices)
    func scenarioPairs(first: Int) throws {
        for second in Self.scenarios.indices where second > first {
            let (one, other) = (Self.scenarios[first], Self.scenarios[second])
            let refusal = Refusal(one.0, "and \(other.0)") {
                $0.subject = .record
                other.1(&$0)
                one.1(&$0)
            }
            #expect(try refusal.outcome() == one.0, "before \(other.0)")
        }
    }

    @Test(
        "a token that is refused does not use up its jti",
        .verifies("ACT#req-act-replay-atomic", "ACT#req-act-replay-retention"))
    func refusedIsNotStored() throws {
        let asked = Asked()
        for change in Self.scenarios.dropLast() {
            var scenario = Scenario()
            scenario.subject = .record
            change.1(&scenario)
            scenario.policy.firstUse = {
                asked.note($0)
                return true
            }
            #expect(throws: ACTError.self) { try scenario.verify() }
        }
        #expect(asked.uses.isEmpty)
        var scenario = Scenario()
        scenario.subject = .record
        scenario.policy.firstUse = {
            asked.note($0)
            return true
        }
        _ = try scenario.verify()
        #expect(asked.uses.map(\.scope.string) == ["act-record:\(Scenario.workflow)"])
        #expect(asked.uses.map(\.until.seconds) == [Scenario.now + 570])
    }
}

/// What a replay store was asked.
private final class Asked: @unchecked Sendable {
    private(set) var uses: [TokenUse] = []
    func note(_ use: TokenUse) { uses.append(use) }
}
