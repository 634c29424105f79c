import Foundation
import Testing

@testable import draft

/// The drafts have no faults, and those that are planted in copies of them are found.
@Suite("draft check")
struct DraftCheckTests {
    @Test("the drafts have no fault")
    func drafts() throws {
        let outcome = try DraftFolder.run(["check", "--no-build"], in: Repository.root)
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
    }

    @Test(
        "a planted fault is found, by its rule and in its place, and nothing else is",
        arguments: PlantedFault.all)
    func plantedFault(_ fault: PlantedFault) throws {
        let folder = try DraftFolder()
        try fault.plant(in: folder)
        let outcome = try DraftFolder.run(fault.command, in: folder.url)
        #expect(outcome.status == 1, "\(outcome.errors)")
        let findings = outcome.findings
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { fault.allowed.contains($0.rule) }, "\(outcome.output)")
        let told = findings.filter { $0.file == fault.found && fault.says.isIn($0.sentence) }
        #expect(fault.rules.isSubset(of: told.map(\.rule)), "\(outcome.output)")
    }

    @Test("every rule has a planted fault")
    func everyRule() {
        let planted = Set(PlantedFault.all.flatMap(\.rules))
        let rules = Set(CheckRules.all.map { $0.name }).subtracting(["requirement"])
        #expect(rules.subtracting(planted).isEmpty, "\(rules.subtracting(planted))")
    }

    @Test("findings are told as JSON too")
    func json() throws {
        let folder = try DraftFolder()
        let fault = try #require(PlantedFault.all.first { $0.rules == ["docname"] })
        try fault.plant(in: folder)
        let outcome = try folder.run("check", "--no-build", "--json")
        let document = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let findings = try #require((document as? [String: Any])?["findings"] as? [[String: Any]])
        #expect(findings.count == 1)
        #expect(findings.first?["rule"] as? String == "docname")
        #expect(findings.first?["line"] as? Int == 4)
    }

    @Test("a finding that the list ignores is not told")
    func ignored() throws {
        let folder = try DraftFolder()
        let list = folder.file(IgnoreList.path)
        let entries = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
        #expect(entries.contains { !$0.hasPrefix("#") })
        try "".write(to: list, atomically: true, encoding: .utf8)
        let outcome = try folder.run("check", "--no-build")
        #expect(outcome.findings.count == entries.count { !$0.hasPrefix("#") }, "\(outcome.output)")
    }

    @Test("the help names every rule")
    func help() throws {
        let help = try DraftFolder.run(["check", "--help"], in: Repository.root).output
        for rule in CheckRules.all { #expect(help.contains("\(rule.name): ")) }
    }
}
