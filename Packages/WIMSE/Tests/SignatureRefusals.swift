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

private func signed(
    _ code: String, _ name: String,
    _ edit: @escaping @Sendable (inout [CoveredComponent], inout SignatureParameters) -> Void
) -> Refusal {
    Refusal(code, 400, name) { $0.resign = edit }
}

/// A request that is changed on its way.
func tampered(
    _ code: String, _ status: Int, _ name: String, _ edit: @escaping @Sendable (inout HTTPRequest) -> Void
) -> Refusal {
    Refusal(code, status, name) { $0.tamper = edit }
}

private func uncovered(_ component: String) -> Refusal {
    signed("signature-not-covered", "\(component) is not covered") { components, _ in
        components.removeAll { $0.name == component }
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
    tampered("signature-invalid", 400, "a path that decodes to the same") {
        $0.path = "/%72eview?depth=2&depth=3"
    },
    tampered("signature-invalid", 400, "a path that resolves to the same") {
        $0.path = "/x/../review?depth=2&depth=3"
    },
    tampered("signature-invalid", 400, "a path with a slash more") { $0.path = "//review?depth=2&depth=3" },
    tampered("signature-invalid", 400, "a query that decodes to the same") {
        $0.path = "/review?depth=%32&depth=3"
    },
    tampered("signature-invalid", 400, "a query in another order") { $0.path = "/review?depth=3&depth=2" },
    tampered("signature-invalid", 400, "a question mark moved into the query") {
        $0.path = "/review??depth=2&depth=3"
    },
    tampered("signature-invalid", 400, "a fragment") { $0.path = "/review?depth=2&depth=3#x" },
    tampered("signature-component-refused", 400, "a target in absolute form") {
        $0.path = "https://b.example.com/review?depth=2&depth=3"
    },
    tampered("signature-component-refused", 400, "a target without its slash") {
        $0.path = "review?depth=2&depth=3"
    },
    tampered("signature-component-refused", 400, "an asterisk for a target") { $0.path = "*" },
    tampered("signature-component-missing", 400, "no target") { $0.path = nil },
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
