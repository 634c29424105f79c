/// A requirement with everything that bears on it.
struct TracedRequirement {
    /// `ACT#req-act-…` or `ECT#req-ect-…`.
    let id: String
    let requirement: Requirement
    let level: RequirementLevel
    let section: Section?
    let code: [CodeCitation]
    let evidence: [TestEvidence]
    let exception: RequirementException?

    var state: RequirementState {
        if evidence.contains(where: { !$0.isPassed }) { return .failing }
        if !code.isEmpty, !evidence.isEmpty { return .verified }
        switch exception?.kind {
        case .excepted: return .excepted
        case .implied: return .implied
        case .todo: return .todo
        case nil: break
        }
        if !code.isEmpty { return .untested }
        return evidence.isEmpty ? .open : .unimplemented
    }
}

/// A place in the code that names a requirement.
struct CodeCitation: Hashable {
    let file: String
    let line: Int
}

extension DraftFile {
    /// `ACT` or `ECT`.
    var abbreviation: String { String(enumeration.prefix(3)) }

    /// The name of a requirement, as refusals have it.
    func id(of requirement: Requirement) -> String { "\(abbreviation)#\(requirement.anchor)" }
}
