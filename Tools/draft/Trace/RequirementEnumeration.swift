/// The Swift source of a draft's requirements.
struct RequirementEnumeration {
    let draft: DraftFile
    let requirements: [Requirement]

    private static let width = 100

    /// An enumeration with a case for each requirement, and the text of each.
    var source: String {
        var lines = [
            "// Written by `swift run draft trace --emit` from \(draft.path).", "",
            "/// The requirements of \(draft.path), by their anchors.",
            "public enum \(draft.enumeration): String, Hashable, Sendable, CaseIterable {",
        ]
        for requirement in requirements {
            lines.append("    case \(Self.name(of: requirement, in: draft)) = \"\(requirement.anchor)\"")
        }
        lines += [
            "}", "", "extension \(draft.enumeration) {", "    /// The requirement in the words of the draft.",
            "    public var text: String {", "        switch self {",
        ]
        for requirement in requirements {
            lines.append("        case .\(Self.name(of: requirement, in: draft)):")
            lines += literal(requirement.text)
        }
        lines += ["        }", "    }", "}", ""]
        return lines.joined(separator: "\n")
    }

    /// `req-act-del-max-depth` is `delMaxDepth`.
    static func name(of requirement: Requirement, in draft: DraftFile) -> String {
        let words = requirement.anchor.dropFirst(draft.prefix.count).split(separator: "-")
        return words.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }
            .joined()
    }

    private func literal(_ text: String) -> [String] {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        var rows: [String] = []
        for word in escaped.split(separator: " ") {
            if let last = rows.last, last.count + 1 + word.count <= Self.width {
                rows[rows.count - 1] = last + " " + word
            } else {
                rows.append(String(word))
            }
        }
        guard rows.count > 1 else { return ["            \"\(rows.first ?? "")\""] }
        let body = rows.dropLast().map { "            \($0) \\" } + ["            \(rows[rows.count - 1])"]
        return ["            \"\"\""] + body + ["            \"\"\""]
    }
}
