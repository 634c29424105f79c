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

private func signed(
    _ code: String, _ name: String,
    _ edit: @escaping @Sendable (inout [CoveredComponent], inout SignatureParameters) -> Void
) -> Refusal {
    Refusal(code, 400, name) { $0.resign = edit }
}

private func tampered(
    _ code: String, _ status: Int, _ name: String, _ edit: @escaping @Sendable (inout HTTPRequest) -> Void
) -> Refusal {
    Refusal(code, status, name) { $0.tamper = edit }
}

private func uncovered(_ component: String) -> Refusal {
    signed("signature-not-covered", "\(component) is not covered") { components, _ in
        components.removeAll { $0.name == component }
    }
}

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

/// Signature: parameters, coverage, tampering.
let signatureRefusals: [Refusal] = [
    signed("signature-parameter-forbidden", "keyid") { $1.keyID = "a" },
    signed("signature-parameter-forbidden", "alg") { $1.algorithm = "ecdsa-p256-sha256" },
    signed("signature-parameter-missing", "no nonce") { $1.nonce = nil },
    signed("signature-parameter-missing", "no created") { $1.created = nil },
    signed("signature-parameter-missing", "no expires") { $1.expires = nil },
    signed("signature-parameter-missing", "no wimse-aud") { $1.audience = nil },
    signed("signature-parameter-invalid", "an empty nonce") { $1.nonce = "" },
    signed("signature-parameter-invalid", "a nonce of 257 octets") {
        $1.nonce = String(repeating: "x", count: 257)
    },
    signed("signature-parameter-invalid", "created before 1970") { $1.created = -1 },
    signed("signature-parameter-invalid", "expires beyond all dates") { $1.expires = 999_999_999_999_999 + 0 }
        .ifOutOfRange,
    signed("signature-missing", "another tag") { $1.tag = "other" },
    signed("signature-missing", "no tag") { $1.tag = nil },
    signed("signature-audience", "wimse-aud of another") { $1.audience = "spiffe://example.com/agent/c" },
    signed("signature-audience", "wimse-aud from Host and target") {
        $1.audience = "https://b.example.com/review"
    },
    signed("signature-expired", "expires now") { $1.expires = Scenario.now },
    Refusal("signature-expired", 400, "a minute later") { $0.later = 60 },
    signed("signature-created-ahead", "created in a minute") {
        $1.created = Scenario.now + 60
        $1.expires = Scenario.now + 90
    },
    signed("signature-lifetime", "valid for ten minutes") { $1.expires = Scenario.now + 600 },
    signed("signature-lifetime", "expires before it was created") {
        $1.created = Scenario.now + 20
        $1.expires = Scenario.now + 10
    },
    signed("signature-not-covered", "as revision -06 covered the target") { components, _ in
        components.removeAll { ["@path", "@query"].contains($0.name) }
        components += [CoveredComponent("@request-target")].compactMap { $0 }
    },
    uncovered("@method"), uncovered("@path"), uncovered("@query"), uncovered("content-type"),
    uncovered("content-digest"), uncovered("workload-identity-token"),
    Refusal("signature-not-covered", 400, "authorization is not covered") {
        $0.fields.append(("Authorization", "Bearer x"))
        $0.resign = { components, _ in components.removeAll { $0.name == "authorization" } }
    },
    Refusal("signature-not-covered", 400, "txn-token is not covered") {
        $0.fields.append(("Txn-Token", "a.b.c"))
        $0.resign = { components, _ in components.removeAll { $0.name == "txn-token" } }
    },
    Refusal("signature-not-covered", 400, "a field of the policy is not covered") {
        $0.fields.append(("X-Tenant", "1"))
        $0.policy.coveredFields = [HTTPField.Name("X-Tenant") ?? .accept]
        $0.resign = { components, _ in components.removeAll { $0.name == "x-tenant" } }
    },
    signed("signature-not-covered", "a field covered as its binary form only") { components, _ in
        components.removeAll { $0.name == "content-type" }
        components += [CoveredComponent("content-type", isBinary: true)].compactMap { $0 }
    },
    tampered("signature-invalid", 400, "another method") { $0.method = .put },
    tampered("signature-invalid", 400, "another path") { $0.path = "/reviews?depth=2&depth=3" },
    tampered("signature-invalid", 400, "another query") { $0.path = "/review?depth=2&depth=4" },
    tampered("signature-invalid", 400, "no query") { $0.path = "/review" },
    tampered("signature-invalid", 400, "another content type") {
        $0.headerFields[.contentType] = "text/plain"
    },
    tampered("signature-invalid", 400, "another digest") {
        $0.headerFields[.contentDigest] = ContentDigest(of: []).fieldValue
    },
    tampered("signature-component-missing", 400, "no content type") { $0.headerFields[.contentType] = nil },
    tampered("signature-component-refused", 400, "Content-Type twice") {
        $0.headerFields.append(HTTPField(name: .contentType, value: "text/plain"))
    },
    tampered("signature-not-covered", 400, "Authorization added") {
        $0.headerFields[.authorization] = "Basic eDp5"
    },
    Refusal("signature-component-refused", 400, "Authorization twice") {
        $0.fields += [("Authorization", "Bearer x"), ("Authorization", "Bearer y")]
    },
    tampered("signature-missing", 400, "no signature") {
        $0.headerFields[.signature] = nil
        $0.headerFields[.signatureInput] = nil
    },
    tampered("signature-value-missing", 400, "no Signature field") { $0.headerFields[.signature] = nil },
    tampered("signature-value-missing", 400, "another label in Signature") {
        $0.headerFields[.signature] = "x=:AA==:"
    },
    tampered("signature-malformed", 400, "Signature is no byte sequence") {
        $0.headerFields[.signature] = "wimse=\"x\""
    },
    tampered("signature-malformed", 400, "Signature is no dictionary") { $0.headerFields[.signature] = "?" },
    tampered("signature-invalid", 400, "a signature of another length") {
        $0.headerFields[.signature] = "wimse=:AA==:"
    },
    tampered("signature-malformed", 400, "Signature-Input is no dictionary") {
        $0.headerFields[.signatureInput] = "((("
    },
    tampered("signature-malformed", 400, "Signature-Input has an item") {
        $0.headerFields[.signatureInput] = "wimse=\"x\";tag=\"wimse-workload-to-workload\""
    },
    tampered("signature-malformed", 400, "the label twice") {
        $0.headerFields.append(
            HTTPField(name: .signatureInput, value: $0.headerFields[.signatureInput] ?? ""))
    },
    tampered("signature-ambiguous", 400, "two signatures with the tag") {
        let input = $0.headerFields[.signatureInput] ?? ""
        $0.headerFields.append(
            HTTPField(name: .signatureInput, value: "other=" + input.dropFirst("wimse=".count)))
        $0.headerFields.append(HTTPField(name: .signature, value: "other=:AAAA:"))
    },
    tampered("signature-malformed", 400, "a parameter twice") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "") + ";nonce=\"x\""
    },
    tampered("signature-parameter-invalid", 400, "created as a string") {
        $0.headerFields[.signatureInput] =
            ($0.headerFields[.signatureInput] ?? "").replacing("created=", with: "created=\"1\";x=")
    },
    tampered("signature-parameter-invalid", 400, "nonce as a token") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "nonce=\"", with: "nonce=abc;x=\"")
    },
    tampered("signature-parameter-invalid", 400, "wimse-sign-response as a number") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "") + ";wimse-sign-response=1"
    },
    tampered("signature-invalid", 400, "a parameter added") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "") + ";wimse-sign-response"
    },
    tampered("signature-invalid", 400, "a space more in the parameters, which no re-serialization may hide") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\" ", with: "\"@path\"  ")
    },
    tampered("signature-component-repeated", 400, "a component twice") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\" ", with: "\"@path\" \"@path\" ")
    },
    tampered("signature-component-refused", 400, "a component of a trailer") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"content-type\"", with: "\"content-type\";tr")
    },
    tampered("signature-component-refused", 400, "a component in strict serialization") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"content-type\"", with: "\"content-type\";sf")
    },
    tampered("signature-component-refused", 400, "an unknown derived component") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\"", with: "\"@path\" \"@nonsense\"")
    },
    tampered("signature-component-refused", 400, "a field name in upper case") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\"", with: "\"@path\" \"Accept\"")
    },
    tampered("signature-component-refused", 400, "a component of another request") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"content-type\"", with: "\"content-type\" \"content-type\";req")
    },
    tampered("signature-component-refused", 400, "the status of a request") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\"", with: "\"@path\" \"@status\"")
    },
    tampered("signature-malformed", 400, "a component that is a token") {
        $0.headerFields[.signatureInput] = ($0.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\"", with: "\"@path\" accept")
    },
    tampered("signature-malformed", 400, "17 signatures") {
        for number in 0..<16 {
            $0.headerFields.append(HTTPField(name: .signatureInput, value: "a\(number)=()"))
        }
    },
    tampered("signature-malformed", 400, "65 components") { request in
        let more = (0..<65).map { "\"x-\($0)\"" }.joined(separator: " ")
        request.headerFields[.signatureInput] = (request.headerFields[.signatureInput] ?? "").replacing(
            "\"@path\"", with: "\"@path\" " + more)
    },
    Refusal("signature-missing", 400, "a proof token where a signature is demanded") {
        $0.usesProof = true
        $0.policy.proof = .signature
    },
    Refusal("wpt-missing", 401, "a signature where a proof token is demanded") {
        $0.policy.proof = .proofToken
    },
]

