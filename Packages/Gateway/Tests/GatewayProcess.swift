import Trust
import TestTokens
import JOSE
import Encoding
import Foundation
import TestSupport

/// `actect gateway` as a process of its own, to be stopped and killed.
final class GatewayProcess: @unchecked Sendable {
    let address: String
    let process: Process
    private let output = Pipe()

    struct NotStarted: Error {}

    /// Writes the files that the command takes.
    static func arguments(_ world: GatewayWorld, before upstream: String) throws -> [String] {
        let (trust, key) = ("\(world.folder)/trust.json", "\(world.folder)/tools.jwk")
        try Data(world.trust.encode()).write(to: URL(fileURLWithPath: trust))
        try Data(world.tools.key.encode()).write(to: URL(fileURLWithPath: key))
        return [
            "gateway", "--port", "0", "--upstream", upstream, "--data", world.data, "--trust", trust, "--id",
            world.tools.identifier.string, "--key", key, "--root", world.organization.identifier.string,
            "--allow-unbound", "--rate", "0", "--recorded-refusals", "0", "--log-level", "critical",
        ]
    }

    /// Starts it and waits for its first line. Blocks: not for threads of the tests.
    init(_ arguments: [String]) throws {
        process = Process()
        process.executableURL = Self.tool
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        let line = try output.readLine()
        guard let address = try? JSONDocument(parsing: line).root["address"]?.string else {
            throw NotStarted()
        }
        self.address = address.string
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until it has ended, and gives its exit status.
    func wait() async throws -> Int32 {
        try await Self.detached { [process] in
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// The program that is built beside the tests.
    static let tool = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("actect")

    /// The octets of memory that the process holds.
    var memory: Int {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    /// Runs blocking work on a thread of its own.
    static func detached<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
