import ACT
import Claims
import ECT
import Encoding
import HTTPTypes
import TestTokens
import WIMSE

private func presenting(
    _ code: String, _ status: Int, _ name: String, _ edit: @escaping @Sendable (inout TokenDraft) -> Void
) -> Refusal {
    Refusal(code, status, "ECT: \(name)") {
        $0.tokens.executionContext = [Scenario.ect(Scenario.agentA, edit)]
    }
}

private func carrying(_ code: String, _ status: Int, _ name: String, _ field: HTTPField.Name, _ value: String)
    -> Refusal
{
    Refusal(code, status, name) { $0.fields.append((field.rawName, value)) }
}

private func inContent(_ code: String, _ status: Int, _ name: String, _ content: String) -> Refusal {
    Refusal(code, status, "content: \(name)") { $0.content = Array(content.utf8) }
}

/// Tokens: how they are carried, and what they say.
let tokenRefusals: [Refusal] = [
    Refusal("ect-http-covered", 403, "an ECT that the signature does not cover") {
        $0.tokens.executionContext = [Scenario.ect()]
        $0.resign = { components, _ in components.removeAll { $0.name == "execution-context" } }
    },
    Refusal("ect-http-covered", 403, "an ECT that was added") {
        $0.tamper = { $0.headerFields[.executionContext] = Scenario.ect() }
    },
    Refusal("act-http-signature", 403, "a mandate that the signature does not cover") {
        $0.tokens.mandate = Scenario.mandate()
        $0.resign = { components, _ in components.removeAll { $0.name == "act-mandate" } }
    },
    Refusal("act-http-signature", 403, "a record that the signature does not cover") {
        $0.tokens.records = [Scenario.record()]
        $0.resign = { components, _ in components.removeAll { $0.name == "act-record" } }
    },
    Refusal("signature-invalid", 400, "another ECT on the way") {
        $0.tokens.executionContext = [Scenario.ect()]
        $0.tamper = { $0.headerFields[.executionContext] = Scenario.ect { $0["exec_act"] = "other" } }
    },
    carrying(
        "ect-http-size-refuse", 431, "8193 octets", .executionContext, String(repeating: "a", count: 8193)),
    carrying(
        "act-http-size-refuse", 431, "8193 octets of a mandate", .actMandate,
        String(repeating: "a", count: 8193)),
    Refusal("ect-http-size-refuse", 431, "8193 octets in three fields") {
        for name in ["Execution-Context", "ACT-Mandate", "ACT-Record"] {
            $0.fields.append((name, String(repeating: "a", count: 2731)))
        }
    },
    carrying("ect-http-field", 400, "an empty field", .executionContext, ""),
    carrying("ect-http-field", 400, "an empty element", .executionContext, "YQ,,YQ"),
    carrying("ect-http-field", 400, "a quoted token", .executionContext, "\"YQ\""),
    carrying("ect-http-field", 400, "two segments", .executionContext, "YQ.YQ"),
    carrying("ect-http-field", 400, "an empty segment", .executionContext, "YQ..YQ"),
    carrying("ect-http-field", 400, "parameters", .executionContext, "YQ;a=1"),
    carrying(
        "ect-http-field", 400, "more tokens than 256", .executionContext,
        String(repeating: "a,", count: 257) + "a"),
    carrying("act-http-field", 400, "a record of one segment", .actRecord, "YQ"),
    carrying("act-http-field", 400, "a mandate of one segment", .actMandate, "YQ"),
    carrying("act-http-mandate-single", 400, "two mandates", .actMandate, "a.b.c, d.e.f"),
    Refusal("act-http-mandate-phase", 400, "a record as a mandate") { $0.tokens.mandate = Scenario.record() },
    Refusal("act-http-record-phase", 400, "a mandate as a record") {
        $0.tokens.records = [Scenario.mandate()]
    },
    Refusal("ect-http-missing", 403, "no ECT where one is demanded") {
        $0.policy.requiresExecutionContext = true
    },
    Refusal("ect-http-missing", 403, "an ECT of another where the sender's is demanded") {
        $0.policy.requiresExecutionContext = true
        $0.tokens.executionContext = [Scenario.ect(Scenario.agentC)]
    },
    Refusal("act-http-missing", 403, "no mandate where one is demanded") { $0.policy.requiresMandate = true },
    Refusal("act-http-missing", 403, "no record where one is demanded") { $0.policy.requiresRecord = true },
    Refusal("act-possession", 403, "a mandate of another agent") {
        $0.tokens.mandate = Scenario.mandate { $0["sub"] = .string(Scenario.agentC.identifier) }
    },
    presenting("ect-exp-passed", 403, "expired") { $0["exp"] = .integer(Scenario.now) },
    presenting("ect-aud-match", 403, "for another") { $0["aud"] = ["spiffe://example.com/agent/c"] },
    presenting("ect-jti", 400, "malformed jti") { $0["jti"] = "x" },
    presenting("ect-pred-no-self", 400, "its own predecessor") {
        $0["pred"] = [.string(ExactString(Scenario.identifier))]
    },
    presenting("ect-signature", 403, "signed with another key under the WIT's kid") {
        $0.signer = Scenario.agentC
    },
    presenting("ect-wit-alg", 403, "alg is not cnf.jwk.alg") { $0.header[member: "alg"] = "ES384" },
    presenting("ect-wit-kid", 403, "kid is not that of the WIT") { $0.header[member: "kid"] = "other" },
    presenting("ect-kid", 403, "no kid") { $0.header[member: "kid"] = nil },
    presenting("ect-typ", 400, "an ACT's typ") { $0.header[member: "typ"] = "act+jwt" },
    presenting("ect-json", 400, "payload is no object") { $0.payloadOctets = Array("[]".utf8) },
    carrying("ect-json", 400, "ECT: header is no JSON", .executionContext, "YQ.YQ.YQ"),
    Refusal("ect-key-issuer", 403, "an ECT of an issuer that nobody trusts") {
        $0.tokens.executionContext = [
            Scenario.ect(Party("spiffe://example.com/agent/x", key: Scenario.agentC.key))
        ]
    },
    Refusal("ect-minimum-level", 403, "an unsigned ECT where level 2 is demanded") {
        $0.tokens.executionContext = [Scenario.ect().split(separator: ".").dropFirst().prefix(1).joined()]
    },
    Refusal("ect-mnd-required", 403, "an ECT that is not authorized where that is demanded") {
        $0.policy.requiresAuthorized = true
        $0.tokens.executionContext = [Scenario.ect()]
    },
    Refusal("ect-mnd-valid", 403, "an ECT under a mandate that is refused") {
        let mandate = Scenario.mandate { $0.signer = .mallory }
        $0.content = Array("{\"execution_context\":[\"\(mandate)\"]}".utf8)
        $0.tokens.executionContext = [
            Scenario.ect { $0["mnd_hash"] = .string(ContentHash(of: Array(mandate.utf8)).text) }
        ]
    },
    Refusal("act-trust-root", 403, "a mandate of an issuer that may not grant") {
        $0.policy.rootIssuers = ["https://other.example"]
        $0.tokens.mandate = Scenario.mandate()
    },
    Refusal("act-trust-root", 403, "a mandate that its agent granted itself, known by its WIT alone") {
        $0.tokens.mandate = Scenario.ownGrant()
    },
    Refusal("act-trust-root", 403, "the same, where tasks are taken") {
        $0.policy.acceptsTasks = true
        $0.tokens.mandate = Scenario.ownGrant()
    },
    Refusal("ect-mnd-valid", 403, "an ECT under a mandate that its agent granted itself") {
        let mandate = Scenario.ownGrant()
        $0.content = Array("{\"execution_context\":[\"\(mandate)\"]}".utf8)
        $0.tokens.executionContext = [
            Scenario.ect { $0["mnd_hash"] = .string(ContentHash(of: Array(mandate.utf8)).text) }
        ]
    },
    Refusal("act-time-exp", 403, "an expired mandate") {
        $0.tokens.mandate = Scenario.mandate { $0["exp"] = .integer(Scenario.now - 31) }
    },
    inContent("ect-http-body-form", 400, "no array", "{\"execution_context\":\"a.b.c\"}"),
    inContent("ect-http-body-form", 400, "no strings", "{\"execution_context\":[1]}"),
    inContent("ect-http-body-form", 400, "no tokens", "{\"execution_context\":[\"?\"]}"),
    inContent(
        "ect-http-body-form", 400, "in both places",
        "{\"execution_context\":[],\"params\":{\"_meta\":{\"execution_context\":[]}}}"),
    inContent(
        "ect-http-body-form", 400, "more than 1024",
        "{\"execution_context\":[" + String(repeating: "\"a\",", count: 1024) + "\"a\"]}"),
    Refusal("ect-http-body-form", 400, "content: a set with another member") {
        $0.fields = [("Content-Type", "application/ect-set+json")]
        $0.content = Array("{\"execution_context\":[],\"x\":1}".utf8)
    },
    Refusal("ect-http-body-form", 400, "content: a set without the member") {
        $0.fields = [("Content-Type", "application/ect-set+json; charset=utf-8")]
        $0.content = Array("{\"x\":1}".utf8)
    },
    Refusal("ect-http-body-form", 400, "content: a set that is no JSON") {
        $0.fields = [("Content-Type", "application/ect-set+json")]
        $0.content = Array("{\"execution_context\":[],\"execution_context\":[]}".utf8)
    },
    Refusal("ect-http-body-bound", 403, "content: tokens that the proof does not cover") {
        $0.usesProof = true
        $0.policy.requiresExecutionContext = true
        $0.content = Array("{\"execution_context\":[\"\(Scenario.ect())\"]}".utf8)
        $0.reprove = { $0["oth"] = nil }
    },
]
