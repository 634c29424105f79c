import Encoding
import Foundation

/// A draft and the test vectors, at a revision or as they are in the folder.
struct DraftVersion {
    /// The revision's name, or "the working copy".
    let name: String
    let source: DraftSource
    /// Test vectors by file and name.
    let vectors: [String: Vector]

    struct Vector: Equatable {
        let file: String
        /// Its JSON, as it is compared.
        let text: [UInt8]
        /// What it shows, and what its refusal names.
        let requirements: [String]
    }

    private static let folder = "Interop/vectors"

    /// As it is now.
    init(working file: DraftFile) throws {
        name = "the working copy"
        source = try DraftSource(file)
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter {
            $0.hasSuffix(".json")
        }
        vectors = try Self.vectors(
            files.map {
                let path = "\(Self.folder)/\($0)"
                return (path, try String(contentsOfFile: path, encoding: .utf8))
            })
    }

    /// As it was at a revision.
    init(_ file: DraftFile, at revision: String) throws {
        guard let text = try Git.file(file.path, at: revision) else {
            throw NoVersion(file: file, revision: revision)
        }
        name = revision
        source = try DraftSource(file, text: text)
        let files = try Git.files(under: Self.folder, at: revision).filter { $0.hasSuffix(".json") }
        vectors = try Self.vectors(
            files.compactMap { path in
                try Git.file(path, at: revision).map { (path, $0) }
            })
    }

    private static func vectors(_ files: [(path: String, text: String)]) throws -> [String: Vector] {
        var vectors: [String: Vector] = [:]
        for (path, text) in files {
            let root = try JSONDocument(parsing: text, limits: .document).root
            for node in root["cases"].map({ Array($0.elements) }) ?? [] {
                guard let name = node["name"]?.string else { continue }
                let shown = node["requirements"].map { $0.elements.compactMap { $0.string?.string } } ?? []
                let broken = node["expect"]?["requirement"]?.string.map { [$0.string] } ?? []
                vectors["\(path): \(name.string)"] = Vector(
                    file: path, text: node.value.encode(), requirements: shown + broken)
            }
        }
        return vectors
    }
}

/// A revision that has no such draft.
struct NoVersion: Error, CustomStringConvertible {
    let file: DraftFile
    let revision: String

    var description: String { "\(file.path) is not in the revision \(revision)" }
}
