import ACT
import Claims
import ECT
import Encoding
import HTTPTypes
import JOSE
import Ledger
import Signing
import TestTokens
import WIMSE

private let hours: Int64 = 3600

private func witness(
    _ code: String, _ name: String, _ edit: @escaping @Sendable (inout TokenDraft) -> Void
) -> Refusal {
    Refusal(code, 400, name) { scenario in
        var draft = scenario.identity
        edit(&draft)
        let text = Scenario.text(draft)
        scenario.resignWith(identityToken: text)
    }
}

private func proof(
    _ code: String, _ name: String, _ edit: @escaping @Sendable (inout TokenDraft) -> Void
) -> Refusal {
    Refusal(code, 401, name) {
        $0.usesProof = true
        $0.reprove = edit
    }
}

extension Scenario {
    /// Puts another WIT into the request on its way, signed by the sender as if it were its own.
    mutating func resignWith(identityToken: String) {
        let sender = sender
        tamper = { request in
            request.headerFields[.workloadIdentityToken] = identityToken
            guard let signature = try? HTTPMessageSignature.all(in: .request(request)).first else { return }
            request.headerFields[.signature] = nil
            request.headerFields[.signatureInput] = nil
            let values = try? HTTPMessageSignature.sign(
                .request(request), covering: signature.components, parameters: signature.parameters,
                with: sender.key)
            values?.add(to: &request.headerFields)
        }
    }
}

/// A replay store that can't be asked.
private struct FailingStore: ReplayStore {
    func firstUse(
        of jti: ExactString, scope: ExactString, until: Int64, now: Int64
    ) throws(LedgerError) -> Bool {
        throw .replayStoreFull(capacity: 0)
    }
}

