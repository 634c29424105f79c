import Claims
import Encoding
import HTTPTypes
import JOSE
import Ledger
import Testing
import TestSupport
import TestTokens
import Trust
import WIMSE

/// The messages and tokens that the WIMSE drafts print.
@Suite("Values of the WIMSE drafts")
struct DraftVectorTests {
    private let vectors = MessageVector.drafts

    private func node(_ name: String) throws -> JSONNode { try #require(vectors[name]) }

    private func trust() throws -> TrustStore {
        var file = TrustFile()
        try file.add(JWK(parsing: node("issuer")), for: "wimse://example.com")
        return TrustStore(file)
    }

    private func date(_ name: String) throws -> NumericDate {
        NumericDate(clamping: try #require(node(name).integer))
    }

    @Test("the WIT of workload-creds verifies, for its workload, and not after it expired")
    func identity() throws {
        let token = Array(MessageVector.text(vectors, "wit").utf8)
        let verifier = WorkloadIdentityVerifier(trust: try trust())
        let identity = try verifier.verify(token, at: date("wit_now"))
        #expect(identity.workload.uri == ExactString(MessageVector.text(vectors, "wit_workload")))
        #expect(identity.algorithm == .edDSA && identity.identifier == "x-_1CTL2cca3CSE4cwb_l")
        let late = refusal { _ = try verifier.verify(token, at: Scenario.date()) }
        #expect(late == .identity(.expired))
    }

    @Test("the WPT of wpt verifies with the key of that WIT, in the request that wpt-02 has for it")
    func proof() throws {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "workload.example.com", path: "/path")
        request.headerFields[.workloadIdentityToken] = MessageVector.text(vectors, "wit")
        request.headerFields[.authorization] = "WPT " + MessageVector.text(vectors, "wpt")
        var policy = WIMSEPolicy(audiences: [ExactString(MessageVector.text(vectors, "wpt_audience"))])
        let verifier = RequestVerifier(trust: try trust(), policy: policy, replay: MemoryReplayStore())
        let verified = try verifier.verify(request, content: MessageContent([1]), at: date("wpt_now"))
        #expect(verified.proofToken?.identifier == "__bwc4ESC3acc2LTC1-_x")
        policy.audiences = ["https://workload.example.com"]
        let other = RequestVerifier(trust: try trust(), policy: policy, replay: MemoryReplayStore())
        #expect(
            refusal { _ = try other.verify(request, content: .none, at: date("wpt_now")) }
                == .proof(.audience))
    }

    @Test("the two signed messages verify as plain RFC 9421, and are refused by the profile of -07")
    func messages() throws {
        let request = MessageVector.request(try node("request"))
        let response = MessageVector.response(try node("response"))
        let content = MessageContent(Array(MessageVector.text(try node("response"), "content").utf8))
        for (message, name) in [
            (HTTPMessage.request(request), "caller"), (.response(response, to: request), "callee"),
        ] {
            let signature = try HTTPMessageSignature.tagged("wimse-workload-to-workload", in: message)
            let verified = try signature.verify(
                over: message, with: PrivateJWK(parsing: node(name)).publicJWK)
            #expect(verified.parameters.nonce == (name == "caller" ? "abcd1111" : "abcd2222"))
        }
        try #require(try ContentDigest(response.headerFields)).check(content)

        // The domain's key is not published, so that an anchor of our own signs the WITs again.
        let (callerKey, calleeKey) = (
            try PrivateJWK(parsing: node("caller")), try PrivateJWK(parsing: node("callee"))
        )
        var file = TrustFile()
        try file.add(Scenario.domain.key.publicJWK, for: "wimse://example.com")
        let issuer = WorkloadIdentityIssuer(key: Scenario.domain.key)
        func identity(_ name: String, _ key: PrivateJWK) throws -> String {
            try issuer.issue(
                for: #require(WorkloadIdentifier(ExactString("wimse://example.com/\(name)"))),
                confirming: key.publicJWK, issuedAt: NumericDate(clamping: 1_785_155_797),
                expiration: NumericDate(clamping: 1_785_156_097))
        }
        let now = NumericDate(clamping: 1_785_155_800)
        let policy = WIMSEPolicy(audiences: ["https://svcb.example.com/gimme-ice-cream"])
        func resigned(_ request: HTTPRequest, _ signature: HTTPMessageSignature) throws -> HTTPRequest {
            var request = request
            request.headerFields[.signature] = nil
            request.headerFields[.signatureInput] = nil
            try HTTPMessageSignature.sign(
                .request(request), covering: signature.components, parameters: signature.parameters,
                with: callerKey
            ).add(to: &request.headerFields)
            return request
        }
        let signature = try HTTPMessageSignature.tagged("wimse-workload-to-workload", in: .request(request))
        var older = request
        older.headerFields[.workloadIdentityToken] = try identity("svcA", callerKey)
        older = try resigned(older, signature)
        let verifier = RequestVerifier(
            trust: TrustStore(file), policy: policy, replay: MemoryReplayStore())
        #expect(
            refusal { _ = try verifier.verify(older, content: .none, at: now) }
                == .signature(.notCovered("\"@path\"")))

        // The same exchange by -07.
        let caller = try RequestSigner(identityToken: identity("svcA", callerKey), key: callerKey)
        var current = request
        let sent = try caller.sign(&current, signResponse: true, at: now)
        let verified = try verifier.verify(current, content: .none, at: now)
        #expect(verified.responseBinding.mustSign)
        var answer = response
        try ResponseSigner(identityToken: identity("svcB", calleeKey), key: calleeKey).sign(
            &answer, content: content, answering: verified.responseBinding, at: now)
        let client = ResponseVerifier(
            trust: TrustStore(file), policy: WIMSEPolicy(audiences: []), replay: MemoryReplayStore())
        let confirmed = try client.verify(answer, content: content, to: sent, at: now)
        #expect(confirmed?.workload.workload.description == "wimse://example.com/svcB")
    }
}
