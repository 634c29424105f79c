import HTTPTypes
import TestTokens
import ECT
import Encoding
import Ledger
import Testing
import TestSupport
import WIMSE

@Suite("Refusals")
struct RefusalTests {
    @Test("the unchanged request is accepted")
    func accepted() throws {
        _ = try Scenario().run()
    }

    @Test(
        "a request is refused with the code and status of the rule that it breaks",
        .verifies(),
        arguments: signatureRefusals + contentRefusals + identityRefusals + proofRefusals + tokenRefusals)
    func refused(_ refusal: Refusal) throws {
        let error = try #require(try refusal.outcome(), "accepted")
        #expect(error.code == refusal.code)
        #expect(error.status == refusal.status)
        #expect(error.challenge == (refusal.status == 401 ? "WPT" : nil))
        if let requirement = error.requirement { Verifies.record(requirement, in: refusal.testDescription) }
        let problem = try JSONDocument(parsing: error.problem.encode()).root
        #expect(problem["status"]?.integer == Int64(refusal.status))
        #expect(problem["type"]?.string?.string.hasSuffix(":" + refusal.draftCode) == true)
        #expect(!error.description.contains("eyJ") && !error.document.isEmpty)
    }

    @Test("a nonce, a proof token and an ECT are accepted once", arguments: [false, true])
    func replay(_ usesProof: Bool) throws {
        var scenario = Scenario()
        scenario.usesProof = usesProof
        scenario.tokens.executionContext = [Scenario.ect()]
        let verifier = scenario.verifier
        let sent = try scenario.send()
        _ = try scenario.receive(sent, with: verifier)
        let again = refusal { _ = try scenario.receive(sent, with: verifier) }
        #expect(again == (usesProof ? .proof(.replayed) : .signature(.replayed)))
        let fresh = try scenario.send()
        let same = refusal { _ = try scenario.receive(fresh, with: verifier) }
        #expect(same == .ect(.rule(.replay)) && same?.status == 403)
    }

    @Test("what is refused for its content uses up no nonce")
    func order() throws {
        var scenario = Scenario()
        let verifier = scenario.verifier
        let sent = try scenario.send()
        scenario.received = [1]
        #expect(refusal { _ = try scenario.receive(sent, with: verifier) } == .content(.digestMismatch))
        scenario.received = nil
        _ = try scenario.receive(sent, with: verifier)
    }

    @Test("a request that is forged, or refused for its tokens' fields, is not remembered")
    func forged() throws {
        let store = MemoryReplayStore(capacity: 1)
        var scenario = Scenario()
        scenario.replay = store
        let verifier = scenario.verifier
        let sent = try scenario.send()
        for number in 0..<8 {
            scenario.tamper = { request in
                let input = request.headerFields[.signatureInput] ?? ""
                request.headerFields[.signatureInput] = input.replacing("nonce=\"", with: "nonce=\"\(number)")
            }
            #expect(refusal { _ = try scenario.receive(sent, with: verifier) } == .signature(.invalid))
        }
        #expect(store.count == 0)
        scenario.tamper = { _ in }
        _ = try scenario.receive(sent, with: verifier)
        // A store that is full refuses what is new, and still knows what it has seen.
        let fresh = refusal { _ = try scenario.receive(scenario.send(), with: verifier) }
        #expect(fresh == .replayStoreUnavailable && fresh?.status == 503)
        let again = refusal { _ = try scenario.receive(sent, with: verifier) }
        #expect(again == .signature(.replayed) && again?.status == 400)
    }

    @Test("a nonce is one of its sender: another's is not used up by it")
    func sendersApart() throws {
        var scenario = Scenario()
        scenario.resign = { $1.nonce = "same" }
        let verifier = scenario.verifier
        _ = try scenario.receive(scenario.send(), with: verifier)
        #expect(
            refusal { _ = try scenario.receive(scenario.send(), with: verifier) } == .signature(.replayed))
        scenario.sender = Scenario.agentC
        scenario.identity = Scenario.identityToken(of: Scenario.agentC)
        _ = try scenario.receive(scenario.send(), with: verifier)
    }

    @Test("a request whose WIT expires while its content arrives is refused", arguments: [false, true])
    func identityExpires(_ usesProof: Bool) throws {
        var scenario = Scenario()
        scenario.usesProof = usesProof
        scenario.identity["exp"] = .integer(Scenario.now + 10)
        let verifier = scenario.verifier
        let authenticated = try verifier.authenticate(scenario.send().request, at: Scenario.date(9))
        let error = refusal {
            _ = try verifier.accept(
                authenticated, content: MessageContent(scenario.content), at: Scenario.date(10))
        }
        #expect(error == .identity(.expired) && error?.status == 400)
    }

    @Test("a request that expires between the two steps is refused", arguments: [false, true])
    func lateAcceptance(_ usesProof: Bool) throws {
        var scenario = Scenario()
        scenario.usesProof = usesProof
        let verifier = scenario.verifier
        let authenticated = try verifier.authenticate(scenario.send().request, at: Scenario.date())
        let error = refusal {
            _ = try verifier.accept(
                authenticated, content: MessageContent(scenario.content), at: Scenario.date(60))
        }
        #expect(error == (usesProof ? .proof(.expired) : .signature(.expired)))
    }
}
