import Foundation

/// What the programs printed: any line but `Created file …` is a finding.
struct BuildLog {
    let draft: DraftFile
    private(set) var findings: [Finding] = []

    init(draft: DraftFile) { self.draft = draft }

    mutating func take(_ outcome: Program.Outcome, of program: String) {
        take(
            String(decoding: outcome.output, as: UTF8.self) + outcome.errors, status: outcome.status,
            of: program)
    }

    mutating func take(_ log: String, status: Int32, of program: String) {
        for line in log.split(separator: "\n") {
            let line = line.trimming()
            if line.isEmpty || line.hasPrefix("Created file ") { continue }
            // The folder of the build has another name in every run.
            add("\(program) says: " + line.replacing(/\/\S*\/draft-[0-9A-F-]{36}\//, with: ""))
        }
        if status != 0 { add("\(program) ended with status \(status)") }
    }

    mutating func add(_ sentence: String) {
        findings.append(Finding(file: draft.path, line: nil, rule: "build-log", sentence: sentence))
    }
}
