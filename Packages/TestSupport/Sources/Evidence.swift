import Foundation
import Glibc
import Testing

/// What one case of a test shows, until it ends.
final class Evidence: Sendable {
    /// That of the case that runs.
    @TaskLocal static var current: Evidence?

    private struct State {
        var isFailed = false
        var rows: [(requirement: String, name: String)]
    }

    private let lock = NSLock()
    nonisolated(unsafe) private var state: State

    init(_ requirements: [String]) {
        state = State(rows: requirements.map { ($0, "") })
    }

    func fail() { lock.withLock { state.isFailed = true } }

    func add(_ requirement: String, _ name: String) {
        lock.withLock { state.rows.append((requirement, name)) }
    }

    /// A line for each requirement: what became of it, the requirement, the test, its place, the row; with tabs
    /// between.
    func write(for test: Test) {
        guard let path = ProcessInfo.processInfo.environment["ACTECT_TRACE_OUTPUT"] else { return }
        let (isFailed, rows) = lock.withLock { (state.isFailed, state.rows) }
        let place = test.sourceLocation
        let file =
            place.filePath.hasPrefix(Self.root)
            ? String(place.filePath.dropFirst(Self.root.count)) : place.fileID
        let id = ([test.id.moduleName] + test.id.nameComponents).joined(separator: "/")
        let lines = rows.map { row in
            let fields = [
                isFailed ? "failed" : "passed", row.requirement, id, "\(file):\(place.line)", row.name,
            ]
            return fields.map(Self.field).joined(separator: "\t") + "\n"
        }
        // One write at the end of the file, so that lines of tests that run side by side don't mix.
        let octets = Array(lines.joined().utf8)
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        defer { close(descriptor) }
        guard octets.isEmpty || Glibc.write(descriptor, octets, octets.count) == octets.count else {
            Issue.record("\(path) could not be written")
            return
        }
    }

    /// The top of the checkout, with the slash.
    private static let root = String(#filePath.dropLast("Packages/TestSupport/Sources/Evidence.swift".count))

    private static func field(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
