/// Requirements that were withdrawn stay so.
enum RetiredRequirementRule: DraftRule {
    static let name = "requirement-retired"
    static let about = "No id of Drafts/requirements-retired.txt is used again."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.requirements.filter { drafts.retired.contains($0.anchor) }.map {
            finding(draft, $0.line, "\($0.anchor) was withdrawn; a new requirement has an id of its own.")
        }
    }
}
