/// A normative statement of a draft.
struct Requirement: Equatable {
    /// Its anchor, `req-…`.
    let anchor: String
    /// Its words on one line, without markup. A definition begins with its term.
    let text: String

    /// The requirements of a draft in kramdown, in their order.
    ///
    /// An anchor stands before a paragraph (`{: #req-…}` on a line of its own), at the start of a list item
    /// (`* {: #req-…} text`), or of a definition (`: {: #req-…} text`, its term on the line before).
    static func all(in draft: String) -> [Requirement] {
        let lines = draft.split(separator: "\n", omittingEmptySubsequences: false)
        var requirements: [Requirement] = []
        for (number, line) in lines.enumerated() {
            guard let mark = line.firstMatch(of: /\{: #(req-[a-z0-9-]+)\}/) else { continue }
            let rest = line[mark.range.upperBound...]
            let isBlock = line.drop { $0 == " " }.hasPrefix("{:")
            var words = isBlock ? [] : [rest]
            for next in lines[(number + 1)...] {
                // A blank line ends a paragraph, and so does its list of attributes.
                let bare = next.drop { $0 == " " }
                if bare.isEmpty || bare.hasPrefix("{:") { break }
                if !isBlock, next.prefixMatch(of: #/\s*(?:\*|\d+\.|:) /#) != nil { break }
                words.append(next)
            }
            let isDefinition = line.drop { $0 == " " }.hasPrefix(": ")
            let term = isDefinition && number > 0 ? "\(lines[number - 1].drop { $0 == " " }) " : ""
            requirements.append(
                Requirement(anchor: String(mark.output.1), text: plain(term + words.joined(separator: " "))))
        }
        return requirements
    }

    /// Text without kramdown's markup: references to documents by name, those to sections in brackets.
    private static func plain(_ text: String) -> String {
        text.replacing(/\{\{([^}]*)\}\}/) { match in
            match.output.1.first?.isUppercase == true ? String(match.output.1) : "[\(match.output.1)]"
        }
        .replacing("`", with: "'")
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
