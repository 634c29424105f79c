/// Sections that a draft must have.
enum SectionRule: DraftRule {
    static let name = "section"
    static let about = """
        Introduction, Security, Privacy and IANA Considerations and Implementation Status are there and not empty \
        (idnits MISSING_SECURITY_CONSIDERATIONS_SECTION, …).
        """

    private static let required = [
        "Introduction", "Implementation Status", "Security Considerations", "Privacy Considerations",
        "IANA Considerations",
    ]

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        required.compactMap { title in
            guard let section = draft.sections.first(where: { $0.title == title && $0.level == 1 }) else {
                return finding(draft, nil, "there is no section \"\(title)\".")
            }
            let end = draft.sections.first { $0.line > section.line && $0.level == 1 }?.line ?? Int.max
            let hasWords = draft.paragraphs.contains { $0.line > section.line && $0.line < end }
            if !hasWords { return finding(draft, section.line, "the section is empty.") }
            if title == "Implementation Status", section.attributes["removeinrfc"] == nil {
                return finding(draft, section.line, "the section needs {:removeinrfc} below it (RFC 7942).")
            }
            return nil
        }
    }
}
