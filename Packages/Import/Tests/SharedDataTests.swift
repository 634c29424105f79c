import Claims
import DAG
import ECT
import Encoding
import Foundation
import Import
import JOSE
import Testing
import Trust

/// Executions of others, which are not part of the repository: in `../shared/data` beside it, or where
/// `ACTECT_SHARED_DATA` says.
enum SharedData {
    static let folder: String = {
        if let path = ProcessInfo.processInfo.environment["ACTECT_SHARED_DATA"] { return path }
        var repository = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { repository.deleteLastPathComponent() }
        return repository.appendingPathComponent("../shared/data").standardized.path
    }()

    static let isThere = FileManager.default.fileExists(atPath: folder)

    static let files: [(path: String, format: SourceFormat)] =
        [("otlp", SourceFormat.otlp), ("wfinstances", .wfformat), ("who-and-when", .messages)].flatMap {
            name, format in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + name)) ?? []
            return names.filter { $0.hasSuffix(".json") }.sorted().map { ("\(folder)/\(name)/\($0)", format) }
        }
}

@Suite(
    "Executions of others",
    .enabled(if: SharedData.isThere, "no folder of shared data; set ACTECT_SHARED_DATA to one"))
struct SharedDataTests {
    @Test("there is a file of each format")
    func formats() {
        #expect(Set(SharedData.files.map(\.format)) == Set(SourceFormat.allCases))
    }

    @Test("a file imports, every record verifies, and the graph is whole", arguments: SharedData.files)
    func imports(path: String, format: SourceFormat) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await folder.importing(path: path, as: format)
        let missing = path.hasSuffix("otlp/trace.json") ? 1 : 0
        #expect(outcome.summary.missing == missing)
        #expect(outcome.summary.records == outcome.verified.count)
        #expect(outcome.graph.code == (missing == 0 ? "complete" : "incomplete"))
        #expect(outcome.graph.missing.count == missing)
    }

    @Test("reading again gives the same tasks", arguments: SharedData.files)
    func again(path: String, format: SourceFormat) throws {
        let first = try ImportedExecution(
            reading: ImportSource(path: path), as: format, now: TemporaryFolder.now)
        let second = try ImportedExecution(
            reading: ImportSource(path: path), as: format, now: TemporaryFolder.now)
        #expect(first == second)
    }
}
