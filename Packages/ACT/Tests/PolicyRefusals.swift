import ACT
import Claims
import Encoding
import TestTokens

private struct StoreFull: Error {}

private func policy(
    _ requirement: ACTRequirement, _ name: String, subject: Scenario.Subject = .root,
    _ change: @escaping @Sendable (inout ACTPolicy) -> Void
) -> Refusal {
    Refusal(requirement, "policy: \(name)") {
        $0.subject = subject
        change(&$0.policy)
    }
}

private func at(_ seconds: Int64) -> NumericDate { NumericDate(clamping: Scenario.now + seconds) }

/// Draft §8: times, audience, replay, and what a policy demands.
let policyRefusals: [Refusal] = [
    policy(.timeIat, "issued 31 seconds from now") { $0.now = at(-91) },
    policy(.timeIat, "issued 31 seconds from now, in an audit") {
        $0.now = at(-91)
        $0.mode = .audit
    },
    policy(.timeExp, "30 seconds after exp") { $0.now = at(570) },
    Refusal(.timeExp, "policy: at exp, without skew") {
        $0.policy.skew = 0
        $0.policy.now = at(540)
    },
    policy(.timeExp, "a skew beyond 300 seconds counts as 300") {
        $0.now = at(840)
        $0.skew = .max
    },
    policy(.timeExp, "a record after exp", subject: .record) { $0.now = at(570) },
    Refusal(.timeNbf, "policy: 31 seconds before nbf") {
        $0.editRoot = { $0["nbf"] = .integer(Scenario.now + 31) }
    },
    Refusal(.timeExecTs, "policy: executed 31 seconds from now") {
        $0.subject = .record
        $0.editRecord = { $0["exec_ts"] = .integer(Scenario.now + 31) }
    },
    policy(.audLive, "live without an identifier of its own") { $0.audience = [] },
    policy(.audMatch, "meant for another") { $0.audience = ["https://other.example"] },
    policy(.audMatch, "an audience compared as octets") { $0.audience = ["https://Verifier.example"] },
    policy(.audMatch, "an audit as another party", subject: .record) {
        $0.audience = ["https://other.example"]
        $0.mode = .audit
    },
    policy(.replay, "seen before") { $0.firstUse = { _ in false } },
    policy(.replay, "a record seen before", subject: .record) {
        $0.firstUse = { $0.scope.string.hasPrefix("act-mandate") }
    },
    policy(.replayAtomic, "the store does not answer") { $0.firstUse = { _ in throw StoreFull() } },
    Refusal(.verdictDemand, "policy: authorized is demanded, and the mandate is not at hand") {
        $0.subject = .record
        $0.hasRoot = false
        $0.policy.requiresAuthorized = true
    },
]

/// What no token and no policy can make a verifier name: rules for issuers, for transports, for ledgers, for
/// graphs of several records; definitions that are enforced where they are used; and freedoms.
let elsewhere: Set<ACTRequirement> = Set(
    ACTRequirement.allCases.filter { requirement in
        let groups = ["http", "body", "call", "ledger", "dag", "bundle", "anchor"]
        return groups.contains { requirement.rawValue.hasPrefix("req-act-\($0)") }
    }
).union([
    // Definitions: a value that breaks one is refused under the claim that it is the value of.
    .identifier, .jsonInteger, .numericdate, .uuid, .hash, .action, .sensitivity, .capNarrow,
    // What an implementation or issuer does.
    .algImplement, .algIssue, .lifetime, .compatWrite, .tier1, .tier2, .tier3, .otherBinding, .possession,
    // What a verifier does with any token.
    .unknownClaims, .phaseRecord, .phaseMandate, .verdictAuthorized, .verdictUnproven, .verdictInvalid,
    .verdictPolicy, .delProven, .delAsserted, .delPolicy, .order, .oneReason, .errorContent, .mode,
    .auditExpiry,
    .skew, .audConfigured, .replayRetention, .compatRead,
    // Trust: how keys get into the trusted set; a key that is not in it is refused under trust-kid.
    .trustNamed, .trustTier, .trustNoFetch, .trustKeyValid, .trustKeyUse, .didWeb,
    // Named by an API of its own, tested there.
    .phaseExpected, .execMaxCalls, .execMaxAmount, .execResources, .execResourcesForm, .execParams, .dataHash,
    // Cannot be reached: a child of depth n + 1 has n + 1 hops, of which n are its parent's n.
    .delDepthStep,
])
