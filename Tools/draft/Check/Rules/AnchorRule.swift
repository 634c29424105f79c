/// Anchors within a draft.
enum AnchorRule: DraftRule {
    static let name = "anchor-twice"
    static let about = "No anchor stands twice."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let anchors =
            draft.sections.map { ($0.anchor, $0.line) } + draft.codeBlocks.map { ($0.anchor, $0.line) }
            + draft.tables.map { ($0.anchor, $0.line) }
            + draft.paragraphs.filter { $0.anchor?.hasPrefix("req-") == false }.map { ($0.anchor, $0.line) }
        var first: [String: Int] = [:]
        return anchors.sorted { $0.1 < $1.1 }.compactMap { anchor, line in
            guard let anchor else { return nil }
            guard let earlier = first[anchor] else {
                first[anchor] = line
                return nil
            }
            return finding(draft, line, "the anchor \(anchor) stands in line \(earlier) too.")
        }
    }
}
