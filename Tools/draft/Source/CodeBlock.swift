/// A block between `~~~`, with what is written below it: `{: #fig-x title="…"}`.
struct CodeBlock: Equatable {
    /// The number of the line that opens it. Its first line of code is the next.
    let line: Int
    /// The word behind `~~~`, such as `json`.
    let language: String
    /// Its lines.
    let code: [String]
    let anchor: String?
    let attributes: [String: String]

    var text: String { code.joined(separator: "\n") }

    static func all(in lines: [DraftLine]) -> [CodeBlock] {
        var blocks: [CodeBlock] = []
        var at = 0
        while at < lines.count {
            guard lines[at].kind == .fence else {
                at += 1
                continue
            }
            let end = lines[(at + 1)...].firstIndex { $0.kind != .code } ?? lines.count
            let below = end + 1 < lines.count && lines[end + 1].kind == .attributes ? lines[end + 1].text : ""
            let list = AttributeList(at: below)
            blocks.append(
                CodeBlock(
                    line: lines[at].number, language: lines[at].text.dropFirst(3).trimming(),
                    code: lines[(at + 1)..<end].map(\.text), anchor: list?.anchor,
                    attributes: list?.members ?? [:]))
            at = end + 1
        }
        return blocks
    }
}
