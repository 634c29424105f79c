/// A value of the YAML that front matter is written in: block mappings and sequences, plain and quoted scalars.
/// Anything else is refused.
indirect enum YAMLValue: Equatable {
    case scalar(String)
    case sequence([YAMLValue])
    case mapping([Member])

    struct Member: Equatable {
        let name: String
        let line: Int
        let value: YAMLValue
    }

    var scalar: String? { if case .scalar(let text) = self { text } else { nil } }

    var elements: [YAMLValue] { if case .sequence(let values) = self { values } else { [] } }

    var members: [Member] { if case .mapping(let members) = self { members } else { [] } }

    subscript(name: String) -> YAMLValue? { members.first { $0.name == name }?.value }

    init(lines: [DraftLine]) throws(YAMLError) {
        var reader = YAMLReader(lines: lines)
        self = try reader.block(minimumIndent: 0)
        if let line = reader.next {
            throw YAMLError(line: line.number, problem: "stands at an indent of its own")
        }
    }
}

/// Front matter that isn't the YAML that is read here.
struct YAMLError: Error, CustomStringConvertible {
    let line: Int
    let problem: String

    var description: String { "line \(line) of the front matter \(problem)" }
}

private struct YAMLReader {
    struct Line {
        let number: Int
        let indent: Int
        let text: Substring
    }

    private var lines: ArraySlice<Line>

    init(lines: [DraftLine]) {
        self.lines =
            lines.compactMap {
                let bare = $0.text.drop { $0 == " " }
                guard !bare.isEmpty, !bare.hasPrefix("#") else { return nil }
                return Line(number: $0.number, indent: $0.text.count - bare.count, text: bare)
            }[...]
    }

    var next: Line? { lines.first }

    /// The mapping or sequence whose lines begin at the indent of the next line.
    mutating func block(minimumIndent: Int) throws(YAMLError) -> YAMLValue {
        guard let first = next, first.indent >= minimumIndent else { return .scalar("") }
        return isItem(first.text) ? try sequence(indent: first.indent) : try mapping(indent: first.indent)
    }

    private mutating func mapping(indent: Int) throws(YAMLError) -> YAMLValue {
        var members: [YAMLValue.Member] = []
        while let line = next, line.indent == indent, !isItem(line.text) {
            lines.removeFirst()
            guard let colon = separator(in: line.text) else {
                throw YAMLError(line: line.number, problem: "has no name and colon")
            }
            let name = line.text[..<colon].trimming()
            if members.contains(where: { $0.name == name }) {
                throw YAMLError(line: line.number, problem: "names \(name) a second time")
            }
            let rest = line.text[line.text.index(after: colon)...].trimming()
            let value: YAMLValue
            if !rest.isEmpty {
                value = try scalar(rest, line: line.number)
            } else if let below = next, below.indent == indent, isItem(below.text) {
                value = try sequence(indent: indent)
            } else {
                value = try block(minimumIndent: indent + 1)
            }
            members.append(YAMLValue.Member(name: name, line: line.number, value: value))
        }
        return .mapping(members)
    }

    private mutating func sequence(indent: Int) throws(YAMLError) -> YAMLValue {
        var values: [YAMLValue] = []
        while let line = next, line.indent == indent, isItem(line.text) {
            lines.removeFirst()
            let rest = line.text.dropFirst().drop { $0 == " " }
            if rest.isEmpty {
                values.append(try block(minimumIndent: indent + 1))
            } else if separator(in: rest) != nil {
                // `- name: x` begins a mapping at the indent of its name.
                let inner = line.indent + line.text.count - rest.count
                lines = [Line(number: line.number, indent: inner, text: rest)] + lines
                values.append(try mapping(indent: inner))
            } else {
                values.append(try scalar(rest.trimming(), line: line.number))
            }
        }
        return .sequence(values)
    }

    private func isItem(_ text: Substring) -> Bool { text == "-" || text.hasPrefix("- ") }

    /// The colon behind a name: outside of quotes, and followed by a space or nothing.
    private func separator(in text: Substring) -> Substring.Index? {
        guard text.first != "\"", text.first != "'" else { return nil }
        return text.indices.first {
            guard text[$0] == ":" else { return false }
            let after = text.index(after: $0)
            return after == text.endIndex || text[after] == " "
        }
    }

    private func scalar(_ text: String, line: Int) throws(YAMLError) -> YAMLValue {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            if let first = text.first, "[{&*!|>%@`".contains(first) {
                throw YAMLError(line: line, problem: "begins a value with \(first)")
            }
            return .scalar(text)
        }
        guard text.count > 1, text.last == quote, !text.dropFirst().dropLast().contains(quote) else {
            throw YAMLError(line: line, problem: "has a quote too many or too few")
        }
        return .scalar(String(text.dropFirst().dropLast()))
    }
}
