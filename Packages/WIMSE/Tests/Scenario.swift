import ACT
import Claims
import ECT
import Encoding
import HTTPTypes
import JOSE
import Ledger
import Signing
import Testing
import TestTokens
import Trust
import WIMSE

/// A request of agent A to agent B, with whatever a test makes of it: before it is signed, in the signature, on its
/// way, and at the receiver.
struct Scenario {
    static let now: Int64 = 1_795_251_661
    static let domain = Party("spiffe://example.com", key: Party("domain", .p256).key)
    static let agentA = Party("spiffe://example.com/agent/a", key: Party("agent-a", .p256).key)
    static let agentB = Party("spiffe://example.com/agent/b", key: Party("agent-b", nil).key)
    static let agentC = Party("spiffe://example.com/agent/c", key: Party("agent-c", .p256).key)
    static let identifier = "550e8400-e29b-41d4-a716-446655440000"

    /// Trusts the domain's anchor, Alice who grants mandates, and agent C whose records are passed on.
    static let trust: TrustStore = {
        do {
            let text = Party.trustFile([domain, .alice, agentC]).encode()
            return TrustStore(try TrustFile(parsing: text))
        } catch {
            fatalError("\(error)")
        }
    }()

    // MARK: What the sender does

    var method = HTTPRequest.Method.post
    var target = "/review?depth=2&depth=3"
    var fields: [(String, String)] = [("Content-Type", "application/json")]
    var content = Array("{\"document\":\"spec\"}".utf8)
    var audience: ExactString? = Scenario.agentB.identifier
    var tokens = ExecutionTokens()
    var signResponse = false
    var usesProof = false
    var sender = Scenario.agentA
    /// The WIT, before the domain signs it.
    var identity = Scenario.identityToken(of: Scenario.agentA)
    /// The signature that is made in place of the profile's.
    var resign: ((inout [CoveredComponent], inout SignatureParameters) -> Void)?
    /// The proof token before it is signed, in place of the profile's.
    var reprove: ((inout TokenDraft) -> Void)?

    // MARK: What happens on its way

    var tamper: (inout HTTPRequest) -> Void = { _ in }
    var received: [UInt8]?

    // MARK: What the receiver demands

    var policy = WIMSEPolicy(audiences: [Scenario.agentB.identifier])
    var trust = Scenario.trust
    var replay: any ReplayStore = MemoryReplayStore()
    var later: Int64 = 0

    static func date(_ offset: Int64 = 0) -> NumericDate { NumericDate(clamping: now + offset) }

    static func identityToken(of party: Party) -> TokenDraft {
        TokenDraft(
            type: "wit+jwt",
            payload: [
                "iss": "https://example.com/issuer", "sub": .string(party.identifier),
                "iat": .integer(now - 600), "exp": .integer(now + 3600),
                "cnf": ["jwk": party.key.publicJWK.value],
            ], signer: domain)
    }

    /// An ECT of `party`, for agent B.
    static func ect(
        _ party: Party = agentA, identifier: String = Scenario.identifier,
        _ edit: (inout TokenDraft) -> Void = { _ in }
    ) -> String {
        var draft = TokenDraft(
            type: "exec+jwt",
            payload: [
                "iss": .string(party.identifier), "aud": [.string(agentB.identifier)],
                "iat": .integer(now - 5), "exp": .integer(now + 595), "jti": .string(ExactString(identifier)),
                "exec_act": "review_spec", "pred": [],
            ], signer: party)
        edit(&draft)
        return text(draft)
    }

    /// A mandate of Alice for agent A.
    static func mandate(_ edit: (inout TokenDraft) -> Void = { _ in }) -> String {
        var draft = TokenDraft(
            type: "act+jwt",
            payload: [
                "iss": .string(Party.alice.identifier), "sub": .string(agentA.identifier),
                "aud": [.string(agentB.identifier)], "iat": .integer(now - 60), "exp": .integer(now + 3600),
                "jti": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
                "task": ["purpose": "review"], "cap": [["action": "review_spec"]],
            ], signer: .alice)
        edit(&draft)
        return text(draft)
    }

    /// A mandate of agent A for itself, or for `subject`.
    static func ownGrant(to subject: Party = agentA) -> String {
        mandate {
            $0["iss"] = .string(agentA.identifier)
            $0["sub"] = .string(subject.identifier)
            $0.signer = agentA
            $0.header[member: "alg"] = "ES256"
            $0.header[member: "kid"] = .string(agentA.key.publicJWK.effectiveKeyID)
        }
    }

