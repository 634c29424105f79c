/// Blocks of ABNF.
enum ABNFRule: DraftRule {
    static let name = "abnf"
    static let about =
        "Every ~~~ abnf block parses (RFC 5234, RFC 7405), and each rule that it uses is defined or imported, once."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        var findings: [Finding] = []
        var rules: [ABNFGrammar.Rule] = []
        let blocks = draft.codeBlocks.filter { $0.language == "abnf" }
        for block in blocks {
            do {
                rules += try ABNFGrammar(block.code, first: block.line + 1).rules
            } catch {
                findings.append(finding(draft, error.line, "the ABNF \(error.problem)."))
            }
        }
        if let block = blocks.first, !draft.citations.contains(where: { $0.target == "RFC5234" }) {
            findings.append(finding(draft, block.line, "nothing cites {{RFC5234}}, which says what ABNF is."))
        }
        var defined: [String: ABNFGrammar.Rule] = [:]
        for rule in rules {
            let key = rule.name.lowercased()
            if ABNFGrammar.core.contains(key) {
                findings.append(finding(draft, rule.line, "\(rule.name) is a core rule of RFC 5234 already."))
            }
            if let earlier = defined[key], !rule.isIncremental, rule.elements != earlier.elements {
                findings.append(
                    finding(draft, rule.line, "\(rule.name) is defined otherwise in line \(earlier.line)."))
            } else if rule.isIncremental, defined[key] == nil {
                findings.append(
                    finding(draft, rule.line, "\(rule.name) is extended by =/ and never defined."))
            }
            defined[key] = defined[key] ?? rule
        }
        for rule in rules {
            for name in Set(rule.references).sorted()
            where defined[name.lowercased()] == nil && !ABNFGrammar.core.contains(name.lowercased())
                && !imports(name, draft)
            {
                findings.append(
                    finding(
                        draft, rule.line,
                        "\(rule.name) uses \(name), which is neither defined nor imported: the text would say \"the rule `\(name)` of {{…}}\"."
                    ))
            }
        }
        return findings
    }

    private static func imports(_ name: String, _ draft: DraftSource) -> Bool {
        draft.paragraphs.contains { $0.text.contains("rule '\(name)' of ") }
    }
}
