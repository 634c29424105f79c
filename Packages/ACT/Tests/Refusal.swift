import ACT
import Encoding
import TestSupport
import TestTokens
import Testing

/// One change to an honest scenario, and the one requirement that it breaks.
struct Refusal: Sendable, CustomTestStringConvertible {
    let requirement: ACTRequirement
    let name: String
    let change: @Sendable (inout Scenario) -> Void

    init(
        _ requirement: ACTRequirement, _ name: String, _ change: @escaping @Sendable (inout Scenario) -> Void
    ) {
        self.requirement = requirement
        self.name = name
        self.change = change
    }

    /// A change of the mandate that is verified.
    static func mandate(
        _ requirement: ACTRequirement, _ name: String, _ edit: @escaping Scenario.Edit
    ) -> Refusal {
        Refusal(requirement, "mandate: \(name)") { $0.editRoot = edit }
    }

    /// A change of the delegated mandate that is verified.
    static func child(
        _ requirement: ACTRequirement, _ name: String, _ edit: @escaping Scenario.Edit
    ) -> Refusal {
        Refusal(requirement, "delegated mandate: \(name)") {
            $0.subject = .child
            $0.editChild = edit
        }
    }

    /// A change of the record that is verified.
    static func record(
        _ requirement: ACTRequirement, _ name: String, _ edit: @escaping Scenario.Edit
    ) -> Refusal {
        Refusal(requirement, "record: \(name)") {
            $0.subject = .record
            $0.editRecord = edit
        }
    }

    /// A change of the constraints of the mandate that is verified.
    static func constraint(
        _ requirement: ACTRequirement, _ name: String, _ value: JSONValue?
    ) -> Refusal {
        mandate(requirement, "constraint \(name)") {
            $0.payload[member: "cap"]?[element: 0][member: "constraints"]?[member: name] = value
        }
    }

    /// A change of the constraints of the delegated mandate that is verified.
    static func narrower(_ requirement: ACTRequirement, _ name: String, _ value: JSONValue?) -> Refusal {
        child(requirement, "constraint \(name) is \(value == nil ? "absent" : "wider")") {
            $0.payload[member: "cap"]?[element: 0][member: "constraints"]?[member: name] = value
        }
    }

    var testDescription: String { "\(requirement.rawValue): \(name)" }

    /// The requirement that verification names; nil where it passes.
    func outcome() throws -> ACTRequirement? {
        var scenario = Scenario()
        change(&scenario)
        do {
            _ = try scenario.verify()
            return nil
        } catch let error as ACTError {
            return error.requirement
        }
    }
}

/// All refusals.
let refusals =
    envelopeRefusals + mandateRefusals + recordRefusals + delegationRefusals + policyRefusals + trustRefusals

@Suite("Every requirement of ACT that a verifier can name")
struct RefusalTests {
    @Test(
        "one change breaks one requirement, and that is the one named",
        .verifies("ACT#req-act-verdict-invalid", "ACT#req-act-one-reason"), arguments: refusals)
    func refusal(_ refusal: Refusal) throws {
        Verifies.record(refusal.requirement.name, in: refusal.name)
        #expect(try refusal.outcome() == refusal.requirement)
    }

    @Test(
        "without a change each token verifies, and a record is authorized",
        arguments: [Scenario.Subject.root, .child, .record, .childRecord])
    func honest(subject: Scenario.Subject) throws {
        var scenario = Scenario()
        scenario.subject = subject
        for approval in [Scenario.Approval.none, .presented, .embedded] {
            scenario.approval = subject == .root || subject == .record ? approval : .none
            switch try scenario.verify() {
            case .mandate(let mandate):
                #expect(mandate.delegation == (subject == .child ? .proven : .none))
                #expect(mandate.rootIssuer == "https://alice.example")
            case .record(let record):
                #expect(record.verdict == .authorized)
                #expect(record.delegation == (subject == .childRecord ? .proven : .none))
                #expect(record.unchecked == ["max_calls", "max_amount", "resources", "params"])
            }
        }
    }

    @Test("the tables break every requirement that is not listed as out of a verifier's reach")
    func complete() {
        let broken = Set(refusals.map(\.requirement))
        let missing = ACTRequirement.allCases.filter { !broken.contains($0) && !elsewhere.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
        #expect(broken.isDisjoint(with: elsewhere), "\(broken.intersection(elsewhere))")
    }
}
