/// A heading of a draft.
struct Section: Equatable {
    /// The number of its line.
    let line: Int
    /// 1 for `#`.
    let level: Int
    let title: String
    let anchor: String?
    let part: DraftLine.Part
    /// From a list of attributes on the line below, such as `removeinrfc`.
    let attributes: [String: String]

    static func all(in lines: [DraftLine]) -> [Section] {
        lines.indices.compactMap { at in
            let line = lines[at]
            guard line.kind == .heading else { return nil }
            let level = line.text.prefix { $0 == "#" }.count
            var title = line.text.dropFirst(level)
            var anchor: String?
            if let open = title.firstRange(of: "{#"), title.hasSuffix("}") {
                anchor = String(title[open.upperBound...].dropLast())
                title = title[..<open.lowerBound]
            }
            let below = at + 1 < lines.count && lines[at + 1].kind == .attributes ? lines[at + 1].text : ""
            return Section(
                line: line.number, level: level, title: title.trimming(), anchor: anchor, part: line.part,
                attributes: AttributeList(at: below)?.members ?? [:])
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    func trimming() -> String { trimming(\.isWhitespace) }

    /// Without characters of a kind at both ends.
    func trimming(_ isTrimmed: (Character) -> Bool) -> String {
        String(drop(while: isTrimmed).reversed().drop(while: isTrimmed).reversed())
    }
}
