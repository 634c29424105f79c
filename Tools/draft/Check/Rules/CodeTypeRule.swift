/// What a block of code is.
enum CodeTypeRule: DraftRule {
    static let name = "code-type"
    static let about =
        "Every block of code says what it is, in a word that is known here (idnits MISSING_SOURCECODE_TAG)."

    private static let known: Set<String> = [
        "abnf", "ascii-art", "cddl", "http-message", "json", "text", "xml",
    ]

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.codeBlocks.filter { !known.contains($0.language) }.map {
            finding(
                draft, $0.line,
                $0.language.isEmpty
                    ? "the block doesn't say what it is: write ~~~ text, or json, abnf, ascii-art."
                    : "~~~ \($0.language) is none of \(known.sorted().joined(separator: ", ")).")
        }
    }
}
