/// A place that cites a reference or an anchor: `{{RFC7515}}`, `{{Section 4.2 of !RFC8949}}`, `{{sec-x}}`.
struct Citation: Equatable {
    let line: Int
    /// The reference's anchor, or one within the draft.
    let target: String
    /// The number of the section that is cited of the target, as in `{{Section 4.2 of RFC9110}}`.
    let section: String?
    /// `!` and `?` before the target declare it in place.
    let declares: Reference.Group?

    static func all(in lines: [DraftLine]) -> [Citation] {
        var citations: [Citation] = []
        // One that is broken over lines is read as on one.
        var pending: (line: Int, text: String)?
        for line in lines {
            if line.kind == .directive, line.text.hasPrefix("{::boilerplate bcp14") {
                citations += ["RFC2119", "RFC8174"].map {
                    Citation(line: line.number, target: $0, section: nil, declares: .normative)
                }
            }
            guard [.prose, .table, .attributes, .heading].contains(line.kind) else {
                pending = nil
                continue
            }
            var rest = line.text[...]
            if let open = pending {
                pending = nil
                if let end = rest.firstRange(of: "}}") {
                    citations += citation(open.text + " " + rest[..<end.lowerBound], line: open.line)
                    rest = rest[end.upperBound...]
                }
            }
            while let open = rest.firstRange(of: "{{") {
                guard let end = rest[open.upperBound...].firstRange(of: "}}") else {
                    pending = (line.number, String(rest[open.upperBound...]))
                    break
                }
                citations += citation(String(rest[open.upperBound..<end.lowerBound]), line: line.number)
                rest = rest[end.upperBound...]
            }
        }
        return citations
    }

    private static func citation(_ text: String, line: Int) -> [Citation] {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard var target = words.last else { return [] }
        let isSection = words.count == 4 && ["Section", "Appendix"].contains(words[0]) && words[2] == "of"
        let declares: Reference.Group? =
            target.hasPrefix("!") ? .normative : target.hasPrefix("?") ? .informative : nil
        target = target.drop { $0 == "!" || $0 == "?" || $0 == "-" }
        if let fragment = target.firstIndex(of: "#") { target = target[..<fragment] }
        return [
            Citation(
                line: line, target: String(target), section: isSection ? String(words[1]) : nil,
                declares: declares)
        ]
    }
}
