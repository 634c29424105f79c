import ECT
import Encoding
import HTTPTypes
import JOSE
import Ledger
import TestSupport
import TestTokens
import Testing
import WIMSE

/// A replay store that is out of reach.
private struct NoStore: ReplayStore {
    func firstUse(
        of jti: ExactString, scope: ExactString, until: Int64, now: Int64
    ) throws(LedgerError) -> Bool {
        throw .damaged("out of reach")
    }
}

/// The rules of the drafts for messages that carry tokens.
@Suite("Tokens in messages")
struct BindingRuleTests {
    private static let secret = "canary"

    /// Changes that put the canary into every place of a token that an error may want to name.
    private static let hostile: [@Sendable (inout TokenDraft) -> Void] = [
        { $0["iss"] = "spiffe://example.com/canary" },
        { $0.header[member: "kid"] = "canary" },
        { $0.header[member: "alg"] = "canary" },
        { $0.header[member: "typ"] = "canary" },
        { $0["aud"] = ["https://canary.example"] },
        { $0["sub"] = "canary" },
        { $0["jti"] = "canary" },
        { $0["exec_act"] = .string(ExactString(String(repeating: secret, count: 40))) },
        { $0["mnd_hash"] = "canary" },
        { $0["exp"] = "canary" },
        { $0.payloadOctets = Array(#"{"canary":1,"canary":2}"#.utf8) },
        { $0.payloadOctets = Array(#"{"canary":canary}"#.utf8) },
    ]

    @Test(
        "an answer names what is wrong and repeats nothing of the token",
        .verifies(
            "ECT#req-ect-http-echo", "ACT#req-act-error-content", "ECT#req-ect-http-problem",
            "ACT#req-act-http-problem"),
        arguments: hostile.indices)
    func echo(_ index: Int) throws {
        for isMandate in [false, true] {
            var scenario = Scenario()
            if isMandate {
                scenario.tokens.mandate = Scenario.mandate(Self.hostile[index])
            } else {
                scenario.tokens.executionContext = [Scenario.ect(Scenario.agentA, Self.hostile[index])]
            }
            // Not every change is one that the other profile minds.
            guard let error = refusal({ _ = try scenario.run() }) else { continue }
            let answer = String(decoding: error.problem.encode(), as: UTF8.self)
            #expect(!answer.contains(Self.secret), "\(answer)")
            #expect(answer.contains("\"type\":\"urn:ietf:params:\(isMandate ? "act" : "ect"):error:"))
        }
    }

    @Test("the workload identity token is not repeated either", .verifies("ECT#req-ect-http-echo"))
    func identityEcho() throws {
        for edit in Self.hostile.prefix(4) {
            var scenario = Scenario()
            edit(&scenario.identity)
            let token = Scenario.text(scenario.identity)
            scenario.identity = Scenario.identityToken(of: Scenario.agentA)
            scenario.tamper = { $0.headerFields[.workloadIdentityToken] = token }
            guard let error = refusal({ _ = try scenario.run() }) else { continue }
            #expect(!String(decoding: error.problem.encode(), as: UTF8.self).contains(Self.secret))
        }
    }

    @Test(
        "malformed is 400, refused 403, missing 403, undecided 503",
        .verifies(
            "ECT#req-ect-http-400", "ECT#req-ect-http-403", "ECT#req-ect-http-503",
            "ECT#req-ect-http-missing", "ACT#req-act-http-status"))
    func status() throws {
        func status(_ edit: (inout Scenario) -> Void) -> Int? {
            var scenario = Scenario()
            edit(&scenario)
            return refusal { _ = try scenario.run() }?.status
        }
        #expect(status { $0.tokens.executionContext = [Scenario.ect { $0["jti"] = "x" }] } == 400)
        #expect(status { $0.tokens.executionContext = [Scenario.ect { $0["exp"] = 1 }] } == 400)
        #expect(
            status { $0.tokens.executionContext = [Scenario.ect { $0["aud"] = ["https://x.example"] }] }
                == 403)
        #expect(status { $0.policy.requiresExecutionContext = true } == 403)
        #expect(status { $0.tokens.mandate = Scenario.mandate { $0["cap"] = [] } } == 400)
        #expect(status { $0.tokens.mandate = Scenario.mandate { $0.signer = .mallory } } == 403)
        #expect(
            status { $0.fields.append(("ACT-Mandate", String(repeating: "a", count: 8193))) } == 431)
        #expect(status { $0.replay = NoStore() } == 503)
        #expect(
            status {
                $0.usesProof = true
                $0.reprove = { $0["exp"] = 1 }
            } == 401)
    }

    @Test(
        "8192 octets of tokens are sent and taken, and no octet more is sent",
        .verifies(
            "ECT#req-ect-http-size-send", "ACT#req-act-http-size-send", "ECT#req-ect-http-size-accept",
            "ACT#req-act-http-size-accept"), arguments: [0, 8192])
    func sizes(limit: Int) throws {
        func tokens(_ total: Int) -> ExecutionTokens {
            let rest = String(repeating: "a", count: total - 10)
            return ExecutionTokens(executionContext: [rest], mandate: "a.b.c", records: ["d.e.f"])
        }
        var fields = HTTPFields()
        try tokens(8192).write(to: &fields)
        #expect(try UnboundTokens(decoding: fields, limit: limit).count == 3)
        let tooLarge = WIMSEError.binding(.tooLarge, .executionContext)
        #expect(throws: tooLarge) { try tokens(8193).write(to: &fields) }
        fields[.executionContext] = String(repeating: "a", count: 8183)
        #expect(throws: tooLarge) { try UnboundTokens(decoding: fields, limit: limit) }
    }

    @Test(
        "an audience is the policy's, whatever the request calls its target",
        .verifies("ECT#req-ect-http-aud"))
    func audience() throws {
        var scenario = Scenario()
        scenario.tokens.executionContext = [Scenario.ect { $0["aud"] = ["https://b.example.com"] }]
        #expect(scenario.unsigned.authority == "b.example.com")
        #expect(refusal { _ = try scenario.run() } == .ect(.rule(.audMatch)))
        scenario.tokens.executionContext = [Scenario.ect()]
        _ = try scenario.run()
    }

    @Test(
        "tokens in content that nothing covers are not used, and malformed ones refuse the message",
        .verifies(
            "ECT#req-ect-http-unbound", "ACT#req-act-http-unbound", "ECT#req-ect-http-body-bound",
            "ACT#req-act-body-form", "ECT#req-ect-http-body-form"))
    func content() throws {
        var scenario = Scenario()
        scenario.usesProof = true
        scenario.content = Array("{\"execution_context\":[\"\(Scenario.ect())\"]}".utf8)
        #expect(try scenario.run().tokens.presented.count == 1)
        scenario.reprove = { $0["oth"] = nil }
        scenario.replay = MemoryReplayStore()
        let verified = try scenario.run()
        #expect(verified.tokens.presented.isEmpty && verified.unbound.count == 1)
        scenario.reprove = nil
        scenario.content = Array("{\"execution_context\":{}}".utf8)
        #expect(refusal { _ = try scenario.run() } == .binding(.malformed, .content))
    }

    @Test(
        "content with tokens has a digest that matches and is covered",
        .verifies("ACT#req-act-body-digest", "ECT#req-ect-http-body-bound"))
    func digest() throws {
        var scenario = Scenario()
        scenario.content = Array("{\"execution_context\":[\"\(Scenario.ect())\"]}".utf8)
        #expect(try scenario.run().tokens.presented.count == 1)
        scenario.replay = MemoryReplayStore()
        scenario.received = Array("{\"execution_context\":[]}".utf8)
        #expect(refusal { _ = try scenario.run() } == .content(.digestMismatch))
        scenario.received = nil
        scenario.resign = { components, _ in components.removeAll { $0.name == "content-digest" } }
        #expect(refusal { _ = try scenario.run() }?.code == "signature-not-covered")
        scenario.resign = nil
        scenario.tamper = { $0.headerFields[.contentDigest] = nil }
        #expect(refusal { _ = try scenario.run() } != nil)
    }

    @Test(
        "the key of a WIT signs for the WIT's workload only, and counts where the trust domain attests it",
        .verifies("ECT#req-ect-wit-sub", "ECT#req-ect-wit-trust"))
    func identity() throws {
        var scenario = Scenario()
        // Agent A's key, in the name of agent C, whose own key is trusted.
        scenario.tokens.executionContext = [
            Scenario.ect(Scenario.agentA) {
                $0["iss"] = .string(Scenario.agentC.identifier)
                $0.header[member: "kid"] = Scenario.agentA.key.publicJWK.keyID.map { .string($0) } ?? .null
            }
        ]
        let borrowed = refusal { _ = try scenario.run() }
        #expect(borrowed?.status == 403 && borrowed?.requirement?.hasPrefix("ECT#") == true)
        scenario.tokens.executionContext = [Scenario.ect()]
        var other = Scenario.identityToken(of: Scenario.agentA)
        other.signer = .mallory
        scenario.identity = other
        guard case .identity? = refusal({ _ = try scenario.run() }) else {
            Issue.record("a WIT of a stranger is taken")
            return
        }
    }

    @Test(
        "a proof names each field that carries tokens, by the hash of its combined value",
        .verifies(
            "ECT#req-ect-http-oth", "ACT#req-act-http-wpt", "ECT#req-ect-http-oth-value",
            "ACT#req-act-http-wpt-value"), arguments: ["execution-context", "act-mandate", "act-record"])
    func proof(_ name: String) throws {
        let mandate = Scenario.mandate()
        var scenario = Scenario()
        scenario.usesProof = true
        scenario.tokens = .init(
            executionContext: [Scenario.ect()], mandate: mandate, records: [Scenario.record(of: mandate)])
        for value in [nil, JSONValue.string("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")] {
            scenario.reprove = { $0.payload[member: "oth"]?[member: name] = value }
            let error = refusal { _ = try scenario.run() }
            #expect(error != nil && error?.status != 500)
        }
    }
}