extension Refusal {
    /// The same; a date that is in range for all that a structured field can hold is too late for the policy.
    fileprivate var ifOutOfRange: Refusal {
        Refusal("signature-lifetime", status, "expires in 31 million years", edit)
    }
}

/// Content and digest.
let contentRefusals: [Refusal] = [
    Refusal("content-digest-mismatch", 400, "another content") { $0.received = Array("{}".utf8) },
    Refusal("content-digest-mismatch", 400, "no content") { $0.received = [] },
    Refusal("content-digest-missing", 400, "a body added") {
        $0.content = []
        $0.received = [1]
    },
    Refusal("content-digest-malformed", 400, "a digest that is no byte sequence") {
        $0.tamper = { $0.headerFields[.contentDigest] = "sha-256=1" }
    },
    Refusal("content-digest-malformed", 400, "an empty digest") {
        $0.tamper = { $0.headerFields[.contentDigest] = "" }
    },
    Refusal("content-digest-algorithm", 400, "an algorithm that is not known") {
        $0.tamper = { $0.headerFields[.contentDigest] = "md5=:AAAA:" }
    },
    Refusal("content-digest-mismatch", 400, "a digest of another length") {
        $0.tamper = { $0.headerFields[.contentDigest] = "sha-256=:AAAA:" }
    },
    Refusal("content-digest-mismatch", 400, "of two digests one that is wrong") {
        $0.usesProof = true
        $0.policy.audiences.insert(Scenario.agentB.identifier)
        $0.reprove = { draft in draft["oth"] = nil }
        $0.tamper = { request in
            let wrong = ContentDigest(of: [1], algorithm: .sha512).fieldValue
            request.headerFields[.contentDigest] = (request.headerFields[.contentDigest] ?? "") + ", " + wrong
        }
    },
]

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
