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

/// A response of agent B to the request of a scenario.
private struct Exchange {
    var scenario = Scenario()
    var tokens = ExecutionTokens()
    var content = Array("done".utf8)
    var type = "text/plain"
    var policy = WIMSEPolicy(audiences: [Scenario.agentA.identifier])
    var tamper: (inout HTTPResponse) -> Void = { _ in }
    var received: [UInt8]?
    var answersAnother = false
    var workload: WorkloadIdentifier?
    var resign: ((inout [CoveredComponent], inout SignatureParameters) -> Void)?
    var isSigned = true

    init() { scenario.signResponse = true }

    /// An ECT of agent B for agent A.
    static func ect(_ edit: (inout TokenDraft) -> Void = { _ in }) -> String {
        Scenario.ect(Scenario.agentB) {
            $0["aud"] = [.string(Scenario.agentA.identifier)]
            edit(&$0)
        }
    }

    func run() throws -> VerifiedResponse? {
        let sent = try scenario.send()
        let verified = try scenario.receive(sent)
        var response = HTTPResponse(status: .ok)
        response.headerFields[.contentType] = type
        if isSigned {
            let signer = try ResponseSigner(
                identityToken: Scenario.text(Scenario.identityToken(of: Scenario.agentB)),
                key: Scenario.agentB.key)
            try signer.sign(
                &response, content: MessageContent(content), answering: verified.responseBinding,
                tokens: tokens, at: Scenario.date())
        }
        if let resign {
            let message = HTTPMessage.response(response, to: sent.request)
            let signature = try #require(try HTTPMessageSignature.all(in: message).first)
            var (components, parameters) = (signature.components, signature.parameters)
            resign(&components, &parameters)
            response.headerFields[.signature] = nil
            response.headerFields[.signatureInput] = nil
            try HTTPMessageSignature.sign(
                .response(response, to: sent.request), covering: components, parameters: parameters,
                with: Scenario.agentB.key
            ).add(to: &response.headerFields)
        }
        tamper(&response)
        let asked = answersAnother ? try scenario.send() : sent
        return try ResponseVerifier(trust: Scenario.trust, policy: policy, replay: MemoryReplayStore())
            .verify(
                response, content: MessageContent(received ?? content), to: asked, from: workload,
                at: Scenario.date())
    }
}

