import Foundation

/// Files that a draft takes in.
enum IncludeRule: DraftRule {
    static let name = "include"
    static let about = "Every file that {::include} names is there."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        draft.includes.filter { !FileManager.default.fileExists(atPath: "Drafts/\($0.path)") }.map {
            finding(draft, $0.line, "Drafts/\($0.path) is missing.")
        }
    }
}
