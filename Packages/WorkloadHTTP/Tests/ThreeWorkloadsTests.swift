import Foundation
import Testing

@Suite("The worked example")
struct ThreeWorkloadsTests {
    @Test("three workloads run a fork and a join over HTTP, and the graph of their records is complete")
    func graphIsComplete() async throws {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: "three-workloads")
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let lines = text.split(separator: "\n")
        #expect(lines.filter { $0.contains("answered 200, signed:") }.count == 3)
        #expect(lines.contains { $0.hasPrefix("without a workload's identity: 400") })
        #expect(lines.last == "records: 8, graph: complete")
    }
}
