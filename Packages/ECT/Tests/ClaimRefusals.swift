import Claims
import ECT
import Encoding
import TestTokens

private let hash = ContentHash(of: [])

private func identifiers(_ count: Int) -> JSONValue {
    .array(
        (0..<count).map { .string(ExactString("33333333-3333-7333-a333-\(String(100_000_000_000 + $0))")) })
}

private func nested(_ levels: Int) -> JSONValue {
    (1..<levels).reduce(.object([])) { inner, _ in ["a": inner] }
}

private func early(
    _ requirement: ECTRequirement, _ name: String, _ edit: @escaping Scenario.Edit
) -> Refusal {
    Refusal(requirement, "-00: \(name)") {
        $0.policy.readsDraft00 = true
        $0.edit = edit
    }
}

private func mandate(_ requirement: ECTRequirement, _ name: String, _ evidence: MandateEvidence) -> Refusal {
    Refusal(requirement, "mandate: \(name)") { $0.mandates = { $0 == Scenario.mandateHash ? evidence : nil } }
}

private func at(_ seconds: Int64) -> NumericDate { NumericDate(clamping: Scenario.now + seconds) }

private struct StoreFull: Error {}

/// The draft's claims, mandate, times, audience, replay and policy.
let claimRefusals: [Refusal] =
    ["iss", "aud", "iat", "exp", "jti", "pred"].map {
        .claim(ECTRequirement(rawValue: "req-ect-\($0)") ?? .json, $0, nil)
    } + [
        .claim(.iss, "iss", 1), .claim(.iss, "iss", .null), .claim(.identifier, "iss", ""),
        .claim(.identifier, "iss", "1:x"), .claim(.identifier, "aud", ["a\u{1}"]),
        .claim(.identifier, "aud", .string(ExactString(String(repeating: "x", count: 2049)))),
        .claim(.aud, "aud", []), .claim(.aud, "aud", 1), .claim(.aud, "aud", [.null]),
        .claim(.iat, "iat", "0"), .claim(.exp, "exp", .null),
        .claim(.numericdate, "iat", .number("1e400")), .claim(.numericdate, "iat", .number("1767225540.5")),
        .claim(.numericdate, "exp", .number("2e9")), .claim(.numericdate, "iat", -1),
        .claim(.numericdate, "iat", .number("-0")),
        .claim(.numericdate, "exp", .integer(9_007_199_254_740_992)),
        .claim(.expAfterIat, "exp", .integer(Scenario.now - 60)),
        .claim(.jti, "jti", "x"), .claim(.jti, "jti", 1),
        .claim(.jti, "jti", "550E8400-E29B-41D4-A716-446655440000"),
        .claim(.jti, "jti", "550e8400e29b41d4a716446655440000"),
        .claim(.wid, "wid", "x"), .claim(.wid, "wid", .null),
        .claim(.execAct, "exec_act", nil), .claim(.execAct, "exec_act", ""), .claim(.execAct, "exec_act", 1),
        .claim(.execAct, "exec_act", .string(ExactString(String(repeating: "é", count: 65)))),
        .claim(.pred, "pred", "x"), .claim(.pred, "pred", ["x"]), .claim(.pred, "pred", [.null]),
        .claim(.predNoSelf, "pred", [.string(ExactString(Scenario.identifier))]),
        .claim(
            .predRepeat, "pred",
            [.string(ExactString(Scenario.otherID)), .string(ExactString(Scenario.otherID))]),
        .claim(.predLimit, "pred", identifiers(101)),
        Refusal(.predLimit, "pred of 257, whatever the policy says") {
            $0.policy.predecessorLimit = 1000
            $0.edit = { $0["pred"] = identifiers(257) }
        },
        .claim(.hashForm, "inp_hash", .string(ExactString("sha-256:" + hash.text.string))),
        .claim(.hashForm, "out_hash", 1), .claim(.hashForm, "mnd_hash", ""),
        .claim(.hashForm, "out_hash", .string(ExactString(hash.text.string + "="))),
        .claim(.ext, "ect_ext", []), .claim(.ext, "ect_ext", .null),
        .claim(.extSize, "ect_ext", ["x": .string(ExactString(String(repeating: "x", count: 4089)))]),
        .claim(.extDepth, "ect_ext", nested(6)),
        .claim(.extDepth, "ect_ext", ["a": [[[[[]]]]]]),
        .claim(.noSub, "sub", "https://bob.example"), .claim(.noSub, "sub", .null),
        .claim(.noPolicy, "pol", "x"), .claim(.noPolicy, "pol_decision", "approved"),
        .claim(.oldNames, "par", []), .claim(.oldNames, "ext", .object([])),
        early(.compatBoth, "par and pred") { $0["par"] = [] },
        early(.compatBoth, "ext and ect_ext") { $0["ext"] = .object([]) },
        early(.pred, "par of no UUIDs") {
            $0["pred"] = nil
            $0["par"] = ["x"]
        },
        early(.pred, "neither par nor pred") {
            $0["pred"] = nil
            $0["ect_ext"] = nil
            $0["ext"] = .object([])
        },
        early(.predLimit, "par of 101") {
            $0["pred"] = nil
            $0["par"] = identifiers(101)
        },
        early(.predNoSelf, "par with itself") {
            $0["pred"] = nil
            $0["par"] = [.string(ExactString(Scenario.identifier))]
        },
        early(.extSize, "ext too large") {
            $0["ect_ext"] = nil
            $0["ext"] = ["x": .string(ExactString(String(repeating: "x", count: 4089)))]
        },
        early(.extDepth, "ext too deep") {
            $0["ect_ext"] = nil
            $0["ext"] = nested(6)
        },
        early(.ext, "ext no object") {
            $0["ect_ext"] = nil
            $0["ext"] = "x"
        },
        .policy(.audMatch, "meant for another") { $0.audience = ["https://other.example"] },
        .policy(.audMatch, "live without an identifier of its own") { $0.audience = [] },
        Refusal(.audMatch, "L1: meant for another") {
            $0.isSigned = false
            $0.policy.audience = ["https://other.example"]
        },
        .policy(.audAudit, "an audit as another party") {
            $0.audience = ["https://other.example"]
            $0.mode = .audit
        },
        .policy(.expPassed, "at exp") { $0.now = at(540) },
        Refusal(.expPassed, "L1: at exp") {
            $0.isSigned = false
            $0.policy.now = at(540)
        },
        Refusal(.iatAge, "901 seconds old") {
            $0.edit = { $0["iat"] = .integer(Scenario.now - 901) }
        },
        .policy(.iatFuture, "31 seconds ahead") { $0.now = at(-91) },
        .policy(.iatFuture, "31 seconds ahead, in an audit") {
            $0.now = at(-91)
            $0.mode = .audit
        },
        .policy(.replay, "seen before") { $0.firstUse = { _ in false } },
        Refusal(.replay, "L1: seen before") {
            $0.isSigned = false
            $0.policy.firstUse = { _ in false }
        },
        .policy(.replayFull, "the store is full") { $0.firstUse = { _ in throw StoreFull() } },
        mandate(.mndValid, "refused", .refused("it expired")),
        mandate(.mndAction, "another action", Scenario.mandate(action: "review")),
        Refusal(.mndAction, "mandate: exec_act is no action at all") {
            $0.edit = { $0["exec_act"] = "Review Spec" }
            $0.mandates = { _ in Scenario.mandate() }
        },
        mandate(.mndWindow, "not yet open", Scenario.mandate(opens: -29)),
        mandate(.mndWindow, "closed", Scenario.mandate(closes: -91)),
        mandate(.mndWindow, "the action not yet open", Scenario.mandate(notBefore: -29)),
        mandate(.mndWindow, "the action closed", Scenario.mandate(notAfter: -91)),
        mandate(.mndParty, "of another agent", Scenario.mandate(subject: "https://mallory.example")),
        mandate(.mndWorkflow, "of another workflow", Scenario.mandate(workflow: Scenario.otherID)),
        mandate(.mndApproval, "the action is not approved", Scenario.mandate(approvals: [])),
        mandate(.mndApproval, "approved too late", Scenario.mandate(approvals: [-29...100])),
        mandate(.mndApproval, "approved until before", Scenario.mandate(approvals: [-200 ... -91])),
        .policy(.mndRequired, "authorized is demanded") { $0.requiresAuthorized = true },
        Refusal(.mndRequired, "L1: authorized is demanded, and the mandate is at hand") {
            $0.isSigned = false
            $0.policy.requiresAuthorized = true
            $0.mandates = { _ in Scenario.mandate() }
        },
    ]

