import ACT
import Claims
import ECT

/// The requirements of a draft by their sections, each with the status and the earlier name of its refusal.
struct RequirementIndex {
    let source: DraftSource

    init(of source: DraftSource) { self.source = source }

    /// Requirements of one section that are refused in the same way.
    private struct Row {
        let section: String
        let refusal: Refusal?
        var names: [String]
    }

    var lines: [String] {
        let rows = rows
        let earlier = Self.ordered(rows.compactMap(\.refusal?.earlierName))
        let marks = Dictionary(
            earlier.enumerated().map { ($1, String(Unicode.Scalar(UInt8(ascii: "a") + UInt8($0)))) },
            uniquingKeysWith: { first, _ in first })
        var lines: [String] = []
        var section = ""
        for row in rows {
            let status = row.refusal.map { $0.status.map(String.init) ?? "x" } ?? "-"
            let mark = row.refusal?.earlierName.flatMap { marks[$0] } ?? ""
            let number = row.section == section ? "" : row.section
            section = row.section
            lines += Self.filled(
                row.names, first: number.leftAligned(in: 6) + "\(status) \(mark)".leftAligned(in: 7),
                others: String(repeating: " ", count: 13))
        }
        let legend = earlier.map { "\(marks[$0] ?? "")  \($0)" }
        let half = (legend.count + 1) / 2
        let table = (0..<half).map { at in
            at + half < legend.count ? legend[at].leftAligned(in: 34) + legend[at + half] : legend[at]
        }
        return ["~~~ text"] + table + [""] + lines
            + ["~~~", "{: #fig-index title=\"Requirements, by section, with status and earlier name\"}"]
    }

    private var rows: [Row] {
        let numbers = SectionNumbers(of: source)
        var rows: [Row] = []
        for requirement in source.requirements {
            guard let section = source.section(at: requirement.line) else { continue }
            let number = numbers.number(of: section)
            let refusal =
                source.file == .act
                ? ACTRequirement(rawValue: requirement.anchor)?.refusal
                : ECTRequirement(rawValue: requirement.anchor)?.refusal
            let name = String(requirement.anchor.dropFirst(source.file.prefix.count))
            if let at = rows.lastIndex(where: { $0.section == number && $0.refusal == refusal }) {
                rows[at].names.append(name)
            } else {
                rows.append(Row(section: number, refusal: refusal, names: [name]))
            }
        }
        return rows
    }

    /// Words in lines of at most 69 characters, the width of a figure.
    private static func filled(_ words: [String], first: String, others: String) -> [String] {
        var lines = [first]
        var isEmpty = true
        for word in words {
            if !isEmpty, (lines.last?.count ?? 0) + 1 + word.count > 69 {
                lines.append(others)
                isEmpty = true
            }
            lines[lines.count - 1] += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines
    }

    private static func ordered(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
