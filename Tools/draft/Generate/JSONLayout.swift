import Encoding

/// JSON as a figure shows it: two spaces a level, short values on one line, lists of scalars filled.
enum JSONLayout {
    /// The most characters of a line; a figure has room for 69.
    static let width = 66

    static func lines(_ value: JSONValue) -> [String] {
        let line = short(value)
        return line.count <= width ? [line] : lines(value, indent: 0, before: "", isTop: true)
    }

    private static func lines(
        _ value: JSONValue, indent: Int, before: String, isTop: Bool = false
    ) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let line = margin + before + short(value)
        // A comma may follow.
        if !isTop, line.count < width { return [line] }
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
        let isFilled = !isTop && parts.allSatisfy { isScalar($0.1) }
        for (at, part) in parts.enumerated() {
            var inner = lines(part.1, indent: indent + 2, before: part.0)
            if at + 1 < parts.count { inner[inner.count - 1] += "," }
            if isFilled, let last = body.last, inner.count == 1,
                last.count + inner[0].count - indent - 1 <= width
            {
                body[body.count - 1] = last + " " + inner[0].drop { $0 == " " }
            } else {
                body += inner
            }
        }
        return [margin + before + open] + body + [margin + close]
    }

    private static func isScalar(_ value: JSONValue) -> Bool {
        switch value {
        case .object, .array: false
        default: true
        }
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
