/// References that are typed by hand.
enum TextReferenceRule: DraftRule {
    static let name = "text-reference"
    static let about = "No reference is typed as text in brackets, such as [RFC9110] (idnits TEXT_DOC_REF)."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.lines.filter { $0.kind == .prose || $0.kind == .table }.flatMap { line in
            line.text.split(separator: "[", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
                guard let end = rest.firstIndex(of: "]") else { return nil }
                let inner = rest[..<end]
                guard
                    inner.hasPrefix("RFC") && inner.dropFirst(3).contains(where: \.isNumber)
                        || inner.hasPrefix("I-D.")
                else { return nil }
                return finding(draft, line.number, "[\(inner)] is text: write it as {{…}}.")
            }
        }
    }
}
