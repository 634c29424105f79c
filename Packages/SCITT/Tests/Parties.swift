import ACT
import Audit
import CBOR
import COSE
import Claims
import ECT
import Encoding
import JOSE
import Merkle
import SCITT
import Signing
import Testing
import TestSupport
import Trust

/// The parties of the tests, and a trust file in which each is what it says: Alice grants, Bob and Carol carry
/// out, the ledger anchors, two services issue receipts.
struct Parties: Sendable {
    static let now = NumericDate(clamping: 1_760_000_000)
    static let alice: ExactString = "https://alice.example"
    static let bob: ExactString = "spiffe://example.com/agent/bob"
    static let carol: ExactString = "spiffe://example.com/agent/carol"
    static let anchorer: ExactString = "https://ledger.example"
    static let service: ExactString = "https://transparency.example"
    static let second: ExactString = "https://second.example"
    static let workflow = uuid("a0b1c2d3-e4f5-4789-abcd-ef0123456789")

    static var audience: Audience {
        guard let audience = Audience([anchorer]) else { fatalError("no audience") }
        return audience
    }

    let keys: [ExactString: PrivateJWK]
    var trust: TrustFile

    init() throws {
        var keys: [ExactString: PrivateJWK] = [:]
        var trust = TrustFile()
        for (name, type) in [
            (Self.alice, KeyType.p256), (Self.bob, .ed25519), (Self.carol, .p256), (Self.anchorer, .p256),
            (Self.service, .p256), (Self.second, .ed25519),
        ] {
            let key = try PrivateJWK(PrivateKey.generate(type), keyID: "key-1")
            keys[name] = key
            if name == Self.service || name == Self.second {
                try trust.setService(TrustedService(JWKSet([key.publicJWK])), for: name)
            } else {
                try trust.add(key.publicJWK, for: name)
            }
        }
        self.keys = keys
        self.trust = trust
    }

