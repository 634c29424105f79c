/// The rules of a grammar in ABNF (RFC 5234, with the case-sensitive strings of RFC 7405).
struct ABNFGrammar {
    let rules: [Rule]

    struct Rule {
        let line: Int
        let name: String
        /// Defined by `=/`.
        let isIncremental: Bool
        /// Its elements as they are written, white space made one.
        let elements: String
        /// The names that it uses.
        let references: [String]
    }

    /// The names that RFC 5234, Appendix B.1, defines.
    static let core: Set<String> = [
        "alpha", "bit", "char", "cr", "crlf", "ctl", "digit", "dquote", "hexdig", "htab", "lf", "lwsp",
        "octet", "sp", "vchar", "wsp",
    ]

    /// Reads the rules of `lines`, of which the first has the number `first`.
    init(_ lines: [String], first: Int) throws(ABNFError) {
        var rules: [Rule] = []
        var open: (line: Int, text: String)?
        func close() throws(ABNFError) {
            guard let rule = open else { return }
            var reader = ABNFReader(line: rule.line, rule.text)
            rules.append(try reader.rule())
            open = nil
        }
        for (at, line) in lines.enumerated() {
            let text = Self.withoutComment(line)
            if text.trimming().isEmpty { continue }
            if text.first == " ", open != nil {
                open?.text += " " + text
            } else {
                try close()
                open = (first + at, text)
            }
        }
        try close()
        self.rules = rules
    }

    private static func withoutComment(_ line: String) -> String {
        var isQuoted = false
        let end = line.firstIndex {
            if $0 == "\"" { isQuoted.toggle() }
            return $0 == ";" && !isQuoted
        }
        return String(line[..<(end ?? line.endIndex)])
    }
}

/// Why a text isn't ABNF.
struct ABNFError: Error {
    let line: Int
    let problem: String
}
