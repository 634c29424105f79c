import Encoding
import Foundation

/// `actect serve` in a process of its own, on a folder that is new.
final class ServiceProcess {
    let port: UInt16
    /// What verifiers pin.
    let trust: String
    private let process = Process()
    private let folder: String

    init(_ folder: String, trust: String) throws {
        self.folder = folder
        self.trust = "\(folder)/service-trust.json"
        try? FileManager.default.removeItem(atPath: folder)
        let output = Pipe()
        process.executableURL = try Self.program("actect")
        process.arguments = [
            "serve", "--port", "0", "--json", "--rate", "0", "--data", folder, "--trust", trust,
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while let octet = try output.fileHandleForReading.read(upToCount: 1)?.first, octet != 0x0A {
            line.append(octet)
        }
        let address = try JSONDocument(parsing: line).root["address"]?.string?.string
        guard let port = address?.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw BenchError("the service did not say where it listens")
        }
        self.port = port
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A program that was built beside this one.
    static func program(_ name: String) throws -> URL {
        let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw BenchError("\(name) is not built; Tools/bench/run builds it")
        }
        return url
    }

    /// Runs a program to its end and gives what it has printed.
    static func run(_ name: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = try program(name)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("\(name) failed") }
        return Array(data)
    }
}
