import ACT
import Claims
import Encoding
import TestTokens
import Testing

/// The verifier is run over every claim of the lists that the draft's tables are made from.
@Suite("The definitions of claims are what the verifier goes by")
struct DefinitionTests {
    @Test("a mandate claim that is required and absent is refused under its requirement", arguments: required)
    func absent(claim: Defined) throws {
        #expect(try claim.outcome(nil) == claim.requirement)
    }

    @Test("a claim that is optional and absent is not missed", arguments: optional)
    func optionalAbsent(claim: Defined) throws {
        #expect(try claim.outcome(nil) == nil)
    }

    @Test("a claim of another JSON type is refused under its requirement", arguments: required + optional)
    func wrongType(claim: Defined) throws {
        for (kind, value) in JSONKind.samples where !claim.rule.claim.type.kinds.contains(kind) {
            #expect(try claim.outcome(value) == claim.requirement, "\(kind)")
        }
    }

    @Test("what is issued has the claims in the order of the definitions, and no others")
    func order() throws {
        let subjects: [(Scenario.Subject, [ClaimRule])] = [
            (.child, ACTClaims.mandate), (.childRecord, ACTClaims.mandate + ACTClaims.record),
        ]
        for (subject, rules) in subjects {
            var scenario = Scenario()
            scenario.subject = subject
            let verified = try scenario.verify()
            var written: [ExactString] = []
            switch verified {
            case .mandate(let mandate): written = try Self.names(mandate.claims.encode())
            case .record(let record):
                let issuer = try ACTIssuer(key: Party.carol.key)
                var beside = scenario
                beside.subject = .child
                guard case .mandate(let mandate) = try beside.verify() else { return }
                let token = try issuer.record(mandate, record.claims)
                let payload = token.split(separator: ".")[1]
                written = try Self.names(Base64URL.decode(String(payload)))
            }
            let defined = rules.map { ExactString($0.claim.name) }
            #expect(written.filter(defined.contains) == defined.filter(written.contains))
            #expect(written.filter { !defined.contains($0) } == written.filter { $0 == "com.example.note" })
        }
    }

    @Test(
        "a member of del or of a hop that is absent, or of another JSON type, is refused",
        arguments: [("del", ACTClaims.delegation), ("chain", ACTClaims.hop)])
    func members(of object: String, rules: [ClaimRule]) throws {
        let requirement = object == "del" ? ACTRequirement.del : .delEntry
        for rule in rules {
            let values: [JSONValue?] =
                JSONKind.samples.filter { !rule.claim.type.kinds.contains($0.0) }.map { $0.1 } + [nil]
            for value in values {
                var scenario = Scenario()
                scenario.subject = .child
                scenario.editChild = { draft in
                    if object == "del" {
                        draft.payload[member: "del"]?[member: rule.claim.name] = value
                    } else {
                        draft.payload[member: "del"]?[member: "chain"]?[element: 0][member: rule.claim.name] =
                            value
                    }
                }
                #expect(throws: ACTError.rule(requirement)) { try scenario.verify() }
            }
        }
    }

    @Test("every refusal has its place in the draft's table of errors")
    func refusalsHaveAStatus() {
        for refusal in refusals { #expect(refusal.requirement.refusal != nil, "\(refusal.requirement)") }
    }

    private static func names(_ payload: [UInt8]) throws -> [ExactString] {
        try JSONDocument(parsing: payload).root.members.map(\.0)
    }

    private static let all =
        ACTClaims.mandate.map { Defined(rule: $0, subject: .root) }
        // Without `exec_act` a record is of no phase; what that means is the subject of other tests.
        + ACTClaims.record.filter { $0.claim != .action }.map { Defined(rule: $0, subject: .record) }
    static let required = all.filter { $0.rule.presence == .required }
    static let optional = all.filter { $0.rule.presence == .optional }
}

/// A claim of a token.
struct Defined: Sendable, CustomTestStringConvertible {
    let rule: ClaimRule
    let subject: Scenario.Subject

    var testDescription: String { rule.claim.name }

    /// `exec_act` is `req-act-exec-act`.
    var requirement: ACTRequirement? {
        ACTRequirement(rawValue: "req-act-" + rule.claim.name.replacing("_", with: "-"))
    }

    /// The requirement that is named when the claim has this value, or is absent.
    func outcome(_ value: JSONValue?) throws -> ACTRequirement? {
        var scenario = Scenario()
        scenario.subject = subject
        let name = rule.claim.name
        // A claim that the mandate has and the record changes is refused for that, later.
        if subject == .root { scenario.editRoot = { $0[name] = value } }
        if subject == .record { scenario.editRecord = { $0[name] = value } }
        do {
            _ = try scenario.verify()
            return nil
        } catch let error as ACTError {
            return error.requirement
        }
    }
}

/// The kinds of JSON values, with a value of each.
enum JSONKind {
    static let samples: [(String, JSONValue)] = [
        ("string", "x"), ("number", 1), ("array", []), ("object", [:]), ("boolean", true), ("null", .null),
    ]
}

extension ClaimType {
    /// The kinds of JSON values that the type has, apart from the code that checks them.
    var kinds: [String] {
        switch self {
        case .stringOrURI, .string, .uuid, .action, .hash: ["string"]
        case .integer, .numericDate: ["number"]
        case .audience: ["string", "array"]
        case .identifiers, .objects: ["array"]
        case .object: ["object"]
        }
    }
}
