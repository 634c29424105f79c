/// Terms that both drafts define.
enum SharedTermRule: CheckRule {
    static let name = "term-differs"
    static let about = "A term that both drafts define has the same definition in both."

    static func findings(in drafts: DraftSet) -> [Finding] {
        guard drafts.sources.count == 2 else { return [] }
        let (first, second) = (drafts.sources[0], drafts.sources[1])
        let earlier = Dictionary(terms(in: first), uniquingKeysWith: { one, _ in one })
        return terms(in: second).compactMap { term, paragraph in
            guard let other = earlier[term], words(paragraph, second) != words(other, first) else {
                return nil
            }
            return finding(
                second, paragraph.line, "\(term) is defined otherwise in \(first.file.path):\(other.line).")
        }
    }

    /// The definitions of the section that has the boilerplate of BCP 14.
    private static func terms(in draft: DraftSource) -> [(String, Paragraph)] {
        guard let line = draft.lines.first(where: { $0.text.hasPrefix("{::boilerplate bcp14") })?.number
        else {
            return []
        }
        let section = draft.section(at: line)
        return draft.paragraphs.filter { $0.term != nil && draft.section(at: $0.line) == section }.map {
            (($0.term ?? "").lowercased().trimming { $0 == ":" }, $0)
        }
    }

    /// Without citations: each draft cites by names of its own, and doesn't cite itself.
    private static func words(_ paragraph: Paragraph, _ draft: DraftSource) -> String {
        var text = ""
        var rest = paragraph.words.joined(separator: " ")[...]
        while let open = rest.firstRange(of: "{{"), let end = rest[open.upperBound...].firstRange(of: "}}") {
            text += rest[..<open.lowerBound]
            rest = rest[end.upperBound...]
        }
        let words = (text + rest).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.replacing(" ,", with: ",").replacing(" .", with: ".").replacing(" ;", with: ";")
    }
}
