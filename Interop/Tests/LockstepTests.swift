import ACT
import ECT
import Foundation
import Testing

/// The drafts and the code name the same requirements.
@Suite("Drafts and code in lockstep")
struct LockstepTests {
    @Test("every requirement of the ACT draft is one of the code, and the other way round")
    func actRequirements() throws {
        try compare(
            draft: "Drafts/draft-nennemann-act.md", prefix: "req-act-",
            code: Set(ACTRequirement.allCases.map(\.rawValue)))
    }

    @Test("every requirement of the ECT draft is one of the code, and the other way round")
    func ectRequirements() throws {
        try compare(
            draft: "Drafts/draft-nennemann-wimse-ect.md", prefix: "req-ect-",
            code: Set(ECTRequirement.allCases.map(\.rawValue)))
    }

    @Test("the code has the requirements in the words of the drafts")
    func requirementTexts() throws {
        let process = Process()
        process.executableURL = Repository.product("draft")
        process.arguments = ["trace"]
        process.currentDirectoryURL = Repository.root
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "swift run draft trace --emit writes them anew")
    }

    @Test("a requirement that was retired is not used again")
    func retiredRequirements() throws {
        let text = try String(contentsOf: Repository.file("Drafts/requirements-retired.txt"), encoding: .utf8)
        let retired = Set(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init))
        let used = Set(ACTRequirement.allCases.map(\.rawValue) + ECTRequirement.allCases.map(\.rawValue))
        #expect(retired.isDisjoint(with: used))
    }

    private func compare(draft: String, prefix: String, code: Set<String>) throws {
        let text = try String(contentsOf: Repository.file(draft), encoding: .utf8)
        let anchors = text.matches(of: /\{: #(req-[a-z0-9-]+)\}/).map { String($0.output.1) }
        #expect(Set(anchors).count == anchors.count, "an anchor stands twice in \(draft)")
        #expect(anchors.allSatisfy { $0.hasPrefix(prefix) })
        #expect(Set(anchors).subtracting(code).isEmpty, "in the draft only")
        #expect(code.subtracting(anchors).isEmpty, "in the code only")
    }
}
