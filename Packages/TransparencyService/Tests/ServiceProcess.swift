import Encoding
import Foundation
import TestSupport
import Testing

/// `actect serve` as a process of its own, to be stopped and killed.
final class ServiceProcess: @unchecked Sendable {
    let port: UInt16
    let process: Process
    private let output: Pipe

    /// Starts it and waits for its first line; what it logs goes to a file of this name. Blocks: not for threads of the tests.
    init(_ arguments: [String], errors: String? = nil) throws {
        process = Process()
        output = Pipe()
        process.executableURL = Self.tool("actect")
        process.arguments = ["serve", "--port", "0", "--json"] + arguments
        process.standardOutput = output
        if let errors {
            _ = FileManager.default.createFile(atPath: errors, contents: nil)
            process.standardError = FileHandle(forWritingAtPath: errors)
        } else {
            process.standardError = FileHandle.nullDevice
        }
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        let line = try output.readLine()
        let address = try JSONDocument(parsing: line).root["address"]?.string?.string
        guard let port = address?.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw ConnectionFailed()
        }
        self.port = port
    }

    /// Starts it and kills it some microseconds later, wherever it has got to.
    static func kill(_ arguments: [String], after delay: UInt32) throws {
        let process = Process()
        process.executableURL = tool("actect")
        process.arguments = ["serve", "--port", "0"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        usleep(delay)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// A program that is built beside the tests.
    static func tool(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(name)
    }

    /// Runs a program to its end and gives its status and what it has printed.
    static func run(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = tool(name)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
