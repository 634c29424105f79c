import Foundation

/// The checkout that the tests run in.
enum Repository {
    /// Its top level.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file by its path from the top level.
    static func file(_ path: String) -> URL { root.appendingPathComponent(path) }

    /// A program that was built with the tests.
    static func product(_ name: String) -> URL {
        let bundles = Bundle.allBundles.map(\.bundleURL) + [Bundle.main.bundleURL]
        let folders = bundles.flatMap { [$0, $0.deletingLastPathComponent()] }
        let found = folders.map { $0.appendingPathComponent(name) }.first {
            FileManager.default.isExecutableFile(atPath: $0.path)
        }
        return found ?? root.appendingPathComponent(".build/debug/\(name)")
    }

    /// The Swift files of a folder and of those in it.
    static func swiftFiles(under folder: URL) -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }
}
