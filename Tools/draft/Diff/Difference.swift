import Encoding

/// Something that two versions of a draft have otherwise.
struct Difference {
    let subject: Subject
    /// The requirement's anchor, the claim's or the vector's name.
    let name: String
    /// What it says in the older version; nil where that hasn't it.
    let before: String?
    /// What it says in the newer one.
    let after: String?
    /// Where the code names it.
    var code: [CodeCitation] = []
    /// Where tests name it, and the vectors that do.
    var tests: [String] = []

    enum Subject: String, CaseIterable {
        case requirement, claim, vector

        var plural: String { rawValue + "s" }
    }

    var change: String { before == nil ? "added" : after == nil ? "removed" : "changed" }

    /// The names and values of `older` and `newer` that aren't the same, in the order of names.
    static func all(
        _ subject: Subject, from older: [String: String], to newer: [String: String]
    ) -> [Difference] {
        Set(older.keys).union(newer.keys).sorted().compactMap { name in
            guard older[name] != newer[name] else { return nil }
            return Difference(subject: subject, name: name, before: older[name], after: newer[name])
        }
    }

    var json: JSONValue {
        func text(_ name: String, _ value: String) -> JSONMember {
            JSONMember(ExactString(name), .string(ExactString(value)))
        }
        var members = [text("subject", subject.rawValue), text("name", name), text("change", change)]
        if let before { members.append(text("before", before)) }
        if let after { members.append(text("after", after)) }
        members.append(JSONMember("code", .array(code.map { .string(ExactString("\($0.file):\($0.line)")) })))
        members.append(JSONMember("tests", .array(tests.map { .string(ExactString($0)) })))
        return .object(members)
    }
}
