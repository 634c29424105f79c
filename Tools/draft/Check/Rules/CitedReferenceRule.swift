/// What is declared is cited.
enum CitedReferenceRule: DraftRule {
    static let name = "reference-uncited"
    static let about = "Every declared reference is cited, and declared once (idnits UNUSED_REF)."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let cited = Set(draft.citations.filter { $0.declares == nil }.map(\.target))
        let inPlace = Set(draft.citations.filter { $0.declares != nil }.map(\.target))
        var seen: Set<String> = []
        return draft.frontMatter.references.compactMap {
            if !seen.insert($0.anchor).inserted || inPlace.contains($0.anchor) {
                return finding(draft, $0.line, "\($0.anchor) is declared a second time.")
            }
            return cited.contains($0.anchor)
                ? nil : finding(draft, $0.line, "nothing cites \($0.anchor): cite it or remove it.")
        }
    }
}
