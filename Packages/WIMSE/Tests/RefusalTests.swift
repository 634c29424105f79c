import ECT
import Encoding
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
