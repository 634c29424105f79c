/// Lines that don't fit.
enum LineWidthRule: DraftRule {
    static let name = "line-width"
    static let about =
        "Code fits into the text's 69 columns, prose into the 80 of its source (idnits LINE_TOO_LONG)."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.lines.compactMap { line in
            let limit = line.kind == .code ? 69 : line.kind == .prose ? 80 : Int.max
            guard line.text.utf8.count > limit, line.text.count > limit else { return nil }
            return finding(draft, line.number, "the line has \(line.text.count) columns, \(limit) at most.")
        }
    }
}
