/// What is cited exists.
enum DeclaredReferenceRule: DraftRule {
    static let name = "reference-unknown"
    static let about = "Every {{…}} names a declared reference or an anchor of the draft."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let known = draft.anchors.union(draft.frontMatter.references.map(\.anchor))
        return draft.citations.filter { $0.declares == nil && !known.contains($0.target) }.map {
            finding(
                draft, $0.line,
                "{{\($0.target)}} is neither a reference of the front matter nor an anchor of this draft.")
        }
    }
}
