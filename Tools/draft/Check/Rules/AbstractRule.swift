/// The abstract.
enum AbstractRule: DraftRule {
    static let name = "abstract"
    static let about =
        "The abstract is there, has at most 20 lines and cites nothing (idnits MISSING_ABSTRACT_SECTION, INVALID_ABSTRACT_SECTION_REF)."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let lines = draft.lines.filter { $0.part == .abstract && $0.kind == .prose }
        guard let first = lines.first else { return [finding(draft, nil, "there is no abstract.")] }
        var findings: [Finding] = []
        if lines.count > 20 {
            findings.append(
                finding(draft, first.number, "the abstract has \(lines.count) lines, 20 at most."))
        }
        let numbers = Set(lines.map(\.number))
        for citation in draft.citations where numbers.contains(citation.line) {
            findings.append(
                finding(
                    draft, citation.line,
                    "the abstract cites \(citation.target); it is read without the document."))
        }
        return findings
    }
}
