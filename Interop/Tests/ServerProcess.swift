import Encoding
import Foundation
import TestSupport

/// A server as a process of its own, which says on its first line where it listens, and ends with the test.
final class ServerProcess: @unchecked Sendable {
    /// What the first line says.
    let announcement: JSONNode
    /// `http://` and the address.
    let url: String
    private let process = Process()
    private let input = Pipe()

    /// `actect serve` with these options.
    static func actect(_ arguments: String...) throws -> ServerProcess {
        try ServerProcess(Repository.product("actect"), ["serve", "--port", "0", "--json"] + arguments)
    }

    /// The service of another implementation, in one dialect.
    static func peer(_ dialect: String) throws -> ServerProcess {
        try ServerProcess(Peer.interpreter, [Repository.file("Interop/peers/service.py").path, dialect])
    }

    private init(_ program: URL, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = try output.readLine()
        announcement = try JSONDocument(parsing: line).root
        guard let address = announcement["address"]?.string?.string else {
            throw PeerError("\(program.lastPathComponent) did not say where it listens")
        }
        url = address.hasPrefix("http") ? address : "http://\(address)"
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
