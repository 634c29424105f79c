/// Claims that both drafts have.
enum SharedClaimRule: CheckRule {
    static let name = "claim-differs"
    static let about = "A claim has the same type, and the same description for IANA, in both drafts."

    private struct Statement {
        let line: Int
        let words: String
    }

    static func findings(in drafts: DraftSet) -> [Finding] {
        guard drafts.sources.count == 2 else { return [] }
        let (first, second) = (drafts.sources[0], drafts.sources[1])
        return differences("type", types(in: first), types(in: second), in: first, second)
            + differences(
                "description for IANA", descriptions(in: first), descriptions(in: second), in: first, second)
    }

    private static func differences(
        _ what: String, _ ours: [String: Statement], _ theirs: [String: Statement], in first: DraftSource,
        _ second: DraftSource
    ) -> [Finding] {
        ours.keys.sorted().compactMap { claim in
            guard let one = ours[claim], let other = theirs[claim], one.words != other.words else {
                return nil
            }
            return finding(
                second, other.line,
                "the \(what) of \(claim) is \"\(other.words)\", and \"\(one.words)\" in \(first.file.path):\(one.line)."
            )
        }
    }

    /// From the tables with columns Claim and Type.
    private static func types(in draft: DraftSource) -> [String: Statement] {
        var types: [String: Statement] = [:]
        for table in draft.tables {
            guard let claim = table.column("Claim"), let type = table.column("Type") else { continue }
            for row in table.rows where row.cells.count > max(claim, type) {
                types[row.cells[claim]] = Statement(line: row.line, words: row.cells[type])
            }
        }
        return types
    }

    /// From the list of the section that registers claims: `* name: description; reference`.
    private static func descriptions(in draft: DraftSource) -> [String: Statement] {
        var descriptions: [String: Statement] = [:]
        for paragraph in draft.paragraphs where paragraph.kind == .item {
            guard draft.section(at: paragraph.line)?.title == "JSON Web Token Claims" else { continue }
            let parts = paragraph.text.split(separator: ";")[0].split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            descriptions[parts[0].trimming()] = Statement(line: paragraph.line, words: parts[1].trimming())
        }
        return descriptions
    }
}
