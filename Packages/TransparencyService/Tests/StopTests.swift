import Foundation
import SCITT
import Testing

@testable import TransparencyService

@Suite("stopping the service")
struct StopTests {
    @Test("a service is stopped while connections come in: it ends, and has what it answered for")
    func connectionsWhileStopping() async throws {
        let anchorer = try Anchorer()
        let policy = try RegistrationPolicy(.trusted(anchorer.trust))
        let statements = try (0..<512).map { try anchorer.statement($0) }
        let folder = TemporaryFolder()
        let callers = Callers()
        for round in 0..<16 {
            let running = try await RunningService(policy, in: folder)
            let port = running.port
            let calls = DispatchGroup()
            for caller in 0..<4 {
                calls.enter()
                Thread.detachNewThread {
                    callers.call(port, statements, from: caller * 128)
                    calls.leave()
                }
            }
            try await Task.sleep(for: .milliseconds(30 + round))
            try await running.stop()
            await withCheckedContinuation { done in calls.notify(queue: .global()) { done.resume() } }
        }
        let log = try StatementLog.open(folder.file("data"), policy: policy, clock: noon)
        defer { log.close() }
        let registered = callers.registered
        #expect(!registered.isEmpty)
        for number in registered { #expect(try log.entry(statements[number].digest) != nil) }
        #expect(try LogVerification.run(folder.file("data")).faults == [])
    }
}

/// Clients with a connection for each request, until there is nobody to connect to.
private final class Callers: @unchecked Sendable {
    private let lock = NSLock()
    private var numbers: Set<Int> = []

    var registered: Set<Int> { lock.withLock { numbers } }

    func call(_ port: UInt16, _ statements: [SignedStatement], from first: Int) {
        for number in first..<first + 128 {
            guard let connection = try? HTTPConnection(port: port) else { return }
            defer { connection.close() }
            connection.send(HTTPClient.request("POST", "/entries", body: statements[number].octets))
            guard let answer = try? connection.answer(), answer.status == 201 else { continue }
            lock.withLock { _ = numbers.insert(number) }
        }
    }
}
