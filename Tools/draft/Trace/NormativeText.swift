/// Rules for the anchors of a draft's normative statements.
enum NormativeText {
    /// What is wrong with them.
    static func findings(in draft: DraftSource) -> [Finding] {
        var findings: [Finding] = []
        var seen: Set<String> = []
        for paragraph in draft.paragraphs where paragraph.part != .abstract {
            func find(_ rule: String, _ sentence: String) {
                findings.append(
                    Finding(file: draft.file.path, line: paragraph.line, rule: rule, sentence: sentence))
            }
            let levels = RequirementLevel.keywords(in: paragraph.text)
            guard let anchor = paragraph.anchor, anchor.hasPrefix("req-") else {
                if !levels.isEmpty {
                    find(
                        "anchor-missing",
                        "a statement with a key word has no anchor: \(paragraph.text.prefix(60))")
                }
                continue
            }
            if levels.isEmpty { find("keyword-missing", "\(anchor) has no key word of BCP 14") }
            if levels.count(where: { $0 == .must }) > 1 {
                find("two-musts", "\(anchor) says MUST more than once: each has an anchor of its own")
            }
            if !anchor.hasPrefix(draft.file.prefix) {
                find("anchor-prefix", "\(anchor) does not begin with \(draft.file.prefix)")
            }
            if !seen.insert(anchor).inserted { find("anchor-twice", "\(anchor) stands twice") }
        }
        if seen.isEmpty {
            findings.append(
                Finding(file: draft.file.path, line: nil, rule: "no-requirements", sentence: "none is found"))
        }
        return findings
    }
}
