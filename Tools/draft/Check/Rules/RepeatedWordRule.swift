/// Words that were typed twice.
enum RepeatedWordRule: DraftRule {
    static let name = "repeated-word"
    static let about = "No word of prose stands twice in a row."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.paragraphs.flatMap { paragraph in
            let words = paragraph.words.joined(separator: " ").split(separator: " ")
            return zip(words, words.dropFirst()).compactMap { first, second -> Finding? in
                guard first == second, first.allSatisfy(\.isLetter) else { return nil }
                return finding(draft, paragraph.line, "\"\(first) \(second)\" in this paragraph.")
            }
        }
    }
}
