import Foundation

/// The requirements of both drafts joined with the code, the exceptions and the results of a test run.
struct RequirementTrace {
    let drafts: [DraftSource]
    /// In the order of the drafts.
    let requirements: [TracedRequirement]
    /// What is wrong, whatever the tests say.
    let findings: [Finding]
    private let exceptions: [RequirementException]

    /// Reads everything from the top of the checkout, and the results of a run if there was one.
    init(results: String?) throws {
        let drafts = try DraftFile.all.map { try DraftSource($0) }
        var scan = CodeScan(drafts)
        for path in CodeScan.files() {
            scan.read(try String(contentsOfFile: path, encoding: .utf8), path: path)
        }
        let exceptions = RequirementException.all(
            in: try String(contentsOfFile: RequirementException.path, encoding: .utf8))
        let run = try results.map {
            TestEvidence.all(in: try String(contentsOfFile: $0, encoding: .utf8), from: $0)
        }
        let named = Dictionary(
            exceptions.exceptions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        requirements = drafts.flatMap { draft in
            draft.requirements.map { requirement in
                let id = draft.file.id(of: requirement)
                return TracedRequirement(
                    id: id, requirement: requirement,
                    level: RequirementLevel(of: requirement.text) ?? .may,
                    section: draft.section(at: requirement.line), code: scan.citations[id] ?? [],
                    evidence: run?.evidence[id] ?? [], exception: named[id])
            }
        }
        let known = Set(requirements.map(\.id))
        let unknown = (run?.evidence ?? [:]).filter { !known.contains($0.key) }.map { id, evidence in
            Finding(
                file: evidence[0].file, line: evidence[0].line, rule: "unknown-requirement",
                sentence: "no draft has \(id)")
        }
        let strangers = exceptions.exceptions.filter { !known.contains($0.id) }.map {
            Finding(
                file: RequirementException.path, line: $0.line, rule: "unknown-requirement",
                sentence: "no draft has \($0.id)")
        }
        self.drafts = drafts
        self.exceptions = exceptions.exceptions
        findings =
            drafts.flatMap(NormativeText.findings) + scan.findings + exceptions.findings
            + (run?.findings ?? []) + unknown + strangers
    }

    /// What is wrong after a test run: statements that bind and are not settled, and exceptions without use.
    var gates: [Finding] {
        let states = Dictionary(
            requirements.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        let unsettled = requirements.filter { $0.level == .must && !$0.state.isSettled }.map { requirement in
            Finding(
                file: DraftFile.all.first { requirement.id.hasPrefix($0.abbreviation) }?.path ?? "",
                line: requirement.requirement.line, rule: "unsettled",
                sentence: "\(requirement.id) is \(requirement.state)")
        }
        let idle = exceptions.compactMap { exception -> Finding? in
            func finding(_ sentence: String) -> Finding {
                Finding(
                    file: RequirementException.path, line: exception.line, rule: "exception",
                    sentence: sentence)
            }
            if states[exception.id] == .verified {
                return finding("\(exception.id) is verified and needs none")
            }
            guard let by = exception.by, states[by] != .verified else { return nil }
            return finding("\(exception.id) is implied by \(by), which is not verified")
        }
        return unsettled + idle
    }
}
