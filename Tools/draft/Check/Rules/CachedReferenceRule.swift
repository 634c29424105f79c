/// The committed entries of references.
enum CachedReferenceRule: CheckRule {
    static let name = "reference-cache"
    static let about =
        "Every reference has its committed entry, which is about it, and every entry has its reference."

    static func findings(in drafts: DraftSet) -> [Finding] {
        var wanted: Set<String> = []
        var findings: [Finding] = []
        let siblings = Set(
            DraftFile.all.map { "I-D." + $0.name.dropFirst("draft-".count) }.map(Reference.cacheName))
        for draft in drafts.sources {
            let declared = draft.frontMatter.references.compactMap { reference in
                reference.cacheName.map { (line: reference.line, name: $0) }
            }
            let inPlace = draft.citations.filter { $0.declares != nil }.map {
                (line: $0.line, name: Reference.cacheName(of: $0.target))
            }
            for (line, name) in declared + inPlace where !siblings.contains(name) {
                wanted.insert(name)
                if drafts.cache[name] == nil {
                    findings.append(
                        finding(
                            draft, line,
                            "\(DraftSet.cachePath)/\(name) is missing: write it, nothing is fetched."))
                }
            }
        }
        for (name, entry) in drafts.cache {
            func find(_ sentence: String) {
                findings.append(
                    Finding(
                        file: "\(DraftSet.cachePath)/\(name)", line: nil, rule: Self.name, sentence: sentence)
                )
            }
            if siblings.contains(name) {
                find("the entry of a draft of ours is made at build time: remove it.")
            } else if !wanted.contains(name) {
                find("no draft refers to it: remove it.")
            }
            for problem in problems(of: entry, named: name) { find(problem) }
        }
        return findings
    }

    private static func problems(of entry: String, named file: String) -> [String] {
        var problems: [String] = []
        let anchor = value(of: "anchor", in: entry) ?? ""
        if Reference.cacheName(of: anchor) != file {
            problems.append("its anchor is \(anchor), another document's.")
        }
        if !entry.contains("<title>") || entry.contains("<title></title>") {
            problems.append("it has no title.")
        }
        if !entry.contains("<author") { problems.append("it has no author.") }
        if anchor.hasPrefix("RFC"), let number = Int(anchor.dropFirst(3)) {
            let digits = String(number)
            let doi = "10.17487/RFC" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            for series in ["name=\"RFC\" value=\"\(number)\"", "name=\"DOI\" value=\"\(doi)\""]
            where !entry.contains(series) {
                problems.append("it lacks <seriesInfo \(series)/>.")
            }
        }
        return problems
    }

    private static func value(of attribute: String, in xml: String) -> String? {
        guard let open = xml.firstRange(of: " \(attribute)=\"") else { return nil }
        return String(xml[open.upperBound...].prefix { $0 != "\"" })
    }
}
