/// What a test that ran says of a requirement: a line that the trait `.verifies` wrote.
struct TestEvidence: Hashable {
    let isPassed: Bool
    /// Module, suites and function, with slashes between.
    let test: String
    let file: String
    let line: Int
    /// The row of a table, or a vector by file and name; empty where the test as a whole is meant.
    let row: String

    /// Whether a vector is the row.
    var isVector: Bool { row.hasPrefix("Interop/vectors/") }

    /// Reads a run's lines, by requirement; lines that are the same say it once.
    static func all(in text: String, from path: String) -> (
        evidence: [String: [TestEvidence]], findings: [Finding]
    ) {
        var evidence: [String: [TestEvidence]] = [:]
        var findings: [Finding] = []
        var seen: Set<Substring> = []
        for (at, line) in text.split(separator: "\n").enumerated() where seen.insert(line).inserted {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, ["passed", "failed"].contains(fields[0]),
                let colon = fields[3].lastIndex(of: ":"), let number = Int(fields[3][colon...].dropFirst())
            else {
                findings.append(
                    Finding(file: path, line: at + 1, rule: "result", sentence: "this is no result of a test")
                )
                continue
            }
            evidence[fields[1], default: []].append(
                TestEvidence(
                    isPassed: fields[0] == "passed", test: fields[2], file: String(fields[3][..<colon]),
                    line: number, row: fields[4]))
        }
        return (evidence, findings)
    }
}
