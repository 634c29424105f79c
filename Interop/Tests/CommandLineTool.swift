import Encoding
import Foundation
import Testing

/// The built `actect`, run in a folder of its own that is gone with the value.
final class CommandLineTool: Sendable {
    let folder: URL

    /// What a run came to.
    struct Outcome {
        let status: Int32
        let octets: [UInt8]
        let errors: String

        /// The output as text.
        var output: String { String(decoding: octets, as: UTF8.self) }

        /// The output as one JSON value.
        var json: JSONValue {
            get throws { try JSONDocument(parsing: Array(output.utf8), limits: .document).root.value }
        }

        /// The output as one JSON value a line.
        var jsonLines: [JSONValue] {
            get throws {
                try output.split(separator: "\n").map {
                    try JSONDocument(parsing: Array($0.utf8), limits: .document).root.value
                }
            }
        }
    }

    /// A folder of its own, with the files of `other` in it.
    convenience init(copying other: CommandLineTool) throws {
        try self.init()
        for file in try FileManager.default.contentsOfDirectory(
            at: other.folder, includingPropertiesForKeys: nil)
        {
            try FileManager.default.copyItem(
                at: file, to: folder.appendingPathComponent(file.lastPathComponent))
        }
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("actect-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// SwiftPM puts the program beside the test bundle, which is itself the running executable.
    static var program: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("actect")
    }

    /// Runs the program to its end. Output goes through files, so that no pipe fills up.
    @discardableResult
    func run(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(arguments, input: input)
    }

    @discardableResult
    func run(_ arguments: [String], input: String = "") throws -> Outcome {
        let name = UUID().uuidString
        let files = ["in", "out", "err"].map { folder.appendingPathComponent(".\(name).\($0)") }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationReason == .exit ? process.terminationStatus : -1,
            octets: Array(try Data(contentsOf: files[1])),
            errors: try String(contentsOf: files[2], encoding: .utf8))
    }

    /// Starts the program and kills it some microseconds later, wherever it has got to.
    func kill(_ arguments: [String], after delay: UInt32) throws {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // A killed process leaves a broken coverage profile, which would spoil that of the tests.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LLVM_PROFILE_FILE": "/dev/null"]) { $1 }
        try process.run()
        usleep(delay)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
}

/// A workflow of six tasks by two agents, with a fork and a join, made by the program itself.
struct SampleWorkflow: Sendable {
    let tool: CommandLineTool
    /// The tokens, in order.
    let tokens: [String]

    static let wid = "a0b1c2d3-e4f5-4789-8bcd-ef0123456789"

    static func jti(_ number: Int) -> String { "00000000-0000-4000-8000-00000000000\(number)" }

    /// Made once, copied for each test.
    private static let first = Result { try SampleWorkflow(in: CommandLineTool()) }

    /// Keys, `trust.json` and `tokens.txt` in a folder of their own.
    init() throws {
        let first = try Self.first.get()
        tool = try CommandLineTool(copying: first.tool)
        tokens = first.tokens
    }

    private init(in tool: CommandLineTool) throws {
        self.tool = tool
        for (name, algorithm) in [("alice", "ES256"), ("bob", "EdDSA")] {
            try tool.run("key", "new", "--alg", algorithm, "--kid", name, "--out", "\(name).jwk")
            try tool.run(
                "trust", "add", "--trust", "trust.json", "--id", "https://\(name).example", "--key",
                "\(name).jwk")
        }
        let steps: [(by: String, action: String, after: [Int])] = [
            ("alice", "plan", []), ("bob", "search.web", [1]), ("alice", "search.db", [1]),
            ("bob", "summarise", [2, 3]), ("alice", "review", [4]), ("bob", "publish", [5]),
        ]
        var tokens: [String] = []
        for (at, step) in steps.enumerated() {
            tokens.append(
                try Self.token(tool, at + 1, by: step.by, step.action, after: step.after, time: at * 10))
        }
        self.tokens = tokens
        try tool.write(tokens.joined(separator: "\n") + "\n", to: "tokens.txt")
    }

    static func token(
        _ tool: CommandLineTool, _ number: Int, by name: String, _ action: String, after: [Int] = [],
        time: Int = 0
    ) throws -> String {
        var arguments = [
            "ect", "--now", "\(1_700_000_000 + time)", "--action", action, "--key", "\(name).jwk", "--iss",
            "https://\(name).example", "--aud", "https://auditor.example", "--jti", jti(number), "--wid", wid,
        ]
        for other in after { arguments += ["--pred", jti(other)] }
        let made = try tool.run(arguments)
        #expect(made.status == 0, "\(made.errors)")
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A token whose signature is another one.
    static func forged(_ token: String) -> String {
        let parts = token.split(separator: ".")
        return "\(parts[0]).\(parts[1]).\(String(repeating: "A", count: parts[2].count))"
    }
}

extension JSONValue {
    var text: String? {
        if case .string(let text) = self { text.string } else { nil }
    }

    var number: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var names: [String] {
        if case .object(let members) = self { members.map(\.name.string) } else { [] }
    }
}
