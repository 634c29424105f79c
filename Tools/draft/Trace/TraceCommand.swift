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
            let requirements = try DraftSource(draft).requirements
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

extension String {
    fileprivate func write(toFile path: String, atomically: Bool, encoding: Encoding) throws {
        try write(to: URL(fileURLWithPath: path), atomically: atomically, encoding: encoding)
    }
}
