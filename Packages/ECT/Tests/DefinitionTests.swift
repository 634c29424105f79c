import Claims
import ECT
import Encoding
import TestTokens
import Testing

/// The verifier is run over every claim of the lists that the draft's table is made from.
@Suite("The definitions of claims are what the verifier goes by")
struct DefinitionTests {
    @Test("a claim that is required and absent is refused under its requirement", arguments: all)
    func absent(claim: Defined) throws {
        #expect(try claim.outcome(nil) == (claim.rule.presence == .required ? claim.requirement : nil))
    }

    @Test("a claim of another JSON type is refused under its requirement", arguments: all)
    func wrongType(claim: Defined) throws {
        for (kind, value) in JSONKind.samples where !claim.rule.claim.type.kinds.contains(kind) {
            #expect(try claim.outcome(value) == claim.requirement, "\(kind)")
        }
    }

    @Test("what is issued has the claims in the order of the definitions, and no others")
    func order() throws {
        let claims = try Scenario().verify().claims
        let written = try JSONDocument(parsing: claims.encode()).root.members.map(\.0)
        #expect(written == ECTClaims.level2.map { ExactString($0.claim.name) })
    }

    @Test("the levels have the same claims, and differ in presence only")
    func levels() {
        #expect(ECTClaims.level1.map(\.claim) == ECTClaims.level2.map(\.claim))
    }

    private static let all =
        ECTClaims.level1.map { Defined(rule: $0, isSigned: false) }
        + ECTClaims.level2.map { Defined(rule: $0, isSigned: true) }
}

/// A claim of a token.
struct Defined: Sendable, CustomTestStringConvertible {
    let rule: ClaimRule
    let isSigned: Bool

    var testDescription: String { "\(rule.claim.name), \(isSigned ? "signed" : "unsigned")" }

    /// `exec_act` is `req-ect-exec-act`; the hashes share the requirement of their form.
    var requirement: ECTRequirement? {
        if rule.claim.type == .hash { return .hashForm }
        if rule.claim == .extensions { return .ext }
        return ECTRequirement(rawValue: "req-ect-" + rule.claim.name.replacing("_", with: "-"))
    }

    /// The requirement that is named when the claim has this value, or is absent.
    func outcome(_ value: JSONValue?) throws -> ECTRequirement? {
        var scenario = Scenario()
        scenario.isSigned = isSigned
        let name = rule.claim.name
        scenario.edit = { $0[name] = value }
        do {
            _ = try scenario.verify()
            return nil
        } catch let error as ECTError {
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