/// The WIT.
let identityRefusals: [Refusal] = [
    tampered("wit-missing", 400, "no WIT") { $0.headerFields[.workloadIdentityToken] = nil },
    tampered("wit-repeated", 400, "two WITs") {
        let token = $0.headerFields[.workloadIdentityToken] ?? ""
        $0.headerFields.append(HTTPField(name: .workloadIdentityToken, value: token))
    },
    tampered("wit-malformed", 400, "two WITs in one field") {
        let token = $0.headerFields[.workloadIdentityToken] ?? ""
        $0.headerFields[.workloadIdentityToken] = token + ", " + token
    },
    tampered("wit-in-authorization", 400, "the WIT as a bearer token") {
        $0.headerFields[.authorization] = "Bearer " + ($0.headerFields[.workloadIdentityToken] ?? "")
    },
    tampered("wit-in-authorization", 400, "the WIT as a proof token") {
        $0.headerFields[.authorization] = "WPT " + ($0.headerFields[.workloadIdentityToken] ?? "")
    },
    tampered("wit-in-authorization", 400, "the WIT as a parameter") {
        $0.headerFields[.authorization] = "X token=" + ($0.headerFields[.workloadIdentityToken] ?? "")
    },
    tampered("wit-in-authorization", 400, "the WIT in quotes, after another parameter") {
        $0.headerFields[.authorization] =
            "X a=b;\ttoken=\"" + ($0.headerFields[.workloadIdentityToken] ?? "") + "\""
    },
    tampered("wit-in-authorization", 400, "the WIT in a second Authorization") {
        $0.headerFields[.authorization] = "Bearer x"
        let token = $0.headerFields[.workloadIdentityToken] ?? ""
        $0.headerFields.append(HTTPField(name: .authorization, value: "Bearer " + token))
    },
    tampered("wit-malformed", 400, "no JWS") { $0.headerFields[.workloadIdentityToken] = "x" },
    tampered("signature-invalid", 400, "the WIT of another workload, whose key did not sign") {
        $0.headerFields[.workloadIdentityToken] = Scenario.text(Scenario.identityToken(of: Scenario.agentC))
    },
    witness("wit-typ", "another typ") { $0.header[member: "typ"] = "JWT" },
    witness("wit-malformed", "crit") { $0.header[member: "crit"] = ["x"] },
    witness("wit-malformed", "jku") { $0.header[member: "jku"] = "https://evil.example" },
    witness("wit-untrusted", "no kid") { $0.header[member: "kid"] = nil },
    witness("wit-untrusted", "an unknown kid") { $0.header[member: "kid"] = "x" },
    witness("wit-untrusted", "an algorithm that is not allowed") { $0.header[member: "alg"] = "PS256" },
    witness("wit-untrusted", "another algorithm than the anchor's") { $0.header[member: "alg"] = "ES384" },
    witness("wit-signature-invalid", "signed by another with the anchor's kid") {
        $0.signer = Scenario.agentC
    },
    witness("wit-untrusted", "another trust domain") { $0["sub"] = "spiffe://other.example/agent/a" },
    witness("wit-untrusted", "the domain's name under another scheme") {
        $0["sub"] = "wimse://example.com/agent/a"
    },
    witness("wit-sub", "no workload identifier") { $0["sub"] = "https://example.com/agent/a" },
    witness("wit-sub", "the trust domain alone") { $0["sub"] = "spiffe://example.com" },
    witness("wit-claim", "no sub") { $0["sub"] = nil },
    witness("wit-claim", "no exp") { $0["exp"] = nil },
    witness("wit-claim", "exp as a string") { $0["exp"] = "1" },
    witness("wit-expired", "expired") { $0["exp"] = .integer(Scenario.now) },
    witness("wit-lifetime", "valid for a year") { $0["exp"] = .integer(Scenario.now + 8760 * hours) },
    witness("wit-not-yet-valid", "issued in the future") { $0["iat"] = .integer(Scenario.now + 60) },
    witness("wit-not-yet-valid", "not valid yet") { $0["nbf"] = .integer(Scenario.now + 60) },
    witness("wit-claim", "no cnf") { $0["cnf"] = nil },
    witness("wit-cnf", "no jwk in cnf") { $0["cnf"] = ["kid": "x"] },
    witness("wit-cnf", "a symmetric key") {
        $0["cnf"] = ["jwk": ["kty": "oct", "k": "AAAA", "alg": "HS256"]]
    },
    witness("wit-cnf", "a private key") { draft in
        var key = Scenario.agentA.key.publicJWK.value
        key[member: "d"] = "AAAA"
        draft["cnf"] = ["jwk": key]
    },
    witness("wit-cnf-alg", "a key without alg") { draft in
        var key = Scenario.agentA.key.publicJWK.value
        key[member: "alg"] = nil
        draft["cnf"] = ["jwk": key]
    },
    Refusal("wit-cnf-alg", 400, "a key of an algorithm that the policy has not") {
        $0.policy.identity.algorithms = [.ed25519, .es256]
        $0.sender = Party("spiffe://example.com/agent/e", key: Party("agent-e", .p384).key)
        $0.identity = Scenario.identityToken(of: $0.sender)
    },
    Refusal("wit-iss", 400, "an issuer that may not issue for the domain") {
        $0.policy.identity.issuers = ["spiffe://example.com": ["https://other.example"]]
    },
    Refusal("wit-iss", 400, "no issuer where the domain is bound to one") {
        $0.policy.identity.issuers = ["spiffe://example.com": ["https://example.com/issuer"]]
        $0.identity["iss"] = nil
    },
]

