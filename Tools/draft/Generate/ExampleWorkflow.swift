import ACT
import Claims
import DAG
import ECT
import Encoding
import JOSE
import Signing
import Trust

/// The workflow of the examples in both drafts: a clinic has a prescription prepared.
///
/// The clinic gives agent a a mandate. That agent reviews the specification and recommends a treatment, each as an
/// ECT, and ends with the record of the mandated task. It could pass the analysis of a sample on to agent b.
/// Everything verifies at `time` by `audience`.
struct ExampleWorkflow {
    let clinic: Party
    let agentA: Party
    let agentB: Party

    /// The tokens, in their compact forms.
    let mandate: String
    let child: String
    let review: String
    let recommendation: String
    let record: String

    /// When the mandate was issued.
    static let begin: Int64 = 1_795_251_600
    /// When the tokens verify.
    static let time = begin + 90
    /// Who verifies.
    static let audience: ExactString = "spiffe://example.com/agent/b"
    private static let ledger: ExactString = "spiffe://example.com/ledger"

    struct Party {
        let identifier: ExactString
        let key: PrivateJWK

        init(_ name: String, _ identifier: ExactString, _ type: KeyType) throws {
            self.identifier = identifier
            key = try DerivedValues.key(name, type)
        }
    }

    init() throws {
        clinic = try Party("clinic", "https://clinic.example", .ed25519)
        agentA = try Party("agent-a", "spiffe://example.com/agent/a", .p256)
        agentB = try Party("agent-b", Self.audience, .p256)
        let trust = try Self.trust([clinic, agentA, agentB])
        let policy = ACTPolicy(
            mode: .live, now: NumericDate(clamping: Self.time), audience: [Self.audience])
        let verifier = ACTVerifier(trust: trust, policy: policy)

        mandate = try ACTIssuer(key: clinic.key).issue(Self.mandateClaims(clinic, agentA))
        let granted = try verifier.mandate(Array(mandate.utf8))
        child = try Self.delegated(granted, by: agentA, to: agentB)
        let mandates = MandateSet(verifying: [Array(mandate.utf8), Array(child.utf8)], with: verifier)
        review = try Self.issue(Self.reviewClaims(agentA), by: agentA)
        recommendation = try Self.issue(Self.recommendationClaims(agentA, under: granted.hash), by: agentA)
        record = try DeterministicSignature.resign(
            ACTIssuer(key: agentA.key).record(granted, Self.recordClaims(granted)), with: agentA.key)
        try verify(verifier, mandates)
    }

    // MARK: Claims

    private static func mandateClaims(_ clinic: Party, _ agent: Party) throws -> MandateClaims {
        var once = Constraints()
        once.maxCalls = 1
        let analysis = try constraints(amount: "80.00", resource: "https://lab.example/samples/*")
        return MandateClaims(
            issuer: clinic.identifier, subject: agent.identifier, audience: try parties([audience]),
            issuedAt: date(0), expiration: date(3600), identifier: try DerivedValues.uuid("mandate"),
            workflow: try workflow(),
            task: ACTTask(purpose: "prepare a prescription", dataSensitivity: .confidential),
            capabilities: try Capabilities([
                Capability(try action("prepare_prescription")),
                Capability(try action("recommend_treatment"), once),
                Capability(try action("sample.analyse"), analysis),
            ]), delegation: try Delegation(maxDepth: 2))
    }

    /// A child mandate: the analysis of one sample. Its hop is signed again, since the issuer's nonce is random.
    private static func delegated(_ parent: VerifiedMandate, by a: Party, to b: Party) throws -> String {
        let identifier = try DerivedValues.uuid("child mandate")
        let claims = MandateClaims(
            issuer: a.identifier, subject: b.identifier, audience: try parties([audience]),
            issuedAt: date(30), expiration: date(1800), identifier: identifier,
            task: ACTTask(purpose: "analyse sample 4711", dataSensitivity: .confidential),
            capabilities: try Capabilities([
                Capability(
                    try action("sample.analyse"),
                    constraints(amount: "50.00", resource: "https://lab.example/samples/4711"))
            ]))
        let token = try ACTIssuer(key: a.key).delegate(parent, to: claims, maxDepth: 1)
        let input = hopInput(parent.hash, identifier, b.identifier)
        let signature = try DeterministicSignature.sign(Array(input.utf8), with: a.key.privateKey)
        let parts = token.split(separator: ".")
        let payload = try JSONDocument(parsing: Base64URL.decode(String(parts[1]))).root.value
            .replacing(
                ["del", "chain", "0", "sig"][...], by: .string(ExactString(Base64URL.encode(signature))))
        return try DeterministicSignature.resign(
            "\(parts[0]).\(Base64URL.encode(payload.encode())).", with: a.key)
    }

    /// What the delegator signs.
    static func hopInput(_ hash: ContentHash, _ child: UUIDText, _ subject: ExactString) -> String {
        "act-delegation:\(hash).\(child).\(subject)"
    }