@Suite("Responses")
struct ResponseTests {
    @Test("a signed response with an ECT comes through")
    func signed() throws {
        var exchange = Exchange()
        exchange.tokens.executionContext = [Exchange.ect()]
        exchange.workload = WorkloadIdentifier(Scenario.agentB.identifier)
        exchange.policy.requiresExecutionContext = true
        let verified = try #require(try exchange.run())
        #expect(verified.workload.workload.uri == Scenario.agentB.identifier)
        #expect(verified.tokens.presented.count == 1)
        #expect(
            verified.signature.components.map(\.description) == [
                "\"@status\"", "\"@method\";req", "\"@path\";req", "\"@query\";req", "\"content-type\"",
                "\"content-digest\"", "\"workload-identity-token\"", "\"execution-context\"",
            ])
    }

    @Test("a response that needs no signature and has none vouches for nothing")
    func unsigned() throws {
        var exchange = Exchange()
        exchange.isSigned = false
        #expect(refusal { _ = try exchange.run() } == .response(.unsigned))
        exchange.scenario.signResponse = false
        #expect(try exchange.run() == nil)
        exchange.policy.signsEveryResponse = true
        #expect(refusal { _ = try exchange.run() } == .response(.unsigned))
    }

    @Test("a streamed response, or one to a request without a nonce, can't be signed")
    func unsignable() throws {
        var scenario = Scenario()
        scenario.policy.signsEveryResponse = true
        let signer = try ResponseSigner(
            identityToken: Scenario.text(Scenario.identityToken(of: Scenario.agentB)),
            key: Scenario.agentB.key)
        var response = HTTPResponse(status: .ok)
        for usesProof in [false, true] {
            scenario.usesProof = usesProof
            let binding = try scenario.run().responseBinding
            #expect(binding.mustSign)
            let error = refusal {
                try signer.sign(
                    &response, content: usesProof ? MessageContent.none : nil, answering: binding,
                    at: Scenario.date())
            }
            #expect(error == .response(.cannotBeSigned) && error?.status == 501 && error?.code != nil)
            #expect(response.headerFields.isEmpty)
        }
    }

    private struct Case {
        let code: String
        let name: String
        let edit: (inout Exchange) -> Void
    }

    @Test("a response that is not the one to this request, from this workload, is refused")
    func refused() throws {
        let cases: [Case] = [
            Case(code: "response-for-another-request", name: "to another request of the client") {
                $0.answersAnother = true
            },
            Case(code: "response-from-another-workload", name: "from another workload than the one called") {
                $0.workload = WorkloadIdentifier(Scenario.agentC.identifier)
            },
            Case(code: "signature-parameter-missing", name: "no wimse-req-nonce") {
                $0.resign = { $1.requestNonce = nil }
            },
            Case(code: "response-for-another-request", name: "another wimse-req-nonce") {
                $0.resign = { $1.requestNonce = "x" }
            },
            Case(code: "signature-not-covered", name: "the status is not covered") {
                $0.resign = { components, _ in components.removeAll { $0.name == "@status" } }
            },
            Case(code: "signature-not-covered", name: "the request is not covered") {
                $0.resign = { components, _ in components.removeAll { $0.ofRequest } }
            },
            Case(code: "ect-http-covered", name: "an ECT that is not covered") {
                $0.tokens.executionContext = [Exchange.ect()]
                $0.resign = { components, _ in components.removeAll { $0.name == "execution-context" } }
            },
            Case(code: "signature-parameter-forbidden", name: "keyid") {
                $0.resign = { $1.keyID = "x" }
            },
            Case(code: "signature-invalid", name: "another status") { $0.tamper = { $0.status = .created } },
            Case(code: "content-digest-mismatch", name: "another content") { $0.received = [1] },
            Case(code: "content-digest-missing", name: "a body added") {
                $0.content = []
                $0.received = [1]
            },
            Case(code: "wit-missing", name: "no WIT") {
                $0.tamper = { $0.headerFields[.workloadIdentityToken] = nil }
            },
            Case(code: "ect-aud-match", name: "an ECT for another") {
                $0.tokens.executionContext = [Scenario.ect(Scenario.agentB)]
            },
            Case(code: "ect-http-missing", name: "no ECT where one is demanded") {
                $0.policy.requiresExecutionContext = true
            },
        ]
        for one in cases {
            var exchange = Exchange()
            one.edit(&exchange)
            #expect(refusal { _ = try exchange.run() }?.code == one.code, Comment(rawValue: one.name))
        }
    }

    @Test("tokens in the content of a response are bound by its digest, and malformed ones refused")
    func content() throws {
        var exchange = Exchange()
        exchange.content = try ExecutionContent.set([Exchange.ect()])
        let plain = try #require(try exchange.run())
        #expect(plain.tokens.presented.isEmpty)
        exchange.type = ExecutionContent.mediaType
        let bound = try #require(try exchange.run())
        #expect(bound.tokens.presented.count == 1)
        exchange.content = Array("{\"execution_context\":1}".utf8)
        #expect(refusal { _ = try exchange.run() } == .binding(.malformed, .content))
    }

    @Test("the request's signature is none of its response", arguments: [false, true])
    func crossed(_ answersWithIdentity: Bool) throws {
        var exchange = Exchange()
        let request = try exchange.scenario.send().request
        exchange.isSigned = false
        exchange.tamper = { response in
            response.headerFields[.signature] = request.headerFields[.signature]
            response.headerFields[.signatureInput] = request.headerFields[.signatureInput]
            if answersWithIdentity {
                response.headerFields[.workloadIdentityToken] =
                    request.headerFields[.workloadIdentityToken]
            }
        }
        let error = refusal { _ = try exchange.run() }
        #expect(
            error
                == (answersWithIdentity
                    ? .signature(.parameterMissing("wimse-req-nonce")) : .identity(.missing)))
    }

    @Test("every fault of a response has its code and a sentence")
    func faults() {
        #expect(Set(ResponseFault.allCases.map(\.description)).count == ResponseFault.allCases.count)
    }
}
