import Foundation

/// Where the code names requirements: in citations, and by the cases that a refusal names.
///
/// ```
/// //= ECT#req-ect-ledger-octets
/// //# A ledger MUST store the exact octets of the compact form.
/// ```
struct CodeScan {
    private(set) var citations: [String: [CodeCitation]] = [:]
    private(set) var findings: [Finding] = []
    private let texts: [String: String]
    private let enumerations: [Enumeration]

    /// The cases of a draft's requirements.
    private struct Enumeration {
        let name: String
        let module: String
        let folder: String
        let ids: [Substring: String]
    }

    init(_ drafts: [DraftSource]) {
        texts = Dictionary(
            drafts.flatMap { draft in draft.requirements.map { (draft.file.id(of: $0), $0.text) } },
            uniquingKeysWith: { first, _ in first })
        enumerations = drafts.map { draft in
            let file = draft.file
            let names = draft.requirements.map {
                (Substring(RequirementEnumeration.name(of: $0, in: file)), file.id(of: $0))
            }
            return Enumeration(
                name: file.enumeration, module: file.abbreviation,
                folder: "Packages/\(file.abbreviation)/Sources/",
                ids: Dictionary(names, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The Swift files that the code consists of, from the top of the checkout.
    static func files() -> [String] {
        let all = ["Packages", "Tools/actect"].flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).map {
                "\(folder)/\($0)"
            }
        }
        return all.filter { path in
            path.hasSuffix(".swift") && !path.contains("/Tests/") && !path.hasPrefix("Packages/TestSupport/")
                && !DraftFile.all.contains { $0.enumerationPath == path }
        }.sorted()
    }

    /// Reads a file.
    mutating func read(_ text: String, path: String) {
        let raisable = enumerations.filter { path.hasPrefix($0.folder) || text.contains($0.name) }
        let thrown = enumerations.filter { enumeration in
            text.contains("import \(enumeration.module)\n")
                && !raisable.contains { $0.name == enumeration.name }
        }
        var open: (id: String, line: Int, words: [Substring])?
        for (at, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let bare = line.drop { $0 == " " }
            if let citation = open, bare.hasPrefix("//#") {
                open?.words = citation.words + [bare.dropFirst(3)]
                continue
            }
            if let citation = open { close(citation, path) }
            open = nil
            if bare.hasPrefix("//=") {
                open = (bare.dropFirst(3).trimming(), at + 1, [])
            } else if !bare.hasPrefix("//") {
                let names = Self.members(in: bare)
                // Elsewhere a name may be that of anything, unless it is a rule that is broken.
                let rules = thrown.isEmpty ? [] : names.filter { bare.contains("rule(.\($0)") }
                let ids = raisable.flatMap { enumeration in names.compactMap { enumeration.ids[$0] } }
                let other = thrown.flatMap { enumeration in rules.compactMap { enumeration.ids[$0] } }
                for id in ids + other { add(id, CodeCitation(file: path, line: at + 1)) }
            }
        }
        if let citation = open { close(citation, path) }
    }

    private mutating func add(_ id: String, _ citation: CodeCitation) {
        if citations[id]?.contains(citation) != true { citations[id, default: []].append(citation) }
    }

    private mutating func close(_ citation: (id: String, line: Int, words: [Substring]), _ path: String) {
        let quote = Kramdown.plain(citation.words.joined(separator: " "))
        if let text = texts[citation.id] {
            if quote.isEmpty || !text.contains(quote) {
                find("quote", "the quotation is not in \(citation.id)")
            } else {
                add(citation.id, CodeCitation(file: path, line: citation.line))
            }
        } else {
            find("unknown-requirement", "no draft has \(citation.id)")
        }
        func find(_ rule: String, _ sentence: String) {
            findings.append(Finding(file: path, line: citation.line, rule: rule, sentence: sentence))
        }
    }

    /// The names behind a leading dot in a line that says which case is meant: not the patterns of a `switch`, and
    /// not the lines of a list of cases, which is a table of all of them.
    private static func members(in line: Substring) -> [Substring] {
        var rest = line
        if line.hasPrefix("case ") {
            guard let colon = line.firstRange(of: ": ") else { return [] }
            rest = line[colon.upperBound...]
        } else if line.hasPrefix("."), line.hasSuffix(",") || line.contains(", .") {
            return []
        }
        var names: [Substring] = []
        // `ACTRequirement.size` is as good as `.size`.
        rest = rest.replacing("Requirement.", with: " .")
        var before: Character = " "
        while let first = rest.first {
            rest = rest.dropFirst()
            if first == ".", " ([:".contains(before) {
                let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                rest = rest[name.endIndex...]
                if rest.first != "(" { names.append(name) }
                before = name.last ?? "."
            } else {
                before = first
            }
        }
        return names
    }
}
