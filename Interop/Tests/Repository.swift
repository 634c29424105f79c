import Foundation

/// The checkout that the tests run in.
enum Repository {
    /// Its top level.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file by its path from the top level.
    static func file(_ path: String) -> URL { root.appendingPathComponent(path) }

    /// The Swift files of a folder and of those in it.
    static func swiftFiles(under folder: URL) -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }
}
