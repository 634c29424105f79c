import Encoding
import Foundation
import TestSupport

/// `actect serve` as a process beside the tests, stopped with the value.
final class AnchoringService: Sendable {
    let url: String
    private let process: Process

    /// Starts it in the folder of `tool` and waits for its address.
    init(_ tool: CommandLineTool, _ arguments: String...) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = CommandLineTool.program
        process.arguments = ["serve", "--port", "0", "--json"] + arguments
        process.currentDirectoryURL = tool.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        let line = try output.readLine()
        guard let url = try JSONDocument(parsing: line).root["address"]?.string?.string else {
            throw NotStarted(output: String(decoding: line, as: UTF8.self))
        }
        self.url = url
        self.process = process
    }

    struct NotStarted: Error {
        let output: String
    }

    /// Ends it after the requests in flight.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { stop() }
    }
}
