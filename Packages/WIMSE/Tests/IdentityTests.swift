import Claims
import Encoding
import HTTPTypes
import JOSE
import Signing
import Testing
import TestSupport
import TestTokens
import Trust
import WIMSE

@Suite("Workload identities")
struct IdentityTests {
    @Test(
        "a workload identifier is a spiffe or wimse URI with a trust domain and a path",
        arguments: [
            ("spiffe://example.com/a", true), ("wimse://example.com/a/b.c-d_~e", true),
            ("spiffe://a_b-1.example/%41", false), ("spiffe://example.com/a:b@c;d=e,f", true),
            ("spiffe://example.com", false),
            ("spiffe://example.com/", false), ("spiffe:///a", false), ("spiffe://Example.com/a", false),
            ("spiffe://example.com/a/", false), ("spiffe://example.com//a", false),
            ("spiffe://example.com/./a", false),
            ("spiffe://example.com/../a", false), ("spiffe://example.com/a?b", false),
            ("spiffe://example.com/a#b", false),
            ("spiffe://u@example.com/a", false), ("spiffe://example.com:1/a", false),
            ("https://example.com/a", false),
            ("SPIFFE://example.com/a", false), ("spiffe://example.com/é", false), ("", false),
        ])
    func identifiers(_ text: String, _ isValid: Bool) {
        #expect((WorkloadIdentifier(ExactString(text)) != nil) == isValid)
    }

    @Test("an identifier has at most 2048 octets, and a trust domain 255")
    func limits() {
        func identifier(_ domain: Int, _ path: Int) -> WorkloadIdentifier? {
            WorkloadIdentifier(
                ExactString(
                    "spiffe://" + String(repeating: "a", count: domain) + "/"
                        + String(repeating: "b", count: path)))
        }
        #expect(identifier(255, 1783) != nil && identifier(255, 1784) == nil && identifier(256, 1) == nil)
    }

    @Test(
        "a WIT that is issued verifies, with the algorithm of its key",
        arguments: [
            Party("k", .p256), Party("k", .p384), Party("k", nil),
        ])
    func issued(_ party: Party) throws {
        let workload = try #require(WorkloadIdentifier(Scenario.agentA.identifier))
        let bare = try JWK(party.key.publicJWK.publicKey)
        let token = try WorkloadIdentityIssuer(key: Scenario.domain.key, issuer: "https://i.example").issue(
            for: workload, confirming: bare, issuedAt: Scenario.date(), expiration: Scenario.date(600),
            identifier: "w1")
        let identity = try WorkloadIdentityVerifier(trust: Scenario.trust, cacheCapacity: 0)
            .verify(Array(token.utf8), at: Scenario.date())
        #expect(identity.workload == workload && identity.issuer == "https://i.example")
        #expect(identity.confirmationKey.publicKey == party.key.publicJWK.publicKey)
        #expect(identity.algorithm == party.key.publicJWK.onlyAlgorithm && identity.identifier == "w1")
        #expect(identity.hash == ContentHash(of: Array(token.utf8)))
        // The workload's ECTs name the key by its thumbprint, since it has no `kid`.
        var request = Scenario().unsigned
        let signer = try RequestSigner(identityToken: token, key: party.key)
        _ = try signer.sign(&request, at: Scenario.date())
        #expect(signer.workload == workload)
    }

    @Test("a WIT that a certificate vouches for is trusted for as long as the certificate, cached or not")
    func certified() throws {
        let vector = VectorFile("domain-certificate.json").json
        let key = try PrivateJWK(parsing: #require(vector["key"]))
        var text = Party.trustFile([])
        text[member: "x509"] = ["anchors": [try #require(vector["anchor"]).value]]
        let trust = TrustStore(try TrustFile(parsing: text.encode()))
        var draft = Scenario.identityToken(of: Scenario.agentA)
        draft.signer = Party("spiffe://example.com", key: key)
        draft.header[member: "kid"] = "leaf"
        draft.header[member: "x5c"] = vector["x5c"]?.value
        let token = try draft.compact()
        let last = try #require(vector["last"]?.integer)
        for capacity in [0, 64] {
            let verifier = WorkloadIdentityVerifier(trust: trust, cacheCapacity: capacity)
            _ = try verifier.verify(token, at: Scenario.date())
            _ = try verifier.verify(token, at: NumericDate(clamping: last))
            let late = refusal { _ = try verifier.verify(token, at: NumericDate(clamping: last + 1)) }
            #expect(late?.code == "wit-untrusted")
        }
    }

    @Test("what would be refused is not issued, and a key that is not of the WIT does not sign")
    func refused() throws {
        let workload = try #require(WorkloadIdentifier(Scenario.agentA.identifier))
        let issuer = WorkloadIdentityIssuer(key: Scenario.domain.key)
        let expired = refusal {
            _ = try issuer.issue(
                for: workload, confirming: Scenario.agentA.key.publicJWK, issuedAt: Scenario.date(),
                expiration: Scenario.date())
        }
        #expect(expired == .identity(.expired))
        let token = Scenario.text(Scenario.identityToken(of: Scenario.agentA))
        let other = refusal { _ = try RequestSigner(identityToken: token, key: Scenario.agentC.key) }
        #expect(other == .identity(.confirmationKey(.privateValueMismatch)))
        #expect(refusal { _ = try RequestSigner(identityToken: "x", key: Scenario.agentA.key) } != nil)
        var bare = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
        let signer = try RequestSigner(identityToken: token, key: Scenario.agentA.key)
        #expect(
            refusal { _ = try signer.sign(&bare, at: Scenario.date()) }
                == .signature(.parameterMissing("wimse-aud")))
        bare.headerFields[.authorization] = "Bearer x"
        #expect(
            refusal { _ = try signer.prove(&bare, audience: "x", at: Scenario.date()) } == .proof(.malformed))
        let error = WIMSEError.identity(.claim(.missing("sub")))
        #expect(error.problemType == "tag:nennemann.de,2026:wimse:wit-claim" && error.requirement == nil)
    }
}
