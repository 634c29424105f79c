import Foundation

/// A program that is run to its end.
struct Program {
    let path: String

    /// What a run came to.
    struct Outcome {
        let status: Int32
        let output: Data
        let errors: String
    }

    /// The program of that name in `PATH`.
    static func find(_ name: String) -> Program? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { Program(path: "\($0)/\(name)") }.first(where: \.exists)
    }

    var exists: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs it in `folder` with no other environment than `environment`. Output goes through files, so that no
    /// pipe fills up.
    func run(
        _ arguments: [String], in folder: String = ".", environment: [String: String]? = nil
    ) throws -> Outcome {
        try TemporaryFolder.with { scratch in
            let files = ["out", "err"].map { URL(fileURLWithPath: "\(scratch)/\($0)") }
            for file in files { try Data().write(to: file) }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            if let environment { process.environment = environment }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: files[0])
            process.standardError = try FileHandle(forWritingTo: files[1])
            try process.run()
            process.waitUntilExit()
            return Outcome(
                status: process.terminationReason == .exit ? process.terminationStatus : -1,
                output: try Data(contentsOf: files[0]),
                errors: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
        }
    }
}

/// A folder that is gone when `body` is done.
enum TemporaryFolder {
    static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "draft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}
