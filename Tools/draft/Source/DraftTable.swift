/// A table, with what is written below it.
struct DraftTable: Equatable {
    /// The number of its first line.
    let line: Int
    let header: [String]
    let rows: [Row]
    let anchor: String?
    let attributes: [String: String]

    struct Row: Equatable {
        let line: Int
        /// Its cells, white space and backquotes removed.
        let cells: [String]
    }

    /// The place of the column of that name.
    func column(_ name: String) -> Int? { header.firstIndex(of: name) }

    static func all(in lines: [DraftLine]) -> [DraftTable] {
        var tables: [DraftTable] = []
        var at = 0
        while at < lines.count {
            guard lines[at].kind == .table else {
                at += 1
                continue
            }
            let end = lines[at...].firstIndex { $0.kind != .table } ?? lines.count
            let rows = lines[at..<end].map { Row(line: $0.number, cells: cells(of: $0.text)) }
            let below = end < lines.count && lines[end].kind == .attributes ? lines[end].text : ""
            let list = AttributeList(at: below)
            tables.append(
                DraftTable(
                    line: lines[at].number, header: rows[0].cells,
                    rows: rows.dropFirst().filter { !isRule($0.cells) }, anchor: list?.anchor,
                    attributes: list?.members ?? [:]))
            at = end
        }
        return tables
    }

    private static func cells(of text: String) -> [String] {
        var cells = text.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
            $0.filter { $0 != "`" }.trimming()
        }
        if cells.last?.isEmpty == true { cells.removeLast() }
        return cells
    }

    /// The line below a header: `|---|:---|`.
    private static func isRule(_ cells: [String]) -> Bool {
        cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 == "-" || $0 == ":" } }
    }
}
