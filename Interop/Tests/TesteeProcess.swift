import Encoding
import Foundation
import Testing

/// A running `actect testee`: a request a line in, an answer a line out.
final class TesteeProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffer: [UInt8] = []

    init() throws {
        process.executableURL = Repository.product("actect")
        process.arguments = ["testee"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// The answer to one line, which has no line feed of its own.
    func ask(_ line: [UInt8]) throws -> [UInt8] {
        try input.fileHandleForWriting.write(contentsOf: Data(line + [0x0A]))
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return Array(buffer[..<end])
            }
            searched = buffer.count
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw TesteeStopped() }
            buffer += piece
        }
    }

    /// Ends its input and answers its exit status, and what it wrote without being asked.
    func finish() throws -> (status: Int32, rest: [UInt8]) {
        try input.fileHandleForWriting.close()
        let rest = buffer + output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, rest)
    }
}

/// The testee ended before it had answered.
struct TesteeStopped: Error {}
