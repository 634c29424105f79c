import Encoding

/// Differences for people and for machines.
struct DifferenceReport {
    let all: [DraftDifferences]

    private static let longestList = 20

    var text: String {
        all.map { differences in
            let head =
                "\(differences.newer.source.file.name): from \(differences.older.name) to \(differences.newer.name)"
            let parts = Difference.Subject.allCases.map { subject in
                let own = differences.differences.filter { $0.subject == subject }
                return own.isEmpty ? "  \(subject.plural): the same" : Self.part(subject, own)
            }
            return ([head] + parts).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    var json: String {
        let drafts = all.map { differences in
            JSONValue.object([
                JSONMember("draft", .string(ExactString(differences.newer.source.file.name))),
                JSONMember("from", .string(ExactString(differences.older.name))),
                JSONMember("to", .string(ExactString(differences.newer.name))),
                JSONMember("differences", .array(differences.differences.map(\.json))),
            ])
        }
        return JSONValue.object([JSONMember("drafts", .array(drafts))]).indented
    }

    private static func part(_ subject: Difference.Subject, _ differences: [Difference]) -> String {
        let counts = ["added", "removed", "changed"].compactMap { change in
            let count = differences.count { $0.change == change }
            return count == 0 ? nil : "\(count) \(change)"
        }
        let head = "  \(subject.plural): \(counts.joined(separator: ", "))"
        // Of vectors there are hundreds, and each has only its name to show.
        let shown = subject == .vector ? Array(differences.prefix(Self.longestList)) : differences
        let rest = differences.count - shown.count
        let tail = rest == 0 ? [] : ["    and \(rest) more, which --json lists"]
        return ([head] + shown.map(entry) + tail).joined(separator: "\n")
    }

    private static func entry(_ difference: Difference) -> String {
        var lines = ["    \(difference.change) \(difference.name)"]
        // A vector's octets tell people nothing.
        if difference.subject != .vector {
            lines += difference.before.map { ["      - \($0)"] } ?? []
            lines += difference.after.map { ["      + \($0)"] } ?? []
        }
        lines +=
            difference.code.isEmpty
            ? [] : ["      code: " + difference.code.map { "\($0.file):\($0.line)" }.joined(separator: ", ")]
        lines += difference.tests.isEmpty ? [] : ["      tests: " + difference.tests.joined(separator: ", ")]
        return lines.joined(separator: "\n")
    }
}
