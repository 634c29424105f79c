import Encoding
import Foundation
import HTTPServer
import SCITT
import TestSupport
import Testing
import Trust

@testable import TransparencyService

@Suite("What connections can't do to the service")
struct HostileConnectionTests {
    let anchorer: Anchorer
    let policy: RegistrationPolicy

    init() throws {
        anchorer = try Anchorer()
        policy = try RegistrationPolicy(.trusted(anchorer.trust))
    }

    private func expectAlive(_ running: RunningService, _ location: SourceLocation = #_sourceLocation)
        async throws
    {
        #expect(try await running.ask("GET", "/health").status == 200, sourceLocation: location)
    }

    @Test(
        "heads beyond their limits are refused, and the connection ends",
        arguments: [
            "GET /" + String(repeating: "a", count: 20_000), "GET /?" + String(repeating: "%41", count: 9000),
            "GET /health HTTP/1.1\r\nX: " + String(repeating: "a", count: 20_000),
            "GET /health HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 101) + "Y: z",
            "GET /health HTTP/1.1\r\n"
                + String(repeating: "X: " + String(repeating: "a", count: 9000) + "\r\n", count: 5),
            "GET /health HTTP/1.1\r\n" + String(repeating: "a", count: 20_000),
        ])
    func largeHeads(head: String) async throws {
        let running = try await RunningService(policy)
        let port = running.port
        let (answer, isClosed) = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port, patience: 60)
            defer { connection.close() }
            connection.send(
                Array((head + (head.contains("HTTP/1.1") ? "" : " HTTP/1.1") + "\r\nHost: x\r\n\r\n").utf8))
            return (try? connection.answer(), connection.waitForClose())
        }
        #expect(answer == nil || answer?.status == 400)
        #expect(isClosed)
        try await expectAlive(running)
    }

    @Test(
        "a path is what it is, octet for octet",
        arguments: [
            ("/entries/", 400), ("//entries", 404), ("/entries//statement", 400), ("/Entries", 404),
            ("/entries/%2e%2e/health", 404), ("/entries/../health", 404),
            ("/entries/%2e%2e", 400), ("/./health", 404), ("/%68ealth", 404),
            ("/health/", 404), ("/health%00", 404), ("/health;x=y", 404), ("/health?x=y&%", 200),
            ("/entries/1.18446744073709551615", 404), ("/entries/1.18446744073709551616", 400),
            ("/entries/1.9223372036854775808/statement", 404), ("/entries/1.+1", 400), ("/entries/1.-0", 400),
            ("/entries/1.0/statement/", 404), ("/entries/1.0/receipt", 404),
            ("/consistency/0/0", 404), ("/consistency/0/2", 404), ("/consistency/3/2", 404),
            ("/consistency/2/18446744073709551615", 404),
            ("/consistency/18446744073709551615/18446744073709551615", 404),
            ("/.well-known/scitt-keys/" + String(repeating: "A", count: 4000), 404),
            ("/.well-known/scitt-keys/%2e", 404), ("/metrics/..", 404),
        ] as [(String, Int)])
    func paths(path: String, status: Int) async throws {
        let running = try await RunningService(policy)
        let answer = try await running.ask("GET", path)
        #expect(answer.status == status)
        if status != 200 { #expect(answer.fields["content-type"] == Problem.mediaType) }
    }

    /// Heads with two readings, each followed by what would be a second request in the other one.
    static let ambiguous = [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: +4\r\n", "Content-Length: 4, 4\r\n", "Content-Length: -4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n", "X: a\r\n folded: b\r\n", "X: a\u{0}b\r\n", "X\u{1}: b\r\n",
    ]

    @Test("a head with two readings is refused, and what follows it is no request", arguments: ambiguous)
    func smuggling(fields: String) async throws {
        let running = try await RunningService(policy)
        let port = running.port
        let head = "POST /entries HTTP/1.1\r\nHost: x\r\n\(fields)\r\n"
        let (answer, second) = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port, patience: 60)
            defer { connection.close() }
            connection.send(Array((head + "0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n").utf8))
            return (try? connection.answer(), try? connection.answer())
        }
        #expect(answer == nil || [400, 413].contains(answer?.status))
        #expect(second?.status != 200)
        try await expectAlive(running)
    }

    @Test("octets that are no HTTP end their connection only")
    func garbage() async throws {
        let running = try await RunningService(policy) { $0.listener.idleSeconds = 1 }
        let port = running.port
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        let starts: [[UInt8]] = [
            [], Array("GET ".utf8), Array("POST /entries HTTP/1.1\r\n".utf8),
            Array("POST /entries HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".utf8),
            Array("GET /health HTTP/1.1\r\n\r\n".utf8), Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8),
            Array("CONNECT a:1 HTTP/1.1\r\n\r\n".utf8), Array("OPTIONS * HTTP/1.1\r\n\r\n".utf8),
            Array("GET http://evil.example/health HTTP/1.1\r\n\r\n".utf8),
        ]
        let inputs = (0..<200).map { _ in random.pick(starts) + random.octets(count: 0...300) }
        try await HTTPClient.detached {
            for input in inputs {
                let connection = try HTTPConnection(port: port)
                connection.send(input)
                connection.close()
            }
        }
        try await expectAlive(running)
        #expect(try await running.register(anchorer.message()).status == 201)
    }

    @Test(
        "a request whose content nobody reads, and that does not end, is cut off",
        arguments: ["GET /health", "POST /nowhere", "DELETE /entries", "GET /entries/x"])
    func unreadContent(start: String) async throws {
        let running = try await RunningService(policy) {
            $0.listener.transferSeconds = 1
            $0.listener.idleSeconds = 1
        }
        let port = running.port
        let sent = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send(Array("\(start) HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n".utf8))
            // Where the machine is slow, the connection's end comes before the answer.
            _ = try? connection.answer()
            var sent = 0
            while sent < 60, connection.send([0]) {
                sent += 1
                usleep(100_000)
            }
            return sent
        }
        #expect(sent < 60)
        try await expectAlive(running)
    }

    @Test("an answer that nobody takes is not kept for ever")
    func unreadAnswers() async throws {
        let patient = try await RunningService(policy)
        let statement = try anchorer.message(payload: [UInt8](repeating: 1, count: 900_000))
        #expect(try await patient.register(statement).status == 201)
        try await patient.stop()
        let running = try await RunningService(policy, in: patient.folder) {
            $0.listener.transferSeconds = 1
            $0.listener.idleSeconds = 1
        }
        let port = running.port
        // Sixteen megabytes: more than both sides' buffers.
        let request = HTTPClient.request("GET", "/entries/1.2/statement")
        let received = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port, patience: 5)
            defer { connection.close() }
            connection.send(Array((0..<18).flatMap { _ in request }))
            usleep(3_000_000)
            return connection.takeAll()
        }
        #expect(received < 16_000_000)
        try await expectAlive(running)
    }

    @Test("a thousand requests at once on one connection are answered in order")
    func pipelined() async throws {
        let running = try await RunningService(policy)
        let port = running.port
        let statuses = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            let requests = (0..<1000).flatMap {
                HTTPClient.request("GET", $0 % 2 == 0 ? "/entries/1.0" : "/none")
            }
            Thread.detachNewThread { connection.send(requests) }
            var reader = AnswerReader(connection)
            return try (0..<1000).map { _ in try reader.next().status }
        }
        #expect(statuses == (0..<1000).map { $0 % 2 == 0 ? 200 : 404 })
    }

    @Test("connections over the limit wait until those that say nothing are cut off")
    func manyConnections() async throws {
        let running = try await RunningService(policy) {
            $0.listener.connections = 4
            $0.listener.idleSeconds = 1
        }
        let port = running.port
        let answer = try await HTTPClient.detached {
            let silent = try (0..<16).map { _ in try HTTPConnection(port: port) }
            defer { for connection in silent { connection.close() } }
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send(HTTPClient.request("GET", "/health"))
            return try connection.answer()
        }
        #expect(answer.status == 200)
    }
}
