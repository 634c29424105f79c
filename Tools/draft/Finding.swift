import Encoding

/// Something that is wrong with a draft, where, and by which rule.
struct Finding: Hashable, Comparable {
    /// The file, from the top of the checkout.
    let file: String
    /// The line, from 1; nil where it is about the file as a whole.
    let line: Int?
    /// The rule's name, kebab-case.
    let rule: String
    /// One sentence: what is wrong, and what to do where that isn't plain.
    let sentence: String

    /// `file:line: rule: sentence`
    var description: String { "\(file):\(line.map { "\($0):" } ?? "") \(rule): \(sentence)" }

    static func < (a: Finding, b: Finding) -> Bool {
        (a.file, a.line ?? 0, a.rule, a.sentence) < (b.file, b.line ?? 0, b.rule, b.sentence)
    }

    var json: JSONValue {
        var members = [JSONMember("file", .string(ExactString(file)))]
        if let line { members.append(JSONMember("line", .integer(Int64(line)))) }
        members.append(JSONMember("rule", .string(ExactString(rule))))
        members.append(JSONMember("sentence", .string(ExactString(sentence))))
        return .object(members)
    }
}