    func key(_ name: ExactString) throws -> PrivateJWK { try #require(keys[name]) }

    // MARK: Tokens

    func mandate(
        _ number: Int, workflow: UUIDText? = Parties.workflow, approver: ExactString? = nil
    ) throws -> [UInt8] {
        let action = try #require(Action("review.spec"))
        let claims = MandateClaims(
            issuer: Self.alice, subject: Self.bob, audience: Self.audience,
            issuedAt: Self.now.advanced(by: -600), expiration: Self.now.advanced(by: 3600),
            identifier: identifier(number), workflow: workflow, task: ACTTask(purpose: "review"),
            capabilities: try Capabilities([Capability(action)]),
            oversight: approver.map { Oversight(requiresApprovalFor: [action], approver: $0) })
        return Array(try ACTIssuer(key: key(Self.alice)).issue(claims).utf8)
    }

    func approval(of number: Int) throws -> [UInt8] {
        let claims = ApprovalClaims(
            identifier: identifier(number), action: try #require(Action("review.spec")),
            issuedAt: Self.now.advanced(by: -500), expiration: Self.now.advanced(by: 3600))
        return Array(try ACTIssuer(key: key(Self.carol)).approve(claims).utf8)
    }

    /// Bob's record of the mandate's task.
    func record(of mandate: [UInt8], after predecessors: [Int] = []) throws -> [UInt8] {
        let verified = try ACTVerifier(
            trust: TrustStore(trust), policy: ACTPolicy(mode: .audit, now: Self.now, audience: [])
        ).mandate(mandate)
        let claims = RecordClaims(
            action: try #require(Action("review.spec")),
            predecessors: try Predecessors(
                predecessors.map { identifier($0) }, of: verified.claims.identifier),
            executedAt: Self.now.advanced(by: -10), outcome: .completed, mandateHash: verified.hash)
        return Array(try ACTIssuer(key: key(Self.bob)).record(verified, claims).utf8)
    }

    func ect(
        _ number: Int, after predecessors: [Int] = [], workflow: UUIDText? = Parties.workflow,
        mandate: [UInt8]? = nil, by issuer: ExactString = Parties.carol
    ) throws -> [UInt8] {
        Array(
            try ECTIssuer(key: key(issuer)).issue(
                claims(number, after: predecessors, workflow: workflow, mandate: mandate, by: issuer)
            ).utf8)
    }

    func claims(
        _ number: Int, after predecessors: [Int] = [], workflow: UUIDText? = Parties.workflow,
        mandate: [UInt8]? = nil, by issuer: ExactString = Parties.carol
    ) throws -> ExecutionClaims {
        ExecutionClaims(
            issuer: issuer, audience: Self.audience,
            issuedAt: Self.now.advanced(by: -5), expiration: Self.now.advanced(by: 600),
            identifier: identifier(number), workflow: workflow, action: "review.spec",
            predecessors: try Predecessors(predecessors.map { identifier($0) }, of: identifier(number)),
            mandateHash: mandate.map { ContentHash(of: $0) })
    }

    func verified(_ token: [UInt8], mandates: [[UInt8]] = []) throws -> VerifiedToken {
        var policy = ECTPolicy(
            mode: .audit, now: Self.now, audience: [], minimumLevel: .level1, firstUse: nil)
        policy.predecessorLimit = 256
        let store = TrustStore(trust)
        let act = ACTVerifier(trust: store, policy: ACTPolicy(mode: .audit, now: Self.now, audience: []))
        return try TokenVerifier(
            act: act, ect: ECTVerifier(trust: store, policy: policy),
            mandates: MandateSet(verifying: mandates, with: act)
        ).verify(token)
    }

    // MARK: Statements and receipts

    func statements() throws -> StatementIssuer {
        try StatementIssuer(Self.anchorer, key: key(Self.anchorer))
    }

    func statement(about token: [UInt8], full: Bool = false) throws -> SignedStatement {
        try statements().statement(about: verified(token), full: full)
    }

    func issuer(_ service: ExactString = Parties.service) throws -> ReceiptIssuer {
        try ReceiptIssuer(service, key: key(service).privateKey)
    }

    /// A log in which the statement stands among `size` - 1 others, and its receipt.
    func receipt(
        for statement: SignedStatement, size: Int = 8, index: Int = 5,
        by service: ExactString = Parties.service, issuedAt: NumericDate = Parties.now
    ) throws -> Receipt {
        let tree = Self.tree(around: ReceiptIssuer.leafHash(of: statement), size: size, index: index)
        let proof = try #require(tree.inclusionProof(of: UInt64(index), size: UInt64(size)))
        return try issuer(service).issue(for: statement, proof: proof, issuedAt: issuedAt)
    }

    static func tree(around leaf: Digest32, size: Int, index: Int) -> MerkleTree {
        MerkleTree(
            leafHashes: (0..<size).map { $0 == index ? leaf : MerkleHash.leaf(Array("entry \($0)".utf8)) })
    }

    func anchors(demand: TransparencyPolicy.Demand = .any) -> AnchorVerifier {
        AnchorVerifier(
            statements: StatementVerifier(trust: TrustStore(trust), time: Self.now),
            policy: transparency(demand))
    }

    func transparency(_ demand: TransparencyPolicy.Demand = .any) -> TransparencyPolicy {
        var policy = TransparencyPolicy(services: trust.services, now: Self.now)
        policy.demand = demand
        return policy
    }

    func bundles() -> BundleVerifier {
        BundleVerifier(trust: trust, policy: AuditPolicy(now: Self.now))
    }
}

/// The version 4 UUID of a number.
func identifier(_ number: Int) -> UUIDText {
    let digits = String(number, radix: 16)
    return uuid("550e8400-e29b-41d4-a716-" + String(repeating: "0", count: 12 - digits.count) + digits)
}

func uuid(_ text: String) -> UUIDText {
    guard let uuid = UUIDText(ExactString(text)) else { fatalError("\(text) is no UUID") }
    return uuid
}

/// The error that `body` throws; nil if it throws none.
func refusal(_ body: () throws -> Void) -> SCITTError? {
    do {
        try body()
        return nil
    } catch {
        return error as? SCITTError
    }
}
