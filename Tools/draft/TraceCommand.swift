import ArgumentParser
import Foundation

/// `draft trace`
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Compare the drafts' requirements with the code's, or write the code's from the drafts.",
        discussion: """
            A requirement is a paragraph, list item or definition with an anchor {: #req-…}. The code has them as \
            the cases of ACTRequirement and ECTRequirement, with their text; a case that goes breaks the \
            compile of every verifier and test that names it.

            Exit status: 0 they agree, 1 they differ.
            """)

    @Flag(help: "Write the enumerations instead of comparing them.")
    var emit = false

    func run() throws {
        var differs = false
        for draft in DraftFile.all {
            let requirements = try Requirement.all(in: String(contentsOfFile: draft.path, encoding: .utf8))
            guard !requirements.isEmpty else { throw ValidationError("\(draft.path) has no requirements") }
            let anchors = requirements.map(\.anchor)
            for anchor in Set(anchors).sorted() where anchors.count(where: { $0 == anchor }) > 1 {
                throw ValidationError("\(draft.path): \(anchor) stands twice")
            }
            let source = RequirementEnumeration(draft: draft, requirements: requirements).source
            if emit {
                try source.write(toFile: draft.enumerationPath, atomically: true, encoding: .utf8)
                print("\(draft.enumerationPath): \(requirements.count) requirements")
            } else if try String(contentsOfFile: draft.enumerationPath, encoding: .utf8) != source {
                print("\(draft.enumerationPath) is not what \(draft.path) says: swift run draft trace --emit")
                differs = true
            }
        }
        if differs { throw ExitCode(1) }
    }
}

/// One of the two drafts, and where the code has its requirements.
struct DraftFile {
    let path: String
    let prefix: String
    let enumeration: String
    let enumerationPath: String

    static let all = [
        DraftFile(
            path: "Drafts/draft-nennemann-act.md", prefix: "req-act-", enumeration: "ACTRequirement",
            enumerationPath: "Packages/ACT/Sources/ACTRequirement.swift"),
        DraftFile(
            path: "Drafts/draft-nennemann-wimse-ect.md", prefix: "req-ect-", enumeration: "ECTRequirement",
            enumerationPath: "Packages/ECT/Sources/ECTRequirement.swift"),
    ]
}

extension String {
    fileprivate func write(toFile path: String, atomically: Bool, encoding: Encoding) throws {
        try write(to: URL(fileURLWithPath: path), atomically: atomically, encoding: encoding)
    }
}
