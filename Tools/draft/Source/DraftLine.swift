/// A line of a draft, and what it is there.
struct DraftLine: Equatable {
    /// Its number, from 1.
    let number: Int
    let text: String
    let kind: Kind
    let part: Part

    enum Kind: Equatable {
        /// Between `---` and `--- abstract`.
        case frontMatter
        /// `--- abstract`, `--- middle`, `--- back`, and the `---` at the top.
        case marker
        case blank
        case heading
        /// `~~~`, opening or closing a block of code.
        case fence
        case code
        /// `{: #anchor title="…"}` on a line of its own.
        case attributes
        /// `{::boilerplate …}` and its like.
        case directive
        /// Between `{::comment}` and `{:/comment}`, these included.
        case comment
        case table
        case prose
    }

    enum Part: String, Equatable {
        case front, abstract, middle, back
    }

    /// The lines of a kramdown source.
    static func all(in source: String) -> [DraftLine] {
        var part = Part.front
        var isInCode = false
        var isInComment = false
        var lines: [DraftLine] = []
        for text in source.split(separator: "\n", omittingEmptySubsequences: false) {
            let kind: Kind
            if text.hasPrefix("~~~"), !isInComment, part != .front {
                isInCode.toggle()
                kind = .fence
            } else if isInCode {
                kind = .code
            } else if text.hasPrefix("---") {
                if let next = Part(rawValue: String(text.dropFirst(4))) { part = next }
                kind = .marker
            } else if part == .front {
                kind = .frontMatter
            } else if isInComment || text.hasPrefix("{::comment}") {
                isInComment = !text.hasPrefix("{:/comment}")
                kind = .comment
            } else {
                kind = Self.kind(ofBlock: text)
            }
            lines.append(DraftLine(number: lines.count + 1, text: String(text), kind: kind, part: part))
        }
        // The last line feed ends a line and begins none.
        if lines.last?.text.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func kind(ofBlock text: Substring) -> Kind {
        let bare = text.drop { $0 == " " }
        if bare.isEmpty { return .blank }
        if text.hasPrefix("#") { return .heading }
        if bare.hasPrefix("{::") { return .directive }
        if bare.hasPrefix("{:"), bare.hasSuffix("}"), bare.firstIndex(of: "}") == bare.indices.last {
            return .attributes
        }
        if text.hasPrefix("|") { return .table }
        return .prose
    }
}
