import ACT
import Claims
import Encoding
import JOSE
import TestTokens

/// The issuer is the certified party.
private func certify(_ scenario: inout Scenario, _ edit: @escaping Scenario.Edit = { _ in }) {
    scenario.trust[member: "x509"] = CertifiedParty.anchors
    scenario.editRoot = { draft in
        draft.signer = CertifiedParty.party
        draft.header = TokenDraft(type: "act+jwt", payload: .null, signer: CertifiedParty.party).header
        draft.header[member: "x5c"] = CertifiedParty.chain
        draft["iss"] = .string(CertifiedParty.identifier)
        edit(&draft)
    }
}

private func certified(
    _ requirement: ACTRequirement, _ name: String, _ edit: @escaping Scenario.Edit
) -> Refusal {
    Refusal(requirement, "certificate: \(name)") { certify(&$0, edit) }
}

/// Draft §5.
let trustRefusals: [Refusal] = [
    Refusal(.trustParty, "mandate: an issuer that nobody knows") {
        $0.editRoot = { draft in
            draft["iss"] = .string(Party.stranger.identifier)
            draft.signer = .stranger
            draft.header[member: "kid"] = "stranger-key"
        }
    },
    Refusal(.trustParty, "record: an agent that nobody knows") {
        $0.subject = .record
        $0.trust = Party.trustFile([.alice])
    },
    Refusal(.trustKid, "mandate: a trusted key of another party") {
        $0.editRoot = {
            $0.signer = .mallory
            $0.header[member: "kid"] = "mallory-key"
        }
    },
    Refusal(.trustKid, "record: signed by the issuer, not by the agent") {
        $0.subject = .record
        $0.editRecord = {
            $0.signer = .alice
            $0.header = TokenDraft(type: "act+jwt", payload: .null, signer: .alice).header
        }
    },
    Refusal(.alg, "mandate: the issuer is limited to another algorithm") {
        $0.trust[member: "issuers"]?[member: "https://alice.example"]?[member: "algs"] = ["EdDSA"]
    },
    certified(.x5cChain, "a leaf without its intermediate") { draft in
        draft.header[member: "x5c"] = [CertifiedParty.chain[element: 0]]
    },
    certified(.x5cChain, "what is no certificate") { $0.header[member: "x5c"] = ["AAAA"] },
    certified(.x5cIdentifier, "of another party") { $0["iss"] = "spiffe://example.com/agent/other" },
    Refusal(.x5cLeaf, "certificate: of another key than the one that is pinned") {
        certify(&$0) { draft in
            draft.signer = .alice
            draft.header = TokenDraft(type: "act+jwt", payload: .null, signer: .alice).header
            draft.header[member: "x5c"] = CertifiedParty.chain
        }
        $0.trust[member: "issuers"]?[member: CertifiedParty.identifier.string] = [
            "jwks": ["keys": [Party.alice.key.publicJWK.value]]
        ]
    },
    Refusal(.x5cTime, "certificate: not yet valid when the token is") {
        certify(&$0) { draft in
            draft["iat"] = 100_000_000
            draft["exp"] = 100_000_600
        }
        $0.policy.now = NumericDate(clamping: 100_000_060)
    },
    Refusal(.didEnabled, "DID: did:key is not enabled") {
        $0.editRoot = { $0["iss"] = .string(ExactString(DID.identifier)) }
    },
    Refusal(.didEnabled, "DID: did:web without a resolver") {
        $0.editRoot = { $0["iss"] = "did:web:alice.example" }
    },
    Refusal(.didKey, "DID: a did:key of no key") {
        $0.trust[member: "did_key"] = true
        $0.editRoot = { $0["iss"] = "did:key:z6Mkabc" }
    },
    Refusal(.didKid, "DID: a kid that names another key") {
        $0.trust[member: "did_key"] = true
        $0.editRoot = { $0["iss"] = .string(ExactString(DID.identifier)) }
    },
    Refusal(.algKey, "DID: signed with another kind of key") {
        $0.trust[member: "did_key"] = true
        $0.editRoot = {
            $0["iss"] = .string(ExactString(DID.identifier))
            $0.header[member: "kid"] = .string(ExactString(DID.identifier))
        }
    },
]

private enum DID {
    /// An Ed25519 key of the did:key method's own examples.
    static let identifier = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
}
