import ACT
import Audit
import Claims
import ECT
import Encoding
import Foundation
import Gateway
import HTTPServer
import HTTPTransport
import HTTPTypes
import TestSupport
import TestTokens
import Testing

/// What another process does to a gateway, in a script of Python.
private final class Rival: @unchecked Sendable {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())

    init(_ script: String, _ arguments: String...) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Holds the lock of a database until `end`.
    static func locking(_ path: String) async throws -> Rival {
        let rival = try Rival(
            """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN EXCLUSIVE")
            print("locked", flush=True)
            sys.stdin.read()
            """, path)
        #expect(try await rival.line() == "locked")
        return rival
    }

    /// The next line that it says. Blocks a thread of its own.
    func line() async throws -> String {
        try await GatewayProcess.detached { [output] in String(decoding: try output.readLine(), as: UTF8.self)
        }
    }

    func end() async throws {
        try input.fileHandleForWriting.close()
        try await GatewayProcess.detached { [process] in process.waitUntilExit() }
    }
}

@Suite("A gateway whose files can't be written, and messages that don't arrive")
struct StorageTests {
    let world: GatewayWorld
    let server: ToolServer

    init() throws {
        world = try GatewayWorld()
        server = try ToolServer()
    }

    @Test(
        "a call that can't be written down beforehand is refused and not carried out",
        .verifies("ACT#req-act-call-started"), arguments: [Gateway.Files.journal, Gateway.Files.ledger])
    func lockedBefore(_ file: String) async throws {
        let gateway = try await RunningGateway(world, before: server.url)
        let rival = try await Rival.locking("\(world.data)/\(file)")
        let mandate = try world.mandate()
        let reply = try await gateway.call("echo", under: mandate)
        #expect(reply.response.status == 503 && reply.refusal == "storage" && server.seen.count == 0)
        #expect(reply.response.headerFields[.retryAfter] == "5")
        try await rival.end()
        #expect(try await gateway.call("echo", under: mandate).response.status == 200)
        #expect(try world.calls().count == 1)
    }

    @Test(
        "a call whose record can't be written ends its answer as broken, and the next start records it",
        .verifies("ACT#req-act-call-unknown"), arguments: [false, true])
    func lockedDuring(isTask: Bool) async throws {
        let first = try await RunningGateway(world, before: server.url)
        let mandate = try world.mandate(subject: isTask ? world.tools : nil)
        let stream = try await first.stream(RunningGateway.message("slow"), ["ACT-Mandate": mandate])
        _ = try await stream.next()
        let rival = try await Rival.locking("\(world.data)/\(Gateway.Files.ledger)")
        server.gate.signal()
        await #expect(throws: HTTPTransportError.self) { while try await stream.next() != nil {} }
        try await rival.end()
        #expect(try world.records().isEmpty)
        try await first.stop()
        let second = try await RunningGateway(world, before: server.url)
        switch try #require(try world.records().first) {
        case .record(let record):
            #expect(isTask && record.claims.outcome.failure?.code == "result-unknown")
        case .execution(let ect): #expect(!isTask && ect.claims.ending == "failed result-unknown")
        case .mandate: Issue.record("a mandate is no record")
        }
        #expect(try world.records().count == 1)
        try await second.stop()
    }

    @Test("a message that takes too long to arrive is cut off")
    func slowMessage() async throws {
        let gateway = try await RunningGateway(world, before: server.url) { $0.listener.bodySeconds = 1 }
        let rival = try Rival(
            """
            import socket, sys, threading, time
            address = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            address.sendall(b"POST /mcp HTTP/1.1\\r\\nHost: a\\r\\nContent-Type: application/json\\r\\n"
                b"Accept: application/json, text/event-stream\\r\\nContent-Length: 4000\\r\\n\\r\\n")
            def trickle():
                try:
                    for _ in range(200):
                        address.sendall(b" ")
                        time.sleep(0.3)
                except OSError:
                    pass
            threading.Thread(target=trickle, daemon=True).start()
            print(address.recv(4000).decode().split("\\r\\n")[0], flush=True)
            """, try #require(gateway.address.split(separator: ":").last).prefix { $0 != "/" }.description)
        #expect(try await rival.line() == "HTTP/1.1 408 Request Timeout")
        try await rival.end()
        #expect(server.seen.count == 0)
    }
}