/// What no token and no policy can make a verifier name: rules for issuers, transports, ledgers, graphs of
/// several records, statements and receipts; and freedoms.
let elsewhere: Set<ECTRequirement> = Set(
    ECTRequirement.allCases.filter { requirement in
        let groups = [
            "http", "ledger", "dag", "statement", "batch", "receipt", "anchor", "priv", "config", "wit",
            "effective",
            "bundle", "l3-",
        ]
        return groups.contains { requirement.rawValue.hasPrefix("req-ect-\($0)") }
    }
).union([
    // What an issuer or a deployment does.
    .l1Domain, .minimumStated, .typWrite, .algSupport, .lifetime, .jtiFresh, .jtiRandom, .inpHash, .outHash,
    .mndHash,
    .extNames, .compatWrite, .l1Envelope, .l2Envelope,
    // What a verifier does with any token.
    .l1Identity, .detect, .minimumSender, .unknownClaims, .extUnknown, .compatSwitch, .compatRead, .order,
    .error,
    .unverified, .keyFetch, .replayAtomic, .replayAfterSignature, .replayRetention, .replayDefault, .mndL1,
    .jwksScope, .jwksUse, .keyProfile,
    // Named by an API of its own, tested there: content at hand, and the auditor.
    .hashCompare, .mndCalls,
])
