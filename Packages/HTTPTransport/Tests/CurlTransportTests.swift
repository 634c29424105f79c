import Foundation
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite struct CurlTransportTests {
    @Test("a request arrives as it was made, and nothing is added to it")
    func request() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.request() {
                let fields = request.fields.keys.sorted().joined(separator: ",")
                let text = "\(request.method) \(request.target) \(fields) \(request.content.count)"
                connection.respond(200, [:], Array(text.utf8))
            }
        }
        let transport = try CurlTransport()
        func said(_ request: HTTPRequest, _ content: [UInt8] = []) async throws -> String {
            String(decoding: try await transport.send(request, content: content).content, as: UTF8.self)
        }
        let url = try HTTPURL(parsing: "\(server.url)/entries?a=b")
        #expect(try await said(HTTPRequest(method: .get, url: url)) == "GET /entries?a=b host 0")
        let octets = [UInt8](repeating: 0, count: 3_000_000)
        #expect(
            try await said(
                HTTPRequest(method: .post, url: url, headerFields: [.contentType: "application/cose"]), octets
            )
                == "POST /entries?a=b content-length,content-type,host 3000000")
        #expect(
            try await said(HTTPRequest(method: .post, url: url)) == "POST /entries?a=b content-length,host 0")
        #expect(
            try await said(HTTPRequest(method: .put, url: url, headerFields: [.accept: "a/b"]), [1])
                == "PUT /entries?a=b accept,content-length,host 1")
        #expect(try await said(HTTPRequest(method: .delete, url: url)) == "DELETE /entries?a=b host 0")
        #expect(server.connections == 1)
    }

    @Test(
        "a response comes back as it is, whatever its status", arguments: [200, 204, 303, 302, 404, 500, 503])
    func response(status: Int) async throws {
        let content: [UInt8] = status == 204 ? [] : [0, 1, 2, 255]
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.respond(status, ["Location": "http://127.0.0.1:9/elsewhere", "X": " a b "], content)
        }
        let reply = try await Self.get(server.url)
        #expect(reply.response.status.code == status)
        #expect(reply.response.headerFields[.location] == "http://127.0.0.1:9/elsewhere")
        #expect(reply.response.headerFields[try #require(HTTPField.Name("x"))] == "a b")
        #expect(reply.content == content)
    }

    @Test("interim responses are passed over, chunks joined and trailers left out")
    func framing() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Late\r\n\r\n")
            connection.write("3\r\nabc\r\n2\r\nde\r\n0\r\nLate: 1\r\n\r\n")
        }
        let reply = try await Self.get(server.url)
        #expect(reply.response.status == 200)
        #expect(reply.content == Array("abcde".utf8))
        #expect(
            Set(reply.response.headerFields.map(\.name.canonicalName)) == ["transfer-encoding", "trailer"])
    }

    @Test(
        "a response that is no HTTP is refused",
        arguments: [
            "nonsense\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n", "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\u{1}c\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n",
            "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
        ])
    func malformed(text: String) async throws {
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write(text)
        }
        await #expect {
            try await Self.get(server.url)
        } throws: { error in
            ["http-response-malformed", "http-failed", "http-connection-lost"].contains(
                (error as? HTTPTransportError)?.code)
        }
    }

    @Test("a connection that ends at any point of a response is an error, not a short response")
    func cut() async throws {
        let whole = LoopbackConnection.response(200, ["A": "b"], Array("0123456789".utf8))
        let transport = try CurlTransport()
        for count in 0..<whole.count {
            for abruptly in [true, false] {
                let server = try LoopbackServer { connection in
                    _ = connection.request()
                    connection.write(Array(whole.prefix(count)))
                    connection.close(abruptly: abruptly)
                }
                let request = HTTPRequest(method: .get, url: try HTTPURL(parsing: server.url))
                await #expect(throws: HTTPTransportError.self, "cut after \(count) octets") {
                    try await transport.send(request)
                }
            }
        }
    }

    @Test("a connection that is dropped before the request was read is an error that may pass")
    func dropped() async throws {
        let server = try LoopbackServer { connection in connection.close(abruptly: true) }
        await #expect {
            try await Self.get(server.url)
        } throws: { error in
            (error as? HTTPTransportError)?.isTransient == true
        }
    }

    @Test("nobody listening is told apart from nobody known")
    func notConnected() async throws {
        let server = try LoopbackServer { _ in }
        server.stop()
        await #expect {
            try await Self.get(server.url)
        } throws: { error in
            (error as? HTTPTransportError)?.code == "http-not-connected"
        }
        await #expect {
            try await Self.get("https://no-such-host.invalid")
        } throws: { error in
            (error as? HTTPTransportError)?.code == "http-host-unknown"
        }
    }

    @Test("the time limit holds for a server that says nothing, and for one that trickles")
    func slow() async throws {
        var settings = CurlSettings()
        settings.limits.total = .milliseconds(300)
        for trickles in [false, true] {
            let server = try LoopbackServer { connection in
                _ = connection.request()
                guard trickles else { return connection.waitForEnd() }
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while connection.write("a") { usleep(20_000) }
            }
            // A limit that did not hold would keep the test waiting for a server that never ends.
            await #expect(throws: HTTPTransportError.timedOut) { try await Self.get(server.url, settings) }
        }
    }

    @Test("a response is cut off at each of its limits, declared or endless")
    func tooMuch() async throws {
        var settings = CurlSettings()
        settings.limits = HTTPLimits(content: 10_000, header: 4096, fields: 20)
        let octets = String(repeating: "a", count: 1000)
        let cases: [(HTTPTransportError, @Sendable (LoopbackConnection) -> Void)] = [
            (.contentTooLarge(limit: 10_000), { $0.respond(200, [:], Array(repeating: 0, count: 10_001)) }),
            (
                .contentTooLarge(limit: 10_000),
                { connection in
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    while connection.write("3e8\r\n\(octets)\r\n") {}
                }
            ),
            (
                .contentTooLarge(limit: 10_000),
                { connection in
                    connection.write("HTTP/1.1 200 OK\r\n\r\n")
                    while connection.write(octets) {}
                }
            ),
            (
                .headerTooLarge(limit: 4096),
                { connection in
                    connection.write("HTTP/1.1 200 OK\r\n")
                    while connection.write("X: \(octets)\r\n") {}
                }
            ),
            (
                .headerTooLarge(limit: 4096),
                { connection in while connection.write("HTTP/1.1 100 Continue\r\n\r\n") {} }
            ),
            (
                .tooManyFields(limit: 20),
                { connection in
                    connection.write("HTTP/1.1 200 OK\r\n")
                    while connection.write("X: a\r\n") {}
                }
            ),
        ]
        for (error, behave) in cases {
            let server = try LoopbackServer { connection in
                _ = connection.request()
                behave(connection)
            }
            await #expect(throws: error) { try await Self.get(server.url, settings) }
        }
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.respond(200, [:], Array(repeating: 0, count: 10_000))
        }
        #expect(try await Self.get(server.url, settings).content.count == 10_000)
    }

    @Test("many exchanges take place at once, no more than allowed, and each gets its own response")
    func concurrency() async throws {
        let counter = Counter()
        let server = try LoopbackServer { connection in
            while let request = connection.request() {
                counter.enter()
                usleep(5000)
                counter.leave()
                connection.respond(200, [:], Array(request.target.utf8))
            }
        }
        let transport = try CurlTransport(CurlSettings(concurrency: 8))
        let url = server.url
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let target = try HTTPURL(parsing: "\(url)/\(number)")
                    let reply = try await transport.send(HTTPRequest(method: .get, url: target))
                    return (number, String(decoding: reply.content, as: UTF8.self))
                }
            }
            return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 200)
        #expect(answers.allSatisfy { $0.value == "/\($0.key)" })
        #expect((2...8).contains(counter.most))
        #expect(server.connections <= 8)
    }

    @Test("cancelling ends an exchange that runs, one that waits, and one that has not begun")
    func cancellation() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.waitForEnd()
        }
        let transport = try CurlTransport(CurlSettings(concurrency: 1))
        let url = try HTTPURL(parsing: server.url)
        let tasks = (0..<3).map { _ in
            Task { try await transport.send(HTTPRequest(method: .get, url: url)) }
        }
        while server.connections == 0 { await Task.yield() }
        for task in tasks.reversed() {
            task.cancel()
            await #expect(throws: HTTPTransportError.cancelled) { try await task.value }
        }
        let unborn = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await transport.send(HTTPRequest(method: .get, url: url))
        }
        unborn.cancel()
        await #expect(throws: HTTPTransportError.cancelled) { try await unborn.value }
    }

    @Test("nothing goes unencrypted to another host, and no request is sent that is none")
    func refusedRequests() async throws {
        await #expect(throws: HTTPTransportError.notEncrypted(host: "ts.example")) {
            try await Self.get("http://ts.example/entries")
        }
        let transport = try CurlTransport()
        let url = try HTTPURL(parsing: "https://ts.example/")
        for name in ["Host", "Content-Length", "Transfer-Encoding", "Connection"] {
            let fields: HTTPFields = [try #require(HTTPField.Name(name)): "1"]
            await #expect(throws: HTTPTransportError.requestInvalid(.field)) {
                try await transport.send(HTTPRequest(method: .get, url: url, headerFields: fields))
            }
        }
        for path in [nil, "entries", "@evil.example/"] {
            let request = HTTPRequest(method: .get, scheme: "https", authority: "ts.example", path: path)
            await #expect(throws: HTTPTransportError.requestInvalid(.url)) {
                try await transport.send(request)
            }
        }
    }

    static func get(
        _ url: String, _ settings: CurlSettings = CurlSettings()
    ) async throws -> HTTPReply {
        try await CurlTransport(settings).send(HTTPRequest(method: .get, url: try HTTPURL(parsing: url)))
    }
}

/// How many are inside at once.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var inside = 0
    private var peak = 0

    var most: Int { lock.withLock { peak } }

    func enter() {
        lock.withLock {
            inside += 1
            peak = max(peak, inside)
        }
    }

    func leave() { lock.withLock { inside -= 1 } }
}
