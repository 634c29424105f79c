import Claims
import ECT
import Encoding
import TestSupport
import JOSE
import TestTokens
import Testing

/// The issuer is the certified party.
private func certified(
    _ requirement: ECTRequirement, _ name: String, _ change: @escaping @Sendable (inout Scenario) -> Void
) -> Refusal {
    Refusal(requirement, "certificate: \(name)") {
        $0.signer = CertifiedParty.party
        $0.trust[member: "x509"] = CertifiedParty.anchors
        $0.edit = { $0.header[member: "x5c"] = CertifiedParty.chain }
        change(&$0)
    }
}

/// The draft's X.509 profile.
private let certificateRefusals: [Refusal] = [
    certified(.x509Path, "a leaf without its intermediate") {
        $0.edit = { $0.header[member: "x5c"] = [CertifiedParty.chain[element: 0]] }
    },
    certified(.x509Name, "of another party") {
        $0.edit = {
            $0.header[member: "x5c"] = CertifiedParty.chain
            $0["iss"] = "spiffe://example.com/agent/other"
        }
    },
    certified(.x509Key, "of another key than the one that is pinned") {
        $0.signer = Party(CertifiedParty.identifier, key: Party.bob.key)
        $0.trust[member: "issuers"]?[member: CertifiedParty.identifier.string] = [
            "jwks": ["keys": [Party.bob.key.publicJWK.value]]
        ]
    },
    certified(.keyValid, "not yet valid when the token is") {
        $0.edit = {
            $0.header[member: "x5c"] = CertifiedParty.chain
            $0["iat"] = 100_000_000
            $0["exp"] = 100_000_600
        }
        $0.policy.now = NumericDate(clamping: 100_000_060)
    },
]

/// All refusals.
private let refusals = envelopeRefusals + claimRefusals + certificateRefusals

@Suite("Every requirement of ECT that a verifier can name")
struct RefusalTests {
    @Test("one change breaks one requirement, and that is the one named", .verifies(), arguments: refusals)
    func refusal(_ refusal: Refusal) throws {
        Verifies.record(refusal.requirement.name, in: refusal.name)
        #expect(try refusal.outcome() == refusal.requirement)
    }

    @Test("every refusal has its place in the draft's table of errors")
    func refusalsHaveAStatus() {
        for refusal in refusals { #expect(refusal.requirement.refusal != nil, "\(refusal.requirement)") }
    }

    @Test("the tables break every requirement that is not listed as out of a verifier's reach")
    func complete() {
        let broken = Set(refusals.map(\.requirement))
        let missing = ECTRequirement.allCases.filter { !broken.contains($0) && !elsewhere.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
        #expect(broken.isDisjoint(with: elsewhere), "\(broken.intersection(elsewhere))")
    }

    @Test("a certified issuer is believed")
    func certified() throws {
        var scenario = Scenario()
        scenario.signer = CertifiedParty.party
        scenario.trust[member: "x509"] = CertifiedParty.anchors
        scenario.edit = { $0.header[member: "x5c"] = CertifiedParty.chain }
        #expect(try scenario.verify().claims.issuer == CertifiedParty.identifier)
    }
}
