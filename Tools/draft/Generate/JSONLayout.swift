import Encoding

/// JSON as a figure shows it: two spaces a level, lines filled with what fits.
enum JSONLayout {
    /// The most characters of a line; a figure has room for 69.
    static let width = 66

    static func lines(_ value: JSONValue) -> [String] {
        lines(value, indent: 0, before: "")
    }

    private static func lines(_ value: JSONValue, indent: Int, before: String) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let line = margin + before + short(value)
        // A comma may follow.
        if line.count < width { return [line] }
        let (open, close, parts): (String, String, [(String, JSONValue)])
        switch value {
        case .object(let members):
            (open, close) = ("{", "}")
            parts = members.map { (short(.string($0.name)) + ": ", $0.value) }
        case .array(let elements):
            (open, close) = ("[", "]")
            parts = elements.map { ("", $0) }
        default: return [line]
        }
        var body: [String] = []
        var canFill = false
        for (at, part) in parts.enumerated() {
            var inner = lines(part.1, indent: indent + 2, before: part.0)
            if at + 1 < parts.count { inner[inner.count - 1] += "," }
            let bare = inner[0].drop { $0 == " " }
            if canFill, inner.count == 1, let last = body.last, last.count + 1 + bare.count <= width {
                body[body.count - 1] = last + " " + bare
            } else {
                body += inner
            }
            canFill = inner.count == 1
        }
        return [margin + before + open] + body + [margin + close]
    }

    /// The value on one line.
    private static func short(_ value: JSONValue) -> String {
        switch value {
        case .object(let members):
            "{" + members.map { short(.string($0.name)) + ": " + short($0.value) }.joined(separator: ", ")
                + "}"
        case .array(let elements): "[" + elements.map(short).joined(separator: ", ") + "]"
        default: String(decoding: value.encode(), as: UTF8.self)
        }
    }
}

/// Figures of a draft.
enum Figure {
    /// A value; as text where it has to be folded, since tools take JSON by its word.
    static func json(_ value: JSONValue, _ anchor: String, _ title: String) -> [String] {
        let lines = JSONLayout.lines(value)
        let folded = folded(lines)
        return [lines == folded ? "~~~ json" : "~~~ text"] + folded + end(anchor, title)
    }

    /// Text folded as RFC 8792 has it.
    static func folded(_ text: String, _ anchor: String, _ title: String) -> [String] {
        ["~~~ text"] + folded([text]) + end(anchor, title)
    }

    /// Lines of at most 69 characters.
    private static func folded(_ lines: [String]) -> [String] {
        guard lines.contains(where: { $0.count > 69 }) else { return lines }
        var folded = ["NOTE: '\\' line wrapping per RFC 8792", ""]
        for line in lines {
            var rest = line[...]
            while rest.count > 69 {
                folded.append("\(rest.prefix(68))\\")
                rest = rest.dropFirst(68)
            }
            folded.append(String(rest))
        }
        return folded
    }

    private static func end(_ anchor: String, _ title: String) -> [String] {
        ["~~~", "{: #\(anchor) title=\"\(title)\"}"]
    }
}
