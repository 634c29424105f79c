/// A table in kramdown, its columns aligned.
struct MarkdownTable {
    let header: [String]
    let rows: [[String]]
    let anchor: String
    let title: String

    var lines: [String] {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        func row(_ cells: [String]) -> String {
            "| " + zip(cells, widths).map { $0.leftAligned(in: $1) }.joined(separator: " | ") + " |"
        }
        let rule =
            "|" + widths.map { ":" + String(repeating: "-", count: $0 + 1) }.joined(separator: "|") + "|"
        return [row(header), rule] + rows.map(row) + ["{: #\(anchor) title=\"\(title)\"}"]
    }
}

/// Text in lines of at most 72 characters.
enum Prose {
    /// The words of `text`, the first line behind `first`, the others behind `others`.
    static func lines(_ text: String, first: String = "", others: String = "") -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > 72 {
                lines.append(line)
                line = others
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    /// An item of a list.
    static func item(_ text: String) -> [String] { lines(text, first: "* ", others: "  ") }
}

extension String {
    func leftAligned(in width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
