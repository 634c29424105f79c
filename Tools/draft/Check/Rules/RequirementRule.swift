/// Statements with key words, as `draft trace` has them.
enum RequirementRule: DraftRule {
    static let name = "requirement"
    static let about = """
        Each statement with a key word has an anchor req-… with one MUST at most \
        (findings anchor-missing, keyword-missing, two-musts, anchor-prefix, no-requirements).
        """

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        NormativeText.findings(in: draft)
    }
}
