import ACT
import Claims
import Encoding
import JOSE
import Signing
import TestTokens
import Trust

/// Alice grants bob a mandate (the root), bob passes part of it on to carol (the child), and each of them
/// makes a record of its task. A test changes one thing and verifies one of the four.
struct Scenario: Sendable {
    typealias Edit = @Sendable (inout TokenDraft) -> Void

    enum Subject: Sendable { case root, child, record, childRecord }

    /// What is verified.
    var subject = Subject.root
    /// Which mandates are beside it.
    var hasRoot = true
    var hasChild = true
    /// Further tokens beside it, made from the root's compact form.
    var others: [@Sendable ([UInt8]) throws -> [UInt8]] = []
    var trust = Party.trustFile()
    var policy = ACTPolicy(
        mode: .live, now: NumericDate(clamping: Scenario.now), audience: ["https://verifier.example"])
    var editRoot: Edit = { _ in }
    var editChild: Edit = { _ in }
    var editRecord: Edit = { _ in }
    var editApproval: Edit = { _ in }
    /// Makes the compact form that is verified from an honest one.
    var editCompact: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// The root asks for approval of `read.data`, and dave's approval is carried or presented.
    var approval = Approval.none

    enum Approval: Sendable { case none, missing, presented, embedded }

    static let now: Int64 = 1_767_225_600
    static let rootID = "11111111-1111-4111-8111-111111111111"
    static let childID = "22222222-2222-4222-9222-222222222222"
    static let otherID = "33333333-3333-4333-a333-333333333333"
    static let workflow = "a0b1c2d3-e4f5-4789-abcd-ef0123456789"

    /// Verifies the subject.
    func verify() throws -> VerifiedACT {
        let tokens = try tokens()
        let store = try TrustStore(TrustFile(parsing: trust.encode()))
        let verifier = ACTVerifier(trust: store, policy: policy)
        var beside: [[UInt8]] = []
        if hasRoot, subject != .root { beside.append(tokens.root) }
        if hasChild, subject == .childRecord { beside.append(tokens.child) }
        beside += try others.map { try $0(tokens.root) }
        let mandates = MandateSet(verifying: beside, with: verifier)
        let approvals = approval == .presented ? [try approvalDraft().compact()] : []
        return try verifier.verify(editCompact(tokens.subject), mandates: mandates, approvals: approvals)
    }

    /// The four tokens.
    func tokens() throws -> (root: [UInt8], child: [UInt8], subject: [UInt8]) {
        var root = rootDraft
        if approval != .none {
            root["oversight"] = [
                "requires_approval_for": ["read.data"], "approver": .string(Party.dave.identifier),
            ]
        }
        if approval == .embedded {
            root.payload[member: "oversight"]?[member: "approval"] = .text(try approvalDraft().compact())
        }
        editRoot(&root)
        let rootToken = try root.compact()
        var child = try childDraft(of: root, rootToken)
        editChild(&child)
        let childToken = try child.compact()
        switch subject {
        case .root: return (rootToken, childToken, rootToken)
        case .child: return (rootToken, childToken, childToken)
        case .record, .childRecord:
            var record =
                subject == .record
                ? recordDraft(of: root, rootToken, by: .bob) : recordDraft(of: child, childToken, by: .carol)
            editRecord(&record)
            return (rootToken, childToken, try record.compact())
        }
    }

    private var rootDraft: TokenDraft {
        TokenDraft(
            type: "act+jwt",
            payload: [
                "iss": .string(Party.alice.identifier), "sub": .string(Party.bob.identifier),
                "aud": ["https://bob.example", "https://verifier.example"], "iat": .integer(Self.now - 60),
                "exp": .integer(Self.now + 540), "jti": .string(ExactString(Self.rootID)),
                "wid": .string(ExactString(Self.workflow)),
                "task": [
                    "purpose": "weekly report", "data_sensitivity": "internal",
                    "created_by": "https://owner.example",
                ],
                "cap": [
                    [
                        "action": "read.data",
                        "constraints": [
                            "max_calls": 5, "max_amount": ["value": "10.50", "currency": "EUR"],
                            "not_before": .integer(Self.now - 50), "not_after": .integer(Self.now + 500),
                            "resources": ["https://data.example/a/*"], "max_sensitivity": "confidential",
                            "params": ["table": ["in": ["t1", "t2"]]],
                        ],
                    ],
                    ["action": "write.data"],
                ],
                "del": ["depth": 0, "max_depth": 3, "chain": []], "com.example.note": ["kept": [1, true]],
            ], signer: .alice)
    }

    private func childDraft(of root: TokenDraft, _ rootToken: [UInt8]) throws -> TokenDraft {
        var child = root
        child.signer = .bob
        child.header = TokenDraft(type: "act+jwt", payload: .null, signer: .bob).header
        child.headerOctets = nil
        child.payloadOctets = nil
        child["iss"] = .string(Party.bob.identifier)
        child["sub"] = .string(Party.carol.identifier)
        child["jti"] = .string(ExactString(Self.childID))
        let hop = try Self.hop(
            parent: rootToken, parentID: Self.rootID, by: .bob, child: Self.childID, subject: .carol)
        child["del"] = ["depth": 1, "max_depth": 3, "chain": [hop]]
        return child
    }

    /// A hop as the delegator signs it.
    static func hop(
        parent: [UInt8], parentID: String, by delegator: Party, child: String, subject: Party
    ) throws -> JSONValue {
        let hash = ContentHash(of: parent).text
        let input = Array("act-delegation:\(hash).\(child).\(subject.identifier)".utf8)
        let algorithm = delegator.key.publicJWK.onlyAlgorithm?.signatureAlgorithm ?? .es256
        let signature = try delegator.key.privateKey.sign(input.span, algorithm: algorithm)
        return [
            "delegator": .string(delegator.identifier), "jti": .string(ExactString(parentID)),
            "hash": .string(hash), "kid": .string(delegator.key.publicJWK.effectiveKeyID),
            "sig": .string(ExactString(Base64URL.encode(signature))),
        ]
    }

    private func recordDraft(of mandate: TokenDraft, _ token: [UInt8], by party: Party) -> TokenDraft {
        var record = TokenDraft(type: "act+jwt", payload: mandate.payload, signer: party)
        record["exec_act"] = "read.data"
        record["pred"] = []
        record["exec_ts"] = .integer(Self.now - 30)
        record["status"] = "completed"
        record["mnd_hash"] = .string(ContentHash(of: token).text)
        record["inp_hash"] = .string(ContentHash(of: Array("test".utf8)).text)
        record["out_hash"] = .string(ContentHash(of: Array("foo".utf8)).text)
        return record
    }

    private func approvalDraft() throws -> TokenDraft {
        var draft = TokenDraft(
            type: "act-approval+jwt",
            payload: [
                "jti": .string(ExactString(Self.rootID)), "action": "read.data",
                "iat": .integer(Self.now - 55),
                "exp": .integer(Self.now + 100),
            ], signer: .dave)
        editApproval(&draft)
        return draft
    }
}

extension JSONValue {
    /// A compact token as a string.
    static func text(_ octets: [UInt8]) -> JSONValue {
        .string(ExactString(String(decoding: octets, as: UTF8.self)))
    }
}
