import ACT
import ECT
import Foundation

/// A copy of what `draft trace` reads, in a temporary folder, with the results of a run in which each requirement
/// that is not excepted was verified by a test of its own.
final class TraceCopy {
    var results: [String]
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "trace-\(UUID().uuidString)")

    init() throws {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["Drafts", "Packages"] {
            try files.copyItem(at: Repository.file(name), to: folder.appendingPathComponent(name))
        }
        let exceptions = try String(
            contentsOf: Repository.file("Drafts/requirements-exceptions.txt"), encoding: .utf8)
        // The second word of a line that isn't a reason: 'excepted ID', 'implied ID by ID'.
        let excepted = Set(
            exceptions.split(separator: "\n").filter { $0.first?.isLetter == true }.map {
                String($0.split(separator: " ")[1])
            })
        let names = ACTRequirement.allCases.map(\.name) + ECTRequirement.allCases.map(\.name)
        results = names.filter { !excepted.contains($0) }.map {
            "passed\t\($0)\tPlanted/test()\tPlanted.swift:1\t"
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func read(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    func write(_ text: String, to path: String) throws {
        try text.write(to: folder.appendingPathComponent(path), atomically: true, encoding: .utf8)
    }

    func append(_ text: String, to path: String) throws {
        try write(read(path) + text, to: path)
    }

    /// Traces the copy: the exit status, and what is printed.
    func trace(_ options: [String] = []) throws -> (status: Int32, output: String) {
        try write(results.joined(separator: "\n"), to: "results.txt")
        let process = Process()
        process.executableURL = Repository.product("draft")
        process.arguments = ["trace", "--results", "results.txt"] + options
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
