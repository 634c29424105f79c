/// A text whose long lines are folded with `\` at their ends (RFC 8792 §7, the single-backslash strategy).
struct Folding {
    static let header = "NOTE: '\\' line wrapping per RFC 8792"

    /// The text unfolded: without header, each `\` with the line feed and the indent behind it gone.
    let text: String

    /// Nil where the block doesn't say that it is folded.
    init?(_ lines: [String]) {
        guard lines.first == Self.header else { return nil }
        var text = ""
        var continues = false
        for line in lines.dropFirst().drop(while: \.isEmpty) {
            if !continues, !text.isEmpty { text += "\n" }
            let rest = continues ? line.drop { $0 == " " } : line[...]
            continues = rest.hasSuffix("\\")
            text += continues ? rest.dropLast() : rest
        }
        self.text = text
    }
}
