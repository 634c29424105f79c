import ACT
import Claims
import ECT
import Encoding
import HTTPTypes
import JOSE
import Ledger
import Testing
import TestSupport
import TestTokens
import WIMSE

@Suite("Requests")
struct RequestTests {
    @Test(
        "a signed request with an ECT comes through, with everything that it proves",
        .verifies(
            "ECT#req-ect-http-covered", "ECT#req-ect-http-presented", "ECT#req-ect-http-aud"))
    func signed() throws {
        var scenario = Scenario()
        scenario.tokens.executionContext = [Scenario.ect()]
        let verified = try scenario.run()
        #expect(verified.workload.workload.uri == Scenario.agentA.identifier)
        #expect(verified.workload.workload.trustDomain == "spiffe://example.com")
        #expect(
            verified.covered == [
                "\"@method\"", "\"@path\"", "\"@query\"", "\"content-type\"", "\"content-digest\"",
                "\"workload-identity-token\"", "\"execution-context\"",
            ])
        #expect(verified.tokens.presented.map(\.claims.action) == ["review_spec"])
        #expect(verified.tokens.presented.first?.level == .level2)
        #expect(verified.unbound.count == 0 && verified.proofToken == nil)
        #expect(verified.responseBinding.nonce != nil && !verified.responseBinding.mustSign)
    }

    @Test(
        "a request with a proof token comes through",
        .verifies(
            "ECT#req-ect-http-oth", "ECT#req-ect-http-oth-value", "ACT#req-act-http-wpt",
            "ACT#req-act-http-wpt-value"))
    func proven() throws {
        var scenario = Scenario()
        scenario.usesProof = true
        scenario.fields.append(("Txn-Token", "a.b.c"))
        let mandate = Scenario.mandate()
        scenario.tokens = ExecutionTokens(
            executionContext: [Scenario.ect()], mandate: mandate, records: [Scenario.record(of: mandate)])
        let verified = try scenario.run()
        #expect(verified.tokens.presented.count == 1 && verified.tokens.presentedRecords.count == 1)
        #expect(verified.signature == nil && verified.covered.isEmpty)
        #expect(
            verified.proofToken?.otherHashes.keys.sorted()
                == ["act-mandate", "act-record", "content-digest", "execution-context"])
        #expect(verified.responseBinding.nonce == nil)
    }

    @Test(
        "several field lines mean the same as one, in a signature and in a proof", arguments: [false, true])
    func lines(_ usesProof: Bool) throws {
        var scenario = Scenario()
        scenario.usesProof = usesProof
        let other = Scenario.ect(Scenario.agentC, identifier: "550e8400-e29b-41d4-a716-446655440001")
        let mine = Scenario.ect()
        scenario.tokens.executionContext = [mine, other]
        scenario.tamper = { request in
            request.headerFields[values: .executionContext] = [mine, other]
        }
        let verified = try scenario.run()
        #expect(verified.tokens.presented.count == 1 && verified.tokens.supporting.count == 1)
    }

    @Test("content is read as it streams, and refused where it is not what was signed")
    func streaming() throws {
        let scenario = Scenario()
        let sent = try scenario.send()
        let verifier = scenario.verifier
        let authenticated = try verifier.authenticate(sent.request, at: Scenario.date())
        #expect(authenticated.workload.workload.uri == Scenario.agentA.identifier)
        var digester = ContentDigester(for: authenticated.contentDigest, keeping: 4)
        for octet in scenario.content { digester.update([octet]) }
        let content = digester.finish()
        #expect(content.octets == nil && content.count == scenario.content.count)
        _ = try verifier.accept(authenticated, content: content, at: Scenario.date())
        var other = ContentDigester(for: authenticated.contentDigest)
        other.update(scenario.content.dropLast())
        let cut = other.finish()
        #expect(cut.octets == Array(scenario.content.dropLast()))
        let error = refusal { _ = try verifier.accept(authenticated, content: cut, at: Scenario.date()) }
        #expect(error == .content(.digestMismatch))
        let blind = ContentDigester(algorithms: [.sha512], keeping: 0).finish()
        #expect(
            refusal { _ = try verifier.accept(authenticated, content: blind, at: Scenario.date()) } != nil)
    }

    @Test("a request without content, query or fields is signed and verified")
    func bare() throws {
        var scenario = Scenario()
        scenario.method = .get
        scenario.target = ""
        scenario.fields = []
        scenario.content = []
        let verified = try scenario.run()
        #expect(verified.contentDigest == nil)
        #expect(verified.covered.contains("\"@query\""))
    }

    @Test("the default audience is the target URI without its query")
    func defaultAudience() throws {
        var scenario = Scenario()
        scenario.audience = nil
        scenario.policy.audiences = ["https://b.example.com/review"]
        _ = try scenario.run()
        scenario.usesProof = true
        _ = try scenario.run()
    }

    @Test("a mandate is verified for its subject, and an ECT under it is authorized")
    func mandate() throws {
        let mandate = Scenario.mandate()
        var scenario = Scenario()
        scenario.policy.requiresMandate = true
        scenario.policy.requiresExecutionContext = true
        scenario.policy.requiresAuthorized = true
        scenario.tokens = ExecutionTokens(
            executionContext: [
                Scenario.ect { $0["mnd_hash"] = .string(ContentHash(of: Array(mandate.utf8)).text) }
            ], mandate: mandate)
        let verified = try scenario.run()
        #expect(verified.tokens.mandate?.claims.issuer == Party.alice.identifier)
        #expect(verified.tokens.presented.first?.verdict == .authorized)
        // A mandate is exercised many times: the second call is another request with another ECT.
        scenario.tokens.executionContext = [
            Scenario.ect(identifier: "550e8400-e29b-41d4-a716-446655440009") {
                $0["mnd_hash"] = .string(ContentHash(of: Array(mandate.utf8)).text)
            }
        ]
        _ = try scenario.run()
    }

    @Test("who is known by a WIT alone gives tasks to the receiver, and may grant where the policy says so")
    func tasks() throws {
        var scenario = Scenario()
        scenario.tokens.mandate = Scenario.ownGrant()
        scenario.policy.rootIssuers = [Scenario.agentA.identifier]
        #expect(try scenario.run().tokens.mandate?.claims.issuer == Scenario.agentA.identifier)
        scenario.policy.rootIssuers = nil
        scenario.policy.acceptsTasks = true
        scenario.tokens.mandate = Scenario.ownGrant(to: Scenario.agentB)
        #expect(try scenario.run().tokens.mandate?.claims.subject == Scenario.agentB.identifier)
    }

    @Test(
        "records of the sender are verified live, those of others as in an audit",
        .verifies(
            "ACT#req-act-http-presented", "ACT#req-act-http-supporting", "ECT#req-ect-http-supporting"))
    func records() throws {
        var scenario = Scenario()
        scenario.policy.requiresRecord = true
        scenario.tokens.records = [Scenario.record(), Scenario.record(Scenario.agentC)]
        scenario.tokens.executionContext = [
            // Long expired and seen before: that is no reason to refuse what is passed on.
            Scenario.ect(Scenario.agentC) {
                $0["iat"] = .integer(Scenario.now - 90_000)
                $0["exp"] = .integer(Scenario.now - 89_000)
            }
        ]
        let verified = try scenario.run()
        #expect(verified.tokens.presentedRecords.map(\.mandate.subject) == [Scenario.agentA.identifier])
        #expect(verified.tokens.supportingRecords.map(\.mandate.subject) == [Scenario.agentC.identifier])
        #expect(verified.tokens.supporting.count == 1)
        let error = refusal { _ = try scenario.run() }
        #expect(error == .act(.rule(.replay)) && error?.status == 403)
    }

    @Test(
        "a supporting token that does not verify refuses the message, or is reported where the policy lets it"
    )
    func supporting() throws {
        var scenario = Scenario()
        let stranger = Scenario.ect(Scenario.agentB)
        scenario.tokens.executionContext = [Scenario.ect(), stranger]
        #expect(refusal { _ = try scenario.run() }?.status == 403)
        scenario.policy.refusesSupporting = false
        let tokens = try scenario.run().tokens
        #expect(tokens.presented.count == 1 && tokens.supporting.isEmpty)
        #expect(tokens.refused.map(\.hash) == [ContentHash(of: Array(stranger.utf8))])
        #expect(tokens.refused.first?.reason.code == "ect-key-issuer")
    }

    @Test("an unsigned ECT counts where the policy takes level 1")
    func unsigned() throws {
        var scenario = Scenario()
        scenario.policy.minimumLevel = .level1
        let claims = Scenario.ect { $0["iss"] = nil }.split(separator: ".")[1]
        let passed = Scenario.ect(Scenario.agentC, identifier: "550e8400-e29b-41d4-a716-446655440002")
            .split(separator: ".")[1]
        scenario.tokens.executionContext = [String(claims), String(passed)]
        let tokens = try scenario.run().tokens
        #expect(tokens.presented.map(\.level) == [.level1] && tokens.supporting.map(\.level) == [.level1])
    }

    @Test("a verified WIT is kept until it expires, and no longer")
    func cache() throws {
        let token = try Scenario.identityToken(of: Scenario.agentA).compact()
        let verifier = WorkloadIdentityVerifier(trust: Scenario.trust, cacheCapacity: 2)
        for _ in 0..<3 {
            let identity = try verifier.verify(token, at: Scenario.date())
            #expect(identity.workload.uri == Scenario.agentA.identifier)
        }
        for party in [Scenario.agentB, Scenario.agentC, Scenario.agentA] {
            _ = try verifier.verify(Scenario.identityToken(of: party).compact(), at: Scenario.date())
        }
        _ = try verifier.verify(token, at: Scenario.date(3599))
        #expect(refusal { _ = try verifier.verify(token, at: Scenario.date(3600)) } == .identity(.expired))
    }
}
