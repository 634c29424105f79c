/// What the front matter has to say, and how.
enum FrontMatterRule: DraftRule {
    static let name = "front-matter"
    static let about =
        "Title, category, date, ipr and authors are there and legal (idnits MISSING_DOC_DATE, INVALID_IPR_VALUE, …)."

    private static let fixed = [
        (name: "category", values: ["std", "bcp", "info", "exp"]), (name: "submissiontype", values: ["IETF"]),
        (name: "ipr", values: ["trust200902"]), (name: "v", values: ["3"]),
    ]

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let matter = draft.frontMatter
        var findings: [Finding] = []
        func find(_ name: String, _ sentence: String) {
            findings.append(finding(draft, matter.line(of: name), sentence))
        }
        for name in ["title", "abbrev"] where (matter[name] ?? "").isEmpty {
            find(name, "there is no \(name).")
        }
        if let abbrev = matter["abbrev"], abbrev.count > 40 {
            find("abbrev", "abbrev has \(abbrev.count) characters; a page's header holds 40.")
        }
        for (name, values) in fixed where !values.contains(matter[name] ?? "") {
            find(
                name,
                "\(name) is \(matter[name] ?? "missing"); it has to be \(values.joined(separator: " or ")).")
        }
        if !isDate(matter["date"] ?? "") {
            find("date", "date is not of the form 2026-11-21: builds would differ from day to day.")
        }
        let authors = matter.root["author"]?.elements ?? []
        if authors.isEmpty { find("author", "there is no author.") }
        for author in authors {
            for name in ["fullname", "organization", "email"] where (author[name]?.scalar ?? "").isEmpty {
                find("author", "an author has no \(name).")
            }
        }
        return findings
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return days.indices.contains(month - 1) && (1...days[month - 1]).contains(day)
    }
}
