import ArgumentParser
import Encoding
import Foundation

/// `draft check`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for everything that is wrong with the drafts.",
        discussion: """
            Each finding is 'file:line: rule: sentence'. What is meant to be stands in \(IgnoreList.path) with its \
            reason. The rules:

            \(CheckRules.help)

            Exit status: 0 nothing is wrong, 1 something is, 69 a program for the build is missing and nothing \
            else is wrong (--no-build does without).
            """)

    @Flag(inversion: .prefixedNo, help: "Also build both drafts, twice, with kramdown-rfc and xml2rfc.")
    var build = true

    @Flag(help: "Report as JSON.")
    var json = false

    func run() throws {
        var programs: DraftPrograms?
        var missing: MissingPrograms?
        if build {
            do { programs = try .find() } catch { missing = error }
        }
        let findings = try CheckRules.findings(programs: programs)
        report(findings)
        if !findings.isEmpty { throw ExitCode(1) }
        if let missing {
            FileHandle.standardError.write(Data("draft: the build was not checked: \(missing)\n".utf8))
            throw MissingPrograms.exitCode
        }
    }

    private func report(_ findings: [Finding]) {
        if json {
            let list = JSONMember("findings", .array(findings.map(\.json)))
            print(JSONValue.object([list]).indented)
        } else {
            for finding in findings { print(finding.description) }
        }
    }
}
