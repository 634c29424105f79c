/// A normative statement of a draft.
struct Requirement: Equatable {
    /// Its anchor, `req-…`.
    let anchor: String
    /// Its words on one line, without markup. A definition begins with its term.
    let text: String
    /// The number of its first line in the draft.
    let line: Int

    /// The requirement that a paragraph is, if its anchor says so.
    init?(_ paragraph: Paragraph) {
        guard let anchor = paragraph.anchor, anchor.hasPrefix("req-") else { return nil }
        self.anchor = anchor
        let term = paragraph.term.map { [$0] } ?? []
        text = Kramdown.plain((term + paragraph.words).joined(separator: " "))
        line = paragraph.line
    }
}
