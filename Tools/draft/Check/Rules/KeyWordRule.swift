/// The key words of BCP 14.
enum KeyWordRule: DraftRule {
    static let name = "bcp14"
    static let about = """
        Key words stand with their boilerplate and in their form \
        (idnits MISSING_REQLEVEL_BOILERPLATE, MISSING_REQLEVEL_REF, INVALID_REQLEVEL_KEYWORD).
        """

    /// What looks like a key word and is none.
    private static let wrong = [
        "MUST not", "SHALL not", "SHOULD not", "MAY not", "MAY NOT", "NOT REQUIRED", "NOT MUST",
        "MUST be NOT",
        "MUST NOT NOT", "NOT OPTIONAL",
    ]

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        var findings: [Finding] = []
        let boilerplate = draft.lines.first {
            $0.kind == .directive && $0.text.hasPrefix("{::boilerplate bcp14-tagged}")
        }
        switch (boilerplate, draft.requirements.first) {
        case (nil, let requirement?):
            findings.append(
                finding(draft, requirement.line, "key words are used without {::boilerplate bcp14-tagged}."))
        case (let line?, nil):
            findings.append(
                finding(
                    draft, line.number, "the boilerplate of BCP 14 stands here, and no key word anywhere."))
        default: break
        }
        for reference in draft.frontMatter.references where ["RFC2119", "RFC8174"].contains(reference.anchor)
        {
            findings.append(
                finding(
                    draft, reference.line, "\(reference.anchor) comes with the boilerplate: remove it here."))
        }
        for paragraph in draft.paragraphs {
            let text = paragraph.text
            for phrase in wrong where text.contains(phrase) {
                findings.append(finding(draft, paragraph.line, "\"\(phrase)\" is no key word of BCP 14."))
            }
        }
        return findings
    }
}
