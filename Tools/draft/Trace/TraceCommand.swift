import ArgumentParser
import Foundation

/// `draft trace`
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Join the drafts' requirements with the code and with the tests that ran.",
        discussion: """
            A requirement is a paragraph, list item or definition with an anchor {: #req-…}. The code has them as \
            the cases of ACTRequirement and ECTRequirement, with their text; a case that goes breaks the \
            compile of every verifier and test that names it.

            Code names a requirement as the case of a refusal, or quotes it: '//= ECT#req-…', and below it \
            '//# words of the draft'. A test names it with the trait .verifies, and says so in a file while it runs:

                ACTECT_TRACE_OUTPUT=$PWD/.build/trace.txt swift test
                swift run draft trace --results .build/trace.txt

            A requirement is verified where code names it and a test that names it ran and passed; implied by a \
            verified one, or excepted, where Drafts/requirements-exceptions.txt says why; else open, \
            unimplemented, untested or failing. Each MUST has to be verified, implied or excepted, and none may \
            sink below its state in Drafts/requirements.snapshot. Without --results only what needs no test run \
            is compared.

            Exit status: 0 nothing is wrong, 1 something is.
            """)

    @Flag(help: "Write the enumerations from the drafts, and end.")
    var emit = false

    @Option(help: "The results of a test run.", completion: .file())
    var results: String?

    @Option(help: "Take the state of this requirement, or of 'all', into the snapshot.")
    var accept: [String] = []

    @Flag(help: "List each requirement with its state.")
    var list = false

    @Flag(help: "Report as JSON.")
    var json = false

    @Option(help: "Write one page for each draft into this folder.", completion: .directory)
    var html: String?

    func validate() throws {
        if results == nil, !accept.isEmpty || list || json || html != nil {
            throw ValidationError(
                "--accept, --list, --json and --html need --results: states come from a run")
        }
    }

    func run() throws {
        if emit { return try emitEnumerations() }
        let trace = try RequirementTrace(results: results)
        var findings = try trace.findings + enumerationFindings(trace)
        if results != nil { findings += try trace.gates + snapshotFindings(trace) }
        findings.sort()
        let report = TraceReport(requirements: trace.requirements, findings: findings)
        if json {
            print(report.json)
        } else {
            if list { print(report.list) }
            if results != nil { print(report.summary) }
            for finding in findings { print(finding.description) }
        }
        if let html {
            try FileManager.default.createDirectory(atPath: html, withIntermediateDirectories: true)
            for draft in trace.drafts {
                let page = try TracePage(draft: draft, requirements: trace.requirements, folder: html).text
                try page.write(toFile: "\(html)/\(draft.file.name).html")
            }
        }
        if !findings.isEmpty { throw ExitCode(1) }
    }

    private func emitEnumerations() throws {
        for draft in DraftFile.all {
            let requirements = try DraftSource(draft).requirements
            try RequirementEnumeration(draft: draft, requirements: requirements).source
                .write(toFile: draft.enumerationPath)
            print("\(draft.enumerationPath): \(requirements.count) requirements")
        }
    }

    private func enumerationFindings(_ trace: RequirementTrace) throws -> [Finding] {
        try trace.drafts.compactMap { draft in
            let file = draft.file
            let source = RequirementEnumeration(draft: file, requirements: draft.requirements).source
            guard try String(contentsOfFile: file.enumerationPath, encoding: .utf8) != source else {
                return nil
            }
            return Finding(
                file: file.enumerationPath, line: nil, rule: "enumeration",
                sentence: "this is not what \(file.path) says: swift run draft trace --emit")
        }
    }

    private func snapshotFindings(_ trace: RequirementTrace) throws -> [Finding] {
        let path = RequirementSnapshot.path
        var snapshot = RequirementSnapshot(parsing: try String(contentsOfFile: path, encoding: .utf8))
        if !accept.isEmpty {
            let unknown = accept.filter { id in id != "all" && !trace.requirements.contains { $0.id == id } }
            guard unknown.isEmpty else {
                throw ValidationError("no draft has \(unknown.joined(separator: ", "))")
            }
            let text = snapshot.accepting(
                { accept.contains("all") || accept.contains($0) }, of: trace.requirements)
            try text.write(toFile: path)
            snapshot = RequirementSnapshot(parsing: text)
        }
        let retired = try String(contentsOfFile: "Drafts/requirements-retired.txt", encoding: .utf8)
        return snapshot.findings
            + snapshot.regressions(
                trace.requirements, retired: Set(retired.split(separator: "\n").map(String.init)))
    }
}

extension String {
    fileprivate func write(toFile path: String) throws {
        try write(to: URL(fileURLWithPath: path), atomically: true, encoding: .utf8)
    }
}
