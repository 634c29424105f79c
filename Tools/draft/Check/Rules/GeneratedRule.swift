/// What stands in the drafts and is written from the code.
enum GeneratedRule: CheckRule {
    static let name = "generated"
    static let about = "Every generated block is what draft generate writes."

    static func findings(in drafts: DraftSet) throws -> [Finding] {
        let generator = try Generator()
        return try drafts.sources.flatMap { draft in
            let text = draft.lines.map(\.text).joined(separator: "\n") + "\n"
            do {
                return try generator.generate(draft.file, text: text).changed.map {
                    finding(draft, $0.line, "\($0.name) is not what is generated: swift run draft generate.")
                }
            } catch let error as GenerateError {
                return [finding(draft, nil, "\(error).")]
            }
        }
    }
}
