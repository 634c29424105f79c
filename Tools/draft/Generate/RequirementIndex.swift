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
        for section in Self.ordered(rows.map(\.section)) {
            let groups = rows.filter { $0.section == section }.map { row in
                let status = row.refusal.map { $0.status.map(String.init) ?? "x" } ?? "-"
                let mark = row.refusal?.earlierName.flatMap { marks[$0] } ?? ""
                // What stands before the first name stays on its line.
                return ["\(status)\(mark) \(row.names[0])"] + row.names.dropFirst()
            }
            let words = groups.enumerated().flatMap { at, group in
                at + 1 < groups.count ? group.dropLast() + group.suffix(1).map { $0 + ";" } : group
            }
            lines += Self.filled(
                words, first: section.leftAligned(in: 6), others: String(repeating: " ", count: 6))
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
