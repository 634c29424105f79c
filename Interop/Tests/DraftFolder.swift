import Foundation
import Testing

@testable import draft

/// A copy of the drafts and of what `draft` reads beside them, gone with the value.
final class DraftFolder: Sendable {
    let url: URL

    /// What a run of `draft` came to.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// Its lines of the form `file:line: rule: sentence`.
        var findings: [Finding] {
            output.split(separator: "\n").compactMap {
                guard let match = $0.wholeMatch(of: /([^:]+):(\d*):? ?([a-z0-9-]+): (.*)/) else { return nil }
                return Finding(
                    file: String(match.1), line: Int(match.2), rule: String(match.3),
                    sentence: String(match.4))
            }
        }
    }

    init() throws {
        let files = FileManager.default
        url = files.temporaryDirectory.appendingPathComponent("drafts-\(UUID().uuidString)")
        let copied = ["Drafts", "Interop/vectors"] + DraftFile.all.map(\.enumerationPath)
        for path in copied {
            let copy = url.appendingPathComponent(path)
            try files.createDirectory(
                at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try files.copyItem(at: Repository.file(path), to: copy)
        }
        // What Tools/setup made is used where it is.
        let environment = Repository.file(".build/xml2rfc")
        if files.fileExists(atPath: environment.path) {
            try files.createDirectory(
                at: url.appendingPathComponent(".build"), withIntermediateDirectories: true)
            try files.createSymbolicLink(
                at: url.appendingPathComponent(".build/xml2rfc"), withDestinationURL: environment)
        }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ path: String) -> URL { url.appendingPathComponent(path) }

    /// Runs `draft` at the top of the copy.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        try Self.run(arguments, in: url, environment: environment)
    }

    static func run(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:]
    ) throws -> Outcome {
        let inherited = ProcessInfo.processInfo.environment
        let outcome = try Program(path: Repository.product("draft").path).run(
            arguments, in: folder.path, environment: inherited.merging(environment) { $1 })
        return Outcome(
            status: outcome.status, output: String(decoding: outcome.output, as: UTF8.self),
            errors: outcome.errors)
    }
}
