import Foundation
import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@Suite("Streamed responses")
struct HTTPStreamTests {
    private static func open(
        _ server: LoopbackServer, _ settings: CurlSettings = CurlSettings()
    ) async throws -> HTTPStream {
        let request = HTTPRequest(method: .get, url: try HTTPURL(parsing: server.url))
        return try await CurlTransport(settings).stream(request, content: [], within: nil)
    }

    @Test("the head comes before the content, and each piece before the next is sent")
    func pieces() async throws {
        let allowed = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            for piece in ["one", "two"] {
                allowed.wait()
                connection.write(piece)
            }
        }
        let stream = try await Self.open(server)
        #expect(stream.response.headerFields[.contentType] == "text/event-stream")
        allowed.signal()
        #expect(try await stream.next() == Array("one".utf8))
        allowed.signal()
        #expect(try await stream.next() == Array("two".utf8))
        #expect(try await stream.next() == nil)
        #expect(try await stream.next() == nil)
    }

    @Test("a reader that does not ask holds the server up, and gets everything in the end")
    func backpressure() async throws {
        let total = 32 << 20
        let sent = Tally()
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: 7, count: 64 << 10)
            for _ in 0..<(total / piece.count) {
                guard connection.write(piece) else { return }
                sent.add(piece.count)
            }
        }
        var settings = CurlSettings()
        settings.limits.content = total
        let stream = try await Self.open(server, settings)
        // The server has stopped when it has sent nothing for a while; sockets hold a few MiB at most.
        var (known, quiet) = (-1, 0)
        while quiet < 10 {
            try await Task.sleep(for: .milliseconds(50))
            quiet = sent.value == known ? quiet + 1 : 0
            known = sent.value
        }
        #expect(known < total / 2)
        var count = 0
        for try await piece in stream {
            #expect(!piece.isEmpty)
            count += piece.count
        }
        #expect(count == total)
    }

    @Test("what came before an early end stands, and the end is an error")
    func cut() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        }
        let stream = try await Self.open(server)
        #expect(try await stream.next() == Array("abc".utf8))
        await #expect {
            _ = try await stream.next()
        } throws: { error in
            (error as? HTTPTransportError)?.code == "http-connection-lost"
        }
    }

    @Test("letting go of a stream, or cancelling its reader, ends the exchange", arguments: [false, true])
    func ended(cancels: Bool) async throws {
        let gone = Tally()
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            connection.waitForEnd()
            gone.add(1)
        }
        if cancels {
            let task = Task { try await Self.open(server).next() }
            while server.connections == 0 { await Task.yield() }
            task.cancel()
            await #expect(throws: HTTPTransportError.cancelled) { _ = try await task.value }
        } else {
            _ = try await Self.open(server)
        }
        while gone.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test("the limits of content and time hold while a stream is read")
    func limits() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.write("400\r\n\(String(repeating: "a", count: 1024))\r\n") {}
        }
        var settings = CurlSettings()
        settings.limits.content = 10_000
        let stream = try await Self.open(server, settings)
        await #expect(throws: HTTPTransportError.contentTooLarge(limit: 10_000)) {
            for try await _ in stream {}
        }
        let silent = try LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            connection.waitForEnd()
        }
        // Enough for the head, where the machine is busy.
        settings.limits.total = .seconds(4)
        let slow = try await Self.open(silent, settings)
        await #expect(throws: HTTPTransportError.timedOut) { _ = try await slow.next() }
    }

    @Test("a request that is to be sent once is never sent again on another connection")
    func once() async throws {
        let requests = Tally()
        let server = try LoopbackServer { connection in
            // The first request of a connection is answered, the second one only taken.
            guard connection.request() != nil else { return }
            requests.add(1)
            connection.respond(200)
            if connection.request() != nil { requests.add(1) }
        }
        let request = HTTPRequest(method: .post, url: try HTTPURL(parsing: server.url))
        let transport = try CurlTransport(CurlSettings(sendsOnce: true))
        for count in 1...3 {
            #expect(try await transport.send(request, content: [1]).response.status == 200)
            #expect(requests.value == count)
        }
        #expect(server.connections == 3)
    }
}

private final class Tally: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    var value: Int { lock.withLock { count } }
    func add(_ number: Int) { lock.withLock { count += number } }
}
