import Claims
import ECT
import Encoding
import JOSE
import TestTokens
import Testing
import Trust

/// Bob records a task as an ECT. A test changes one thing and verifies it.
struct Scenario: Sendable {
    typealias Edit = @Sendable (inout TokenDraft) -> Void

    var isSigned = true
    var signer = Party.bob
    var trust = Party.trustFile()
    var policy = ECTPolicy(
        mode: .live, now: NumericDate(clamping: Scenario.now), audience: ["https://verifier.example"],
        minimumLevel: .level1, firstUse: nil)
    var edit: Edit = { _ in }
    var editCompact: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    var mandates: MandateLookup = { _ in nil }

    static let now: Int64 = 1_767_225_600
    static let identifier = "550e8400-e29b-41d4-a716-446655440000"
    static let otherID = "33333333-3333-7333-a333-333333333333"
    static let workflow = "a0b1c2d3-e4f5-6789-abcd-ef0123456789"
    static let mandateHash = ContentHash(of: Array("a mandate".utf8))

    /// Verifies the token.
    func verify() throws -> VerifiedECT {
        let store = try TrustStore(TrustFile(parsing: trust.encode()))
        return try ECTVerifier(trust: store, policy: policy).verify(compact(), mandates: mandates)
    }

    /// The token.
    func compact() throws -> [UInt8] {
        var draft = TokenDraft(
            type: "exec+jwt",
            payload: [
                "iss": .string(signer.identifier),
                "aud": ["https://carol.example", "https://verifier.example"],
                "iat": .integer(Self.now - 60), "exp": .integer(Self.now + 540),
                "jti": .string(ExactString(Self.identifier)), "wid": .string(ExactString(Self.workflow)),
                "exec_act": "review_spec", "pred": [.string(ExactString(Self.otherID))],
                "inp_hash": .string(ContentHash(of: Array("test".utf8)).text),
                "out_hash": .string(ContentHash(of: Array("foo".utf8)).text),
                "mnd_hash": .string(Self.mandateHash.text),
                "ect_ext": ["pol": "policy_v1", "pol_decision": "approved"], "target": "ignored",
            ], signer: signer)
        edit(&draft)
        guard isSigned else {
            return editCompact(Array(Base64URL.encode(draft.payloadOctets ?? draft.payload.encode()).utf8))
        }
        return editCompact(try draft.compact())
    }

    /// A mandate that allows what the token records, changed by `change`.
    static func mandate(
        subject: ExactString = "https://bob.example", opens: Int64 = -100, closes: Int64 = 100,
        action: String = "review_spec", notBefore: Int64? = nil, notAfter: Int64? = nil,
        workflow: String = Scenario.workflow, approvals: [ClosedRange<Int64>]? = nil
    ) -> MandateEvidence {
        guard let audience = Audience(["https://carol.example"]), let name = Action(ExactString(action))
        else {
            return .refused("no such mandate")
        }
        func date(_ seconds: Int64) -> NumericDate { NumericDate(clamping: now + seconds) }
        return .verified(
            MandateScope(
                hash: mandateHash, subject: subject, audience: audience,
                workflow: UUIDText(ExactString(workflow)), opens: date(opens), closes: date(closes),
                actions: [
                    name: MandateScope.Limits(
                        maxCalls: nil, notBefore: notBefore.map(date), notAfter: notAfter.map(date),
                        approvals: approvals?.map { date($0.lowerBound)...date($0.upperBound) })
                ]))
    }
}

/// One change to an honest scenario, and the one requirement that it breaks.
struct Refusal: Sendable, CustomTestStringConvertible {
    let requirement: ECTRequirement
    let name: String
    let change: @Sendable (inout Scenario) -> Void

    init(
        _ requirement: ECTRequirement, _ name: String, _ change: @escaping @Sendable (inout Scenario) -> Void
    ) {
        self.requirement = requirement
        self.name = name
        self.change = change
    }

    /// A change of what is signed.
    static func token(_ requirement: ECTRequirement, _ name: String, _ edit: @escaping Scenario.Edit)
        -> Refusal
    {
        Refusal(requirement, name) { $0.edit = edit }
    }

    /// A change of one claim; absent where there is no value.
    static func claim(_ requirement: ECTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
        let text = value.map { String(decoding: $0.encode(), as: UTF8.self).prefix(50) } ?? "absent"
        return token(requirement, "\(name) \(text)") { $0[name] = value }
    }

    /// A change of one header parameter.
    static func header(_ requirement: ECTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
        let text = value.map { String(decoding: $0.encode(), as: UTF8.self).prefix(50) } ?? "absent"
        return token(requirement, "header: \(name) \(text)") { $0.header[member: name] = value }
    }

    /// A change of the compact form.
    static func compact(
        _ requirement: ECTRequirement, _ name: String, _ edit: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> Refusal {
        Refusal(requirement, name) { $0.editCompact = edit }
    }

    /// A change of the policy.
    static func policy(
        _ requirement: ECTRequirement, _ name: String, _ change: @escaping @Sendable (inout ECTPolicy) -> Void
    ) -> Refusal {
        Refusal(requirement, "policy: \(name)") { change(&$0.policy) }
    }

    var testDescription: String { "\(requirement.rawValue): \(name)" }

    /// The requirement that verification names; nil where it passes.
    func outcome() throws -> ECTRequirement? {
        var scenario = Scenario()
        change(&scenario)
        do {
            _ = try scenario.verify()
            return nil
        } catch let error as ECTError {
            return error.requirement
        }
    }
}