    private static func recordClaims(_ mandate: VerifiedMandate) throws -> RecordClaims {
        RecordClaims(
            action: try action("prepare_prescription"),
            predecessors: try Predecessors(
                [DerivedValues.uuid("recommendation")], of: mandate.claims.identifier),
            executedAt: date(75), outcome: .completed, mandateHash: mandate.hash,
            inputHash: ContentHash(of: Array("foo".utf8)),
            outputHash: ContentHash(of: Array("prescription".utf8)))
    }

    private static func reviewClaims(_ agent: Party) throws -> ExecutionClaims {
        ExecutionClaims(
            issuer: agent.identifier, audience: try parties([audience]), issuedAt: date(0),
            expiration: date(600), identifier: try reviewIdentifier(), action: "review_spec",
            extensions: ["pol": "policy_v1", "pol_decision": "approved"])
    }

    private static func recommendationClaims(
        _ agent: Party, under mandate: ContentHash
    ) throws -> ExecutionClaims {
        let identifier = try DerivedValues.uuid("recommendation")
        return ExecutionClaims(
            issuer: agent.identifier, audience: try parties([audience, ledger]), issuedAt: date(60),
            expiration: date(660), identifier: identifier, workflow: try workflow(),
            action: "recommend_treatment",
            predecessors: try Predecessors([reviewIdentifier()], of: identifier),
            inputHash: ContentHash(of: Array("test".utf8)), outputHash: ContentHash(of: Array("foo".utf8)),
            mandateHash: mandate, extensions: ["com.example.model": "m-7"])
    }

    private static func issue(_ claims: ExecutionClaims, by party: Party) throws -> String {
        try DeterministicSignature.resign(ECTIssuer(key: party.key).issue(claims), with: party.key)
    }

    // MARK: Values

    private static func date(_ seconds: Int64) -> NumericDate { NumericDate(clamping: begin + seconds) }

    private static func parties(_ parties: [ExactString]) throws -> Audience {
        try value(Audience(parties), "aud")
    }

    private static func action(_ name: ExactString) throws -> Action { try value(Action(name), name.string) }

    private static func workflow() throws -> UUIDText {
        try value(UUIDText("a0b1c2d3-e4f5-6789-abcd-ef0123456789"), "wid")
    }

    private static func reviewIdentifier() throws -> UUIDText {
        try value(UUIDText("550e8400-e29b-41d4-a716-446655440000"), "jti")
    }

    private static func constraints(amount: ExactString, resource: ExactString) throws -> Constraints {
        var constraints = Constraints()
        constraints.maxAmount = try value(
            DecimalValue(amount).flatMap { Amount(value: $0, currency: "EUR") }, "max_amount")
        constraints.resources = [try value(ResourcePattern(resource), "resources")]
        return constraints
    }

    private static func value<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw GenerateError.example(name, reason: "it has no such form") }
        return value
    }

    private static func trust(_ parties: [Party]) throws -> TrustStore {
        var file = TrustFile()
        for party in parties { try file.add(party.key.publicJWK, for: party.identifier) }
        return TrustStore(file)
    }

    // MARK: Verification

    /// Nothing is printed that our own verifier refuses, or finds to be less than the text says.
    private func verify(_ act: ACTVerifier, _ mandates: MandateSet) throws {
        let chain = try act.mandate(Array(child.utf8), mandates: mandates).delegation
        let record = try act.record(Array(record.utf8), mandates: mandates)
        let ect = ECTVerifier(
            trust: act.trust,
            policy: ECTPolicy(
                mode: .live, now: act.policy.now, audience: [Self.audience], minimumLevel: .level2,
                firstUse: nil))
        let review = try ect.verify(Array(review.utf8))
        let recommendation = try ect.verify(Array(recommendation.utf8)) { hash in
            guard case .success(let mandate)? = mandates[hash] else { return nil }
            return .verified(mandate.scope)
        }
        var graph = GraphBuilder()
        try graph.append(
            GraphNode(
                id: record.mandate.identifier.text, scope: record.mandate.workflow?.text,
                predecessors: record.claims.predecessors.identifiers.map(\.text),
                time: record.claims.executedAt.seconds))
        for claims in [review.claims, recommendation.claims] {
            try graph.append(
                GraphNode(
                    id: claims.identifier.text, scope: claims.workflow?.text,
                    predecessors: claims.predecessors.identifiers.map(\.text), time: claims.issuedAt.seconds))
        }
        guard chain == .proven, record.verdict == .authorized, recommendation.verdict == .authorized,
            graph.graph().verdict() == .complete
        else { throw GenerateError.example("workflow", reason: "it is not authorized, proven and complete") }
    }
}

extension JSONValue {
    /// The value with another one at a path of names and indices.
    fileprivate func replacing(_ path: ArraySlice<String>, by value: JSONValue) -> JSONValue {
        guard let step = path.first else { return value }
        switch self {
        case .object(let members):
            return .object(
                members.map { member in
                    guard member.name == ExactString(step) else { return member }
                    return JSONMember(member.name, member.value.replacing(path.dropFirst(), by: value))
                })
        case .array(let elements):
            return .array(
                elements.enumerated().map { at, element in
                    String(at) == step ? element.replacing(path.dropFirst(), by: value) : element
                })
        default: return self
        }
    }
}
