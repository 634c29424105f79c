import CBOR
import Encoding
import Foundation
import HTTPServer
import SCITT
import Testing
import Trust

@testable import TransparencyService

@Suite("What the service refuses, by status and title")
struct RefusalTests {
    let anchorer: Anchorer
    let policy: RegistrationPolicy

    init() throws {
        anchorer = try Anchorer()
        policy = try RegistrationPolicy(.trusted(anchorer.trust), largestStatement: 4096)
    }

    private func expect(
        _ answer: HTTPAnswer, _ status: Int, _ title: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answer.status == status, sourceLocation: sourceLocation)
        #expect(answer.fields["content-type"] == Problem.mediaType, sourceLocation: sourceLocation)
        let problem = try #require(
            try CBORValue(decoding: answer.body).entries, sourceLocation: sourceLocation)
        #expect(problem[-1] == .text(title), sourceLocation: sourceLocation)
        #expect(problem[-2]?.text != nil, sourceLocation: sourceLocation)
    }

    @Test("statements: each fault has the title that SCRAPI gives it")
    func statements() async throws {
        let running = try await RunningService(policy)
        let stranger = try Anchorer()
        let faults: [(title: String, statement: [UInt8])] = [
            ("Malformed request", []), ("Malformed request", [0xFF]),
            ("Malformed request", Array(try anchorer.message().dropLast())),
            ("Malformed request", try anchorer.message() + [0]),
            ("Malformed request", Array(try anchorer.message().dropFirst())),
            ("Bad Signature Algorithm", try anchorer.message(algorithm: -37)),
            ("Bad Signature Algorithm", try anchorer.message(algorithm: -65_535)),
            ("Bad Signature Algorithm", try anchorer.message(algorithm: -35)),
            ("Confirmation Missing", try anchorer.message(keyID: nil)),
            ("Payload Missing", try anchorer.message(payload: nil)),
            ("Rejected", try anchorer.message(signature: [UInt8](repeating: 1, count: 64))),
            ("Rejected", try anchorer.message(issuer: "https://nobody.example")),
            ("Rejected", try anchorer.message(issuer: "not a uri: x")),
            ("Rejected", try anchorer.message(issuer: "urn:example:service")),
            ("Rejected", try anchorer.message(subject: nil)),
            ("Rejected", try anchorer.message(keyID: Array("other".utf8))),
            ("Rejected", try stranger.message()),
        ]
        for (title, statement) in faults {
            try expect(await running.register(statement), 400, title)
        }
        #expect(try running.service.log.head().size == 2)
        #expect(try await running.register(anchorer.message()).status == 201)
    }

    @Test(
        "a subject that would make a receipt too large for its verifiers is refused, however large statements may be"
    )
    func largeSubject() async throws {
        let limit = RegistrationPolicy.largestLimit
        let running = try await RunningService(
            RegistrationPolicy(.trusted(anchorer.trust), largestStatement: limit))
        let longest = String(repeating: "a", count: 4096)
        #expect(try await running.register(anchorer.message(subject: longest)).status == 201)
        try expect(await running.register(anchorer.message(subject: longest + "a")), 400, "Rejected")
        let huge = String(repeating: "a", count: limit - 300)
        try expect(await running.register(anchorer.message(subject: huge)), 400, "Rejected")
        #expect(try LogVerification.run(running.folder.file("data")).faults == [])
    }

    @Test("paths, methods, types and keys that there are not")
    func requests() async throws {
        let running = try await RunningService(policy)
        for name in ["x", "1.", "1.01", "2.0", "1.-1", String(repeating: "A", count: 64), ".."] {
            try expect(await running.ask("GET", "/entries/\(name)"), 400, "Invalid locator")
        }
        let unknown = String(repeating: "0", count: 64)
        for path in ["/entries/\(unknown)", "/entries/1.99", "/entries/\(unknown)/statement", "/", "/x"] {
            try expect(await running.ask("GET", path), 404, "Not Found")
        }
        for name in ["", "AAAA", unknown, "..", "%00"] {
            try expect(await running.ask("GET", "/.well-known/scitt-keys/\(name)"), 404, "No such key")
        }
        try expect(await running.ask("GET", "/entries"), 405, "Method Not Allowed")
        try expect(await running.ask("DELETE", "/health"), 405, "Method Not Allowed")
        try expect(
            await running.register(anchorer.message(), fields: ["Content-Type": "application/json"]), 415,
            "Unsupported Media Type")
        #expect(
            try await running.register(
                anchorer.message(), fields: ["Content-Type": "application/scitt-statement+cose; x=y"]
            ).status == 201)
    }

    @Test(
        "HEAD is answered without content, whatever it is asked of: a client would take that for the next answer",
        arguments: [("/health", "200"), ("/checkpoint", "200"), ("/entries", "405"), ("/none", "404")])
    func head(path: String, status: String) async throws {
        let running = try await RunningService(policy)
        let port = running.port
        let text = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send(HTTPClient.request("HEAD", path))
            connection.send(HTTPClient.request("GET", "/health", fields: ["Connection": "close"]))
            return connection.takeText()
        }
        let parts = text.components(separatedBy: "\r\n\r\n")
        #expect(parts.count == 3)
        #expect(parts[0].hasPrefix("HTTP/1.1 \(status) "))
        #expect(parts[1].hasPrefix("HTTP/1.1 200 "), "\(parts[1])")
    }

    @Test("statements over the limit are refused before they are read, however their length is told")
    func tooLarge() async throws {
        let running = try await RunningService(policy)
        let large = try anchorer.message(payload: [UInt8](repeating: 7, count: 5000))
        try expect(await running.register(large), 413, "Content Too Large")
        let port = running.port
        let chunked = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send(
                Array("POST /entries HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            connection.send(
                Array("1400\r\n".utf8) + [UInt8](repeating: 7, count: 0x1400) + Array("\r\n".utf8))
            return (try connection.answer(), connection.waitForClose())
        }
        try expect(chunked.0, 413, "Content Too Large")
        #expect(chunked.1)
    }

    @Test("a body that trickles is cut off, and so is a head that never ends")
    func slowClients() async throws {
        let running = try await RunningService(policy) {
            $0.listener.bodySeconds = 1
            $0.listener.idleSeconds = 2
        }
        let port = running.port
        let body = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send(
                Array("POST /entries HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n".utf8))
            // Read while it sends: what comes after the end of the connection would take the answer with it.
            // On a thread of its own, and for as long as it takes: where the machine is busy, the connection would fall
            // silent before the server has looked at the time.
            let sending = DispatchGroup()
            sending.enter()
            Thread.detachNewThread {
                for _ in 0..<100 where connection.send([0]) { usleep(300_000) }
                sending.leave()
            }
            defer { sending.wait() }
            return try connection.answer()
        }
        try expect(body, 408, "Request Timeout")
        let isClosed = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port, patience: 60)
            defer { connection.close() }
            connection.send(Array("POST /entries HTTP/1.1\r\nHost: x\r\nX: ".utf8))
            for _ in 0..<6 where connection.send([0x61]) { usleep(500_000) }
            return connection.waitForClose()
        }
        #expect(isClosed)
        #expect(try await running.register(anchorer.message()).status == 201)
    }

    @Test("who asks too often has to wait, and is told how long")
    func rateLimit() async throws {
        let running = try await RunningService(policy) { $0.requestsPerSecond = 2 }
        let port = running.port
        // All at once, and nothing that is written: else they could take as long as the service asks for.
        let answers = try await HTTPClient.detached {
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send((0..<64).flatMap { _ in HTTPClient.request("POST", "/entries", body: [0]) })
            var reader = AnswerReader(connection)
            return try (0..<64).map { _ in try reader.next() }
        }
        let refused = try #require(answers.first { $0.status == 429 })
        try expect(refused, 429, "Too Many Requests")
        #expect(refused.fields["retry-after"] == "1")
        #expect(answers.first?.status == 400)
        #expect(try await running.ask("GET", "/health").status == 200)
    }

    @Test("with a bearer token, entries and metrics are for its bearers, and keys for everybody")
    func bearerToken() async throws {
        let token = "a token of some length"
        let running = try await RunningService(policy) { $0.bearerToken = token }
        let statement = try anchorer.message()
        for field in ["", "Bearer", "Bearer other", "Basic \(token)", "Bearer \(token)x"] {
            let answer = try await running.register(statement, fields: ["Authorization": field])
            try expect(answer, 401, "Unauthorized")
            #expect(answer.fields["www-authenticate"] == "Bearer")
        }
        try expect(await running.ask("GET", "/metrics"), 401, "Unauthorized")
        #expect(try await running.ask("GET", "/.well-known/scitt-keys").status == 200)
        let answer = try await running.register(statement, fields: ["Authorization": "bearer \(token)"])
        #expect(answer.status == 201)
        #expect(!running.lines.all.contains { $0.contains(token) })
    }

    @Test("a log that fails is answered 503 or 500, and nothing of the registration is kept")
    func failingLog() async throws {
        let running = try await RunningService(policy)
        running.service.log.close()
        try expect(await running.register(anchorer.message()), 503, "Service Unavailable")
        try expect(await running.ask("GET", "/checkpoint"), 500, "Internal Server Error")
        #expect(running.lines.all.contains { $0.contains(#""level":"error""#) })
    }

    @Test("what was registered under another policy keeps its location")
    func policyChange() async throws {
        let folder = TemporaryFolder()
        let statement = try anchorer.statement()
        let first = try await RunningService(policy, in: folder)
        let receipt = try await first.register(statement.octets).body
        try await first.stop()
        let second = try await RunningService(RegistrationPolicy(.trusted(TrustFile())), in: folder)
        let again = try await second.register(statement.octets)
        #expect(again.status == 201)
        #expect(again.body == receipt)
        try expect(await second.register(anchorer.statement(1).octets), 400, "Rejected")
        // The change itself is in the log.
        #expect(try second.service.log.head().size == 5)
        #expect(try LogVerification.run(folder.file("data")).faults == [])
    }
}
