import Foundation

/// Findings that are meant to be, each with its reason: `rule | file | words of the line or sentence | reason`.
struct IgnoreList {
    static let path = "Drafts/check-ignore.txt"

    struct Entry {
        let line: Int
        let rule: String
        let file: String
        let words: String
        let reason: String
    }

    private let entries: [Entry]
    private let malformed: [Int]

    /// Reads the list, which may be absent.
    init() throws {
        let exists = FileManager.default.fileExists(atPath: Self.path)
        let text = exists ? try String(contentsOfFile: Self.path, encoding: .utf8) : ""
        var entries: [Entry] = []
        var malformed: [Int] = []
        for (at, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("#") || line.trimming().isEmpty { continue }
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimming() }
            if parts.count == 4, parts.allSatisfy({ !$0.isEmpty }) {
                entries.append(
                    Entry(line: at + 1, rule: parts[0], file: parts[1], words: parts[2], reason: parts[3]))
            } else {
                malformed.append(at + 1)
            }
        }
        self.entries = entries
        self.malformed = malformed
    }

    /// The findings that no entry ignores, and one for each entry that ignores none.
    func filter(_ findings: [Finding]) throws -> [Finding] {
        // A finding's line is looked up only where an entry could be about it.
        func line(of finding: Finding) throws -> String {
            guard let number = finding.line, entries.contains(where: { $0.rule == finding.rule }) else {
                return ""
            }
            let text = try String(contentsOfFile: finding.file, encoding: .utf8)
            return String(text.split(separator: "\n", omittingEmptySubsequences: false)[number - 1])
        }
        var unused = Set(entries.indices)
        let left = try findings.filter { finding in
            let text = try line(of: finding)
            let hits = entries.indices.filter {
                let entry = entries[$0]
                return entry.rule == finding.rule && entry.file == finding.file
                    && (text.contains(entry.words) || finding.sentence.contains(entry.words))
            }
            unused.subtract(hits)
            return hits.isEmpty
        }
        func own(_ line: Int, _ sentence: String) -> Finding {
            Finding(file: Self.path, line: line, rule: "ignore", sentence: sentence)
        }
        return left
            + malformed.map {
                own($0, "not of the form: rule | file | words of the line or sentence | reason.")
            }
            + unused.map {
                own(entries[$0].line, "the entry ignores no finding of \(entries[$0].rule): remove it.")
            }
    }
}
