/// A paragraph, an item of a list, or a definition.
struct Paragraph: Equatable {
    /// The number of its first line of words.
    let line: Int
    let kind: Kind
    let anchor: String?
    /// The term that a definition defines, as it is written.
    let term: String?
    /// Its words as they are written, one string a line.
    let words: [String]
    let part: DraftLine.Part

    enum Kind: Equatable {
        case paragraph, item, definition
    }

    /// Its words on one line, without markup.
    var text: String { Kramdown.plain(words.joined(separator: " ")) }

    /// The paragraphs of a draft.
    ///
    /// An anchor stands before a paragraph (`{: #req-…}` on a line of its own), at the start of a list item
    /// (`* {: #req-…} text`), or of a definition (`: {: #req-…} text`, its term on the line before).
    static func all(in lines: [DraftLine]) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        var open: Open?
        var anchorAbove: String?
        func close() {
            if let open { paragraphs.append(open.paragraph) }
            open = nil
        }
        for (at, line) in lines.enumerated() {
            guard line.kind == .prose else {
                close()
                // A list of attributes below a block belongs to that block, else to the next.
                let isBelow = at > 0 && ![.blank, .marker, .comment].contains(lines[at - 1].kind)
                anchorAbove =
                    line.kind == .attributes && !isBelow
                    ? AttributeList(at: line.text.trimming())?.anchor : nil
                continue
            }
            let bare = line.text.drop { $0 == " " }
            if let marker = marker(of: bare),
                open == nil || open?.kind != .paragraph || marker.kind == .definition
            {
                var term: String?
                if marker.kind == .definition, let words = open?.words, open?.kind == .paragraph {
                    term = words.joined(separator: " ").trimming()
                    open = nil
                }
                close()
                var words = bare.dropFirst(marker.length)
                let list = AttributeList(at: words)
                if list != nil, let end = words.firstIndex(of: "}") { words = words[end...].dropFirst() }
                open = Open(
                    line: line, kind: marker.kind, anchor: list?.anchor, term: term, words: [String(words)])
            } else if open != nil {
                open?.words.append(line.text)
            } else {
                open = Open(line: line, kind: .paragraph, anchor: anchorAbove, term: nil, words: [line.text])
            }
            anchorAbove = nil
        }
        close()
        return paragraphs
    }

    private struct Open {
        let line: DraftLine
        let kind: Kind
        let anchor: String?
        let term: String?
        var words: [String]

        var paragraph: Paragraph {
            Paragraph(
                line: line.number, kind: kind, anchor: anchor, term: term, words: words, part: line.part)
        }
    }

    /// `* `, `- `, `1. ` or `: ` at the start of a line.
    private static func marker(of text: Substring) -> (kind: Kind, length: Int)? {
        if text.hasPrefix(": ") { return (.definition, 2) }
        if text.hasPrefix("* ") || text.hasPrefix("- ") { return (.item, 2) }
        let digits = text.prefix { $0.isASCII && $0.isNumber }.count
        return digits > 0 && text.dropFirst(digits).hasPrefix(". ") ? (.item, digits + 2) : nil
    }
}
