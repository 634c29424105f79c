import Foundation
import TestStorage
import TestSupport
import Testing

/// `service-crash` as a process of its own: a service that is killed, stopped or without room where a test says.
final class CrashingService: @unchecked Sendable {
    let process = Process()
    let port: UInt16
    private let output = Pipe()

    /// Starts it and waits for its address. Blocks: not for threads of the tests.
    ///
    /// - Parameters:
    ///   - fault: a `DiskFault`, or `answer`.
    ///   - script: a shell script that runs it instead, as `"$@"`.
    init(
        _ folder: String, trust: String, fault: String? = nil, at operation: Int = 0, script: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        var command = [ServiceProcess.tool("service-crash").path, folder, trust]
        if let fault { command += [fault, String(operation)] }
        if let script { command = ["/bin/sh", "-c", script, "sh"] + command }
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardOutput = output
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging(["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        let line = String(decoding: try output.readLine(), as: UTF8.self)
        guard let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            process.waitUntilExit()
            throw ConnectionFailed()
        }
        self.port = port
    }

    /// Sends one registration; nil where the process ended before it answered.
    func register(_ statement: [UInt8], target: String = "/entries") -> HTTPAnswer? {
        guard let connection = try? HTTPConnection(port: port) else { return nil }
        defer { connection.close() }
        connection.send(
            HTTPClient.request(
                "POST", target, fields: ["Content-Type": "application/cose"], body: statement))
        return try? connection.answer()
    }

    func ask(_ target: String) -> HTTPAnswer? {
        guard let connection = try? HTTPConnection(port: port) else { return nil }
        defer { connection.close() }
        connection.send(HTTPClient.request("GET", target))
        return try? connection.answer()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until the process stands still by itself; false if it ends instead.
    func waitUntilStopped() -> Bool {
        let path = "/proc/\(process.processIdentifier)/stat"
        while let line = try? String(contentsOfFile: path, encoding: .utf8) {
            switch line.split(separator: ")").last?.split(separator: " ").first {
            case "T": return true
            case "Z": return false
            default: usleep(2000)
            }
        }
        return false
    }

    /// Ends it by a signal and waits.
    func end(_ number: Int32) {
        signal(number)
        process.waitUntilExit()
    }
}