    /// The record of that mandate's task, by the mandate's subject.
    static func record(_ party: Party = agentA, of mandate: String? = nil) -> String {
        let mandate = mandate ?? Self.mandate { $0["sub"] = .string(party.identifier) }
        var draft = TokenDraft(type: "act+jwt", payload: .object([]), signer: party)
        draft.payload = [
            "iss": .string(Party.alice.identifier), "sub": .string(party.identifier),
            "aud": [.string(agentB.identifier)], "iat": .integer(now - 60), "exp": .integer(now + 3600),
            "jti": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            "task": ["purpose": "review"], "cap": [["action": "review_spec"]],
            "exec_act": "review_spec", "pred": [], "exec_ts": .integer(now - 5), "status": "completed",
            "mnd_hash": .string(ContentHash(of: Array(mandate.utf8)).text),
        ]
        return text(draft)
    }

    static func text(_ draft: TokenDraft) -> String {
        do {
            return String(decoding: try draft.compact(), as: UTF8.self)
        } catch {
            fatalError("\(error)")
        }
    }

    // MARK: The steps

    /// The request before it is signed.
    var unsigned: HTTPRequest {
        var request = HTTPRequest(method: method, scheme: "https", authority: "b.example.com", path: target)
        for (name, value) in fields {
            guard let name = HTTPField.Name(name) else { fatalError("\(name)") }
            request.headerFields.append(HTTPField(name: name, value: value))
        }
        return request
    }

    /// The request as it was sent.
    func send() throws -> SentRequest {
        var signer = try RequestSigner(identityToken: Self.text(identity), key: sender.key)
        signer.coveredFields = policy.coveredFields
        var request = unsigned
        let body = MessageContent(content)
        if usesProof {
            let sent = try signer.prove(
                &request, content: body, audience: audience, tokens: tokens, at: Self.date())
            guard let reprove else { return sent }
            var draft = TokenDraft(type: "wpt+jwt", payload: .object([]), signer: sender)
            draft.header[member: "kid"] = nil
            let compact = Array((request.headerFields[.authorization] ?? "").dropFirst(4).utf8)
            let jws = compact.split(separator: UInt8(ascii: "."))
            draft.payload = try JSONDocument(parsing: Base64URL.decode(Array(jws[1]).span)).root.value
            reprove(&draft)
            request.headerFields[.authorization] = "WPT \(Self.text(draft))"
            return SentRequest(request: request)
        }
        let sent = try signer.sign(
            &request, content: body, audience: audience, tokens: tokens, signResponse: signResponse,
            at: Self.date())
        guard let resign else { return sent }
        let message = HTTPMessage.request(request)
        let signature = try #require(try HTTPMessageSignature.all(in: message).first)
        var (components, parameters) = (signature.components, signature.parameters)
        resign(&components, &parameters)
        request.headerFields[.signature] = nil
        request.headerFields[.signatureInput] = nil
        let values = try HTTPMessageSignature.sign(
            .request(request), covering: components, parameters: parameters, with: sender.key)
        values.add(to: &request.headerFields)
        return SentRequest(request: request)
    }

    var verifier: RequestVerifier { RequestVerifier(trust: trust, policy: policy, replay: replay) }

    func receive(_ sent: SentRequest, with verifier: RequestVerifier? = nil) throws -> VerifiedRequest {
        var request = sent.request
        tamper(&request)
        return try (verifier ?? self.verifier).verify(
            request, content: MessageContent(received ?? content), at: Self.date(later))
    }

    func run() throws -> VerifiedRequest { try receive(send()) }
}

/// The error that `body` throws, which must be one of this module.
func refusal(_ body: () throws -> Void) -> WIMSEError? {
    do {
        try body()
        return nil
    } catch {
        guard let error = error as? WIMSEError else {
            Issue.record("threw \(error)")
            return nil
        }
        return error
    }
}

/// An edit of the scenario that must be refused, with the code and status of the answer.
struct Refusal: Sendable, CustomTestStringConvertible {
    let code: String
    let status: Int
    let testDescription: String
    let edit: @Sendable (inout Scenario) -> Void

    init(
        _ code: String, _ status: Int, _ name: String, _ edit: @escaping @Sendable (inout Scenario) -> Void
    ) {
        self.code = code
        self.status = status
        testDescription = "\(status) \(code): \(name)"
        self.edit = edit
    }

    /// The code as the problem type ends with it.
    var draftCode: String {
        code.hasPrefix("ect-") || code.hasPrefix("act-") ? String(code.dropFirst(4)) : code
    }

    /// Sends, receives, and answers why that was refused.
    func outcome() throws -> WIMSEError? {
        var scenario = Scenario()
        edit(&scenario)
        let sent = try scenario.send()
        return refusal { _ = try scenario.receive(sent) }
    }
}
