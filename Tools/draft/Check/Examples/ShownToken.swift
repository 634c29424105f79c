/// A compact JWS that a draft prints: folded, broken into lines, or as a string of JSON.
struct ShownToken {
    /// The line of the block, or of the paragraph of it, that it begins on.
    let line: Int
    let compact: String

    /// The tokens of all blocks of code, in their order. One that is cut short with dots is none.
    static func all(in draft: DraftSource) -> [ShownToken] {
        draft.codeBlocks.filter { $0.text.contains("eyJ") }.flatMap { block in
            if block.language == "json" { return quoted(in: block) }
            guard let folding = Folding(block.code) else { return broken(in: block) }
            return folding.text.split(separator: "\n").filter(looksLikeToken).map {
                ShownToken(line: block.line + 1, compact: String($0))
            }
        }
    }

    /// Tokens that are broken into lines, with blank lines between them.
    private static func broken(in block: CodeBlock) -> [ShownToken] {
        var tokens: [ShownToken] = []
        var open: ShownToken?
        for (at, line) in (block.code + [""]).enumerated() {
            if line.isEmpty || line.contains(" ") {
                if let token = open, looksLikeToken(token.compact[...]) { tokens.append(token) }
                open = nil
            } else {
                open = ShownToken(
                    line: open?.line ?? block.line + 1 + at, compact: (open?.compact ?? "") + line)
            }
        }
        return tokens
    }

    private static func quoted(in block: CodeBlock) -> [ShownToken] {
        block.code.enumerated().flatMap { at, line in
            line.split(separator: "\"").filter(looksLikeToken).map {
                ShownToken(line: block.line + 1 + at, compact: String($0))
            }
        }
    }

    /// A JSON object in base64url begins with `eyJ`, and a token isn't cut short.
    private static func looksLikeToken(_ text: Substring) -> Bool {
        text.hasPrefix("eyJ") && !text.contains("..") && !text.contains("…")
            && text.utf8.count { $0 == UInt8(ascii: ".") } > 0
    }
}
