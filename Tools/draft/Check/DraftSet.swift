import Foundation

/// What is checked: the drafts and the folder around them.
struct DraftSet {
    let sources: [DraftSource]
    /// The committed reference entries, by the names of their files.
    let cache: [String: String]
    /// Anchors of requirements that were withdrawn.
    let retired: Set<String>

    static let cachePath = "Drafts/refcache"

    /// Reads all of it, from the top of the checkout.
    init() throws {
        sources = try DraftFile.all.map { try DraftSource($0) }
        let entries = try FileManager.default.contentsOfDirectory(atPath: Self.cachePath)
        cache = try Dictionary(
            uniqueKeysWithValues: entries.map {
                ($0, try String(contentsOfFile: "\(Self.cachePath)/\($0)", encoding: .utf8))
            })
        let withdrawn = try String(contentsOfFile: "Drafts/requirements-retired.txt", encoding: .utf8)
        retired = Set(withdrawn.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.trimming() })
    }

    /// The other of the two.
    func sibling(of draft: DraftSource) -> DraftSource? { sources.first { $0.file != draft.file } }
}
