/// One kind of fault in the drafts.
protocol CheckRule: SendableMetatype {
    /// Its name in findings and in the ignore list, kebab-case.
    static var name: String { get }
    /// What has to hold, for `draft check --help`; with idnits' code where idnits 3 has the same check.
    static var about: String { get }
    static func findings(in drafts: DraftSet) throws -> [Finding]
}

extension CheckRule {
    static func finding(_ draft: DraftSource, _ line: Int?, _ sentence: String) -> Finding {
        Finding(file: draft.file.path, line: line, rule: name, sentence: sentence)
    }
}

/// A rule that looks at one draft at a time.
protocol DraftRule: CheckRule {
    static func findings(in draft: DraftSource, of drafts: DraftSet) throws -> [Finding]
}

extension DraftRule {
    static func findings(in drafts: DraftSet) throws -> [Finding] {
        try drafts.sources.flatMap { try findings(in: $0, of: drafts) }
    }
}
