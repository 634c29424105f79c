/// The name under which a draft is submitted.
enum DocumentNameRule: DraftRule {
    static let name = "docname"
    static let about =
        "docname is the file's name with -latest, and short enough (idnits FILENAME_DOCNAME_MISMATCH, FILENAME_TOO_LONG)."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let line = draft.frontMatter.line(of: "docname")
        let name = draft.frontMatter["docname"] ?? ""
        var findings: [Finding] = []
        if name != "\(draft.file.name)-latest" {
            findings.append(
                finding(
                    draft, line,
                    "docname is \(name), and has to be \(draft.file.name)-latest: draft release numbers it."))
        }
        if draft.file.name.count + 3 > 50 {
            findings.append(finding(draft, line, "with its revision the name is longer than 50 characters."))
        }
        return findings
    }
}