/// The WPT.
let proofRefusals: [Refusal] = [
    proof("wpt-oth-unknown", "an unknown entry of oth") { draft in
        var hashes = draft["oth"] ?? .object([])
        hashes[member: "x-other"] = .string(ContentHash(of: []).text)
        draft["oth"] = hashes
    },
    proof("wpt-oth", "an entry of oth for a field that is not there") { draft in
        var hashes = draft["oth"] ?? .object([])
        hashes[member: "act-record"] = .string(ContentHash(of: []).text)
        draft["oth"] = hashes
    },
    proof("wpt-oth", "another hash in oth") {
        $0["oth"] = ["content-digest": .string(ContentHash(of: []).text)]
    },
    proof("wpt-claim", "oth as a list") { $0["oth"] = [] },
    proof("wpt-claim", "oth with a number") { $0["oth"] = ["content-digest": 1] },
    proof("wpt-claim", "oth with 33 entries") { draft in
        let hash = JSONValue.string(ContentHash(of: []).text)
        draft["oth"] = .object((0..<33).map { JSONMember(ExactString("f\($0)"), hash) })
    },
    proof("wpt-claim", "no jti") { $0["jti"] = nil },
    proof("wpt-claim", "an empty jti") { $0["jti"] = "" },
    proof("wpt-claim", "no exp") { $0["exp"] = nil },
    proof("wpt-claim", "no aud") { $0["aud"] = nil },
    proof("wpt-claim", "no wth") { $0["wth"] = nil },
    proof("wpt-aud", "another audience") { $0["aud"] = "https://b.example.com/review" },
    proof("wpt-wth", "of another WIT") { $0["wth"] = .string(ContentHash(of: []).text) },
    proof("wpt-tth", "tth without a Txn-Token") { $0["tth"] = .string(ContentHash(of: []).text) },
    proof("wpt-expired", "expired") { $0["exp"] = .integer(Scenario.now) },
    proof("wpt-lifetime", "valid for an hour") { $0["exp"] = .integer(Scenario.now + hours) },
    proof("wpt-typ", "another typ") { $0.header[member: "typ"] = "dpop+jwt" },
    proof("wpt-alg", "another alg than cnf.jwk.alg") { $0.header[member: "alg"] = "ES384" },
    proof("wpt-malformed", "a critical parameter") { $0.header[member: "crit"] = ["x"] },
    proof("wpt-signature-invalid", "signed with another key") { $0.signer = Scenario.agentC },
    Refusal("wpt-tth", 401, "a Txn-Token without tth") {
        $0.usesProof = true
        $0.fields.append(("Txn-Token", "a.b.c"))
        $0.reprove = { $0["tth"] = nil }
    },
    Refusal("wpt-tth", 401, "two Txn-Tokens") {
        $0.usesProof = true
        $0.fields += [("Txn-Token", "a.b.c"), ("Txn-Token", "d.e.f")]
    },
    Refusal("wpt-malformed", 401, "Authorization twice") {
        $0.usesProof = true
        $0.tamper = { $0.headerFields.append(HTTPField(name: .authorization, value: "Bearer x")) }
    },
    Refusal("wpt-malformed", 401, "no token after the scheme") {
        $0.usesProof = true
        $0.tamper = { $0.headerFields[.authorization] = "wpt" }
    },
    Refusal("wpt-malformed", 401, "two tokens after the scheme") {
        $0.usesProof = true
        $0.tamper = { $0.headerFields[.authorization] = ($0.headerFields[.authorization] ?? "") + " a.b.c" }
    },
    Refusal("wpt-expired", 401, "a minute later") {
        $0.usesProof = true
        $0.later = 60
    },
    Refusal("ect-http-oth", 403, "an ECT that is not in oth") {
        $0.usesProof = true
        $0.tokens.executionContext = [Scenario.ect()]
        $0.reprove = { $0["oth"] = nil }
    },
    Refusal("act-http-wpt", 403, "a mandate that is not in oth") {
        $0.usesProof = true
        $0.tokens.mandate = Scenario.mandate()
        $0.reprove = { $0["oth"] = nil }
    },
    Refusal("ect-http-503", 503, "the replay store can't be asked") { $0.replay = FailingStore() },
    Refusal("ect-http-503", 503, "nor for a proof") {
        $0.replay = FailingStore()
        $0.usesProof = true
    },
]
