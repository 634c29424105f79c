import Foundation

/// A requirement that no test of this code can verify, and why.
struct RequirementException: Hashable {
    enum Kind: String {
        case excepted, implied, todo
    }

    let kind: Kind
    let id: String
    /// The verified requirement that an implied one follows from.
    let by: String?
    let reason: String
    /// Its line in the file.
    let line: Int

    /// The file of exceptions, from the top of the checkout.
    static let path = "Drafts/requirements-exceptions.txt"

    /// Reads the file: `excepted ID`, `implied ID by ID` or `todo ID`, and below it, indented, the reason. Lines
    /// that begin with `#` are comments.
    static func all(in text: String) -> (exceptions: [RequirementException], findings: [Finding]) {
        var exceptions: [RequirementException] = []
        var findings: [Finding] = []
        var seen: Set<String> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (at, line) in lines.enumerated()
        where !line.isEmpty && !line.hasPrefix("#") && !line.hasPrefix(" ") {
            func find(_ sentence: String) {
                findings.append(Finding(file: path, line: at + 1, rule: "exception", sentence: sentence))
            }
            let words = line.split(separator: " ").map(String.init)
            guard let kind = words.first.flatMap(Kind.init), words.count == (kind == .implied ? 4 : 2),
                kind != .implied || words[2] == "by"
            else {
                find("this is neither 'excepted ID', 'implied ID by ID' nor 'todo ID'")
                continue
            }
            let reason = lines[(at + 1)...].prefix { $0.hasPrefix(" ") }.map { $0.trimming() }
                .joined(separator: " ")
            if reason.isEmpty { find("\(words[1]) has no reason") }
            guard seen.insert(words[1]).inserted else {
                find("\(words[1]) stands twice")
                continue
            }
            exceptions.append(
                RequirementException(
                    kind: kind, id: words[1], by: kind == .implied ? words[3] : nil, reason: reason,
                    line: at + 1
                ))
        }
        return (exceptions, findings)
    }
}
