import Claims
import Encoding
import Foundation
import HTTPTransport
import JOSE
import SCITT
import Signing
import TestSupport
import Testing

/// A service that lies, slows down or breaks off in one way, and the reason that is noted for it.
struct Misconduct: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What is noted when a statement is registered with it; one that ends in a colon goes on with details.
    let reason: String
    /// What is noted when it is asked about a registration; nil where it then does nothing wrong.
    let reasonWhenAsked: String?
    /// Serves one connection; the honest service is at hand.
    let serve: @Sendable (LoopbackConnection, FakeService) -> Void

    init(
        _ name: String, _ reason: String, asked: String?,
        serve: @escaping @Sendable (LoopbackConnection, FakeService) -> Void
    ) {
        testDescription = name
        self.reason = reason
        reasonWhenAsked = asked
        self.serve = serve
    }

    /// Answers each request with the same.
    static func answer(_ name: String, _ reason: String, asked: String?, _ answer: [UInt8]) -> Misconduct {
        Misconduct(name, reason, asked: asked) { connection, _ in
            if connection.request() != nil { connection.write(answer) }
        }
    }

    /// Does something to the connection once the request is there, in both cases for the same reason.
    static func connection(
        _ name: String, _ reason: String,
        _ serve: @escaping @Sendable (LoopbackConnection, [UInt8]) -> Void
    ) -> Misconduct {
        Misconduct(name, reason, asked: reason) { connection, service in
            guard let request = connection.request() else { return }
            serve(connection, service.octets(for: request))
        }
    }

    /// Lies in its receipts.
    static func lie(_ lie: FakeService.Lie, _ reason: String) -> Misconduct {
        Misconduct(lie.rawValue, reason, asked: reason) { connection, service in
            service.lie = lie
            if let request = connection.request() { connection.write(service.octets(for: request)) }
        }
    }
}

extension Misconduct {
    private static let noStatus = "the response is malformed: the status line is none"
    private static let unknownContent = "the service's answer has content that SCRAPI does not know"
    private static let noPlace = "the service's answer should have one Location"
    private static let elsewhere = "the service's answer leads to http://evil.example, which is not allowed"
    private static let otherRoot = "the receipt's signature over the root is not valid"
    private static let otherShape =
        "the receipt's proof is refused: a path of 1 hashes does not fit the sizes that it is said to be for"
    private static let lost = "the connection ended before the response did:"

    static let receipts: [Misconduct] = [
        .lie(.rubbish, unknownContent), .lie(.truncatedReceipt, unknownContent),
        .lie(.receiptOfAnotherStatement, otherRoot), .lie(.wrongRoot, otherRoot),
        .lie(.wrongLeafIndex, otherShape), .lie(.swappedSize, otherShape),
        .lie(.otherKey, "the receipt names no key that is trusted for \"https://ts.example\""),
        .lie(.otherService, "the service \"https://elsewhere.example\" is not trusted"),
    ]

    static let answers: [Misconduct] =
        [
            .answer(
                "a page", "the service's answer has content of the type text/html",
                asked: "the service's answer has content of the type text/html",
                LoopbackConnection.response(200, ["Content-Type": "text/html"], Array("<html>".utf8))),
            .answer(
                "201 without receipt and place", noPlace, asked: unknownContent,
                LoopbackConnection.response(201)),
            .answer("202 without place", noPlace, asked: nil, LoopbackConnection.response(202)),
            .answer(
                "204 to a registration", "the service answered 204", asked: nil,
                LoopbackConnection.response(204)),
            .answer(
                "no CBOR", unknownContent, asked: unknownContent,
                LoopbackConnection.response(200, ["Content-Type": "application/cose"], [0xFF, 0, 1])),
            .answer(
                "an endless nesting", unknownContent, asked: unknownContent,
                LoopbackConnection.response(200, [:], [UInt8](repeating: 0x81, count: 19_000))),
            .answer(
                "a status that does not exist", noStatus, asked: noStatus,
                LoopbackConnection.response(799)),
            .answer(
                "two places", noPlace, asked: noPlace,
                Array("HTTP/1.1 303 x\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n".utf8)),
        ]
        + [301, 302, 303, 307, 308].map { status in
            let unread = "the service answered \(status)"
            return .answer(
                "\(status) to another origin", status == 301 ? unread : elsewhere,
                asked: [302, 303].contains(status) ? elsewhere : unread,
                LoopbackConnection.response(status, ["Location": "http://evil.example/entries/1"]))
        }

    static let connections: [Misconduct] = [
        .connection("silence", "no complete response within the time limit") { connection, _ in
            connection.waitForEnd()
        },
        .connection("an octet now and then", "no complete response within the time limit") {
            connection, answer in
            for octet in answer where connection.write([octet]) { usleep(20_000) }
        },
        .connection("an endless body", "the response has more than 20000 octets") { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            while connection.write([UInt8](repeating: 0xD2, count: 4096)) {}
        },
        .connection("a body beyond all bounds", "the response has more than 20000 octets") { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n")
            connection.waitForEnd()
        },
        .connection("endless fields", "the response has more than 128 fields") { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\n")
            while connection.write("X: y\r\n") {}
        },
        .connection("endless interim responses", "the response's header has more than 65536 octets") {
            connection, _ in
            while connection.write("HTTP/1.1 103 Early Hints\r\n\r\n") {}
        },
        .connection("no HTTP", "the response is malformed:") { connection, _ in
            connection.write("SSH-2.0-OpenSSH_9.2\r\n")
        },
        .connection("a cut in the answer", lost) { connection, answer in
            connection.write(Array(answer.dropLast(8)))
        },
        Misconduct("a cut in the request", lost, asked: lost) { connection, _ in
            connection.take(20)
            connection.close(abruptly: true)
        },
    ]
}

@Suite struct LyingServiceTests {
    private static func check(
        _ scene: Scene, _ run: AnchorRun, _ reason: String, state: String, _ phase: String
    ) async throws {
        try await run.round()
        let entry = try scene.first()
        let noted = entry.lastFailure ?? "none"
        let comment: Comment = "\(phase): \(noted)"
        #expect(entry.state.name == state, comment)
        #expect(entry.attempts == 1, comment)
        let details = reason.hasSuffix(":") && noted.hasPrefix(reason)
        #expect(details || noted == reason, comment)
    }

    @Test(
        "what a service does wrong is noted as its reason, nothing is anchored by it, and honesty mends it",
        .verifies("ECT#req-ect-anchor-verified"),
        arguments: Misconduct.receipts + Misconduct.answers + Misconduct.connections)
    func misconduct(_ misconduct: Misconduct) async throws {
        for isAsked in [false, true] {
            guard let reason = isAsked ? misconduct.reasonWhenAsked : misconduct.reason else { continue }
            let scene = try Scene(isAsked ? .revision09 : .immediate, polls: 0)
            let (service, honesty) = (scene.service, LockedCount())
            let server = try LoopbackServer { connection in
                if honesty.count % 2 == 1 {
                    if let request = connection.request() { connection.write(service.octets(for: request)) }
                } else {
                    misconduct.serve(connection, service)
                }
            }
            let client = try scene.client(
                HTTPLimits(total: .milliseconds(400), content: 20_000), url: server.url)
            try scene.enqueue(1...1)
            let run = try scene.run(client)
            if isAsked {
                _ = honesty.next()
                try await run.round()
                #expect(try scene.first().state.name == "sent")
                try await scene.clock.sleep(milliseconds: 2000)
                _ = honesty.next()
            }
            try await Self.check(
                scene, run, reason, state: isAsked ? "sent" : "queued", isAsked ? "asked" : "registering")
            service.lie = nil
            _ = honesty.next()
            #expect(try await run.run() == OutboxSummary(anchored: 1))
            #expect(service.registrations(of: try Fixture.statement(1)) == 1)
        }
    }

    @Test("a place without a receipt is asked until there is one, and is not anchored before")
    func noReceipt() async throws {
        let scene = try Scene(polls: 0)
        scene.service.lie = .emptyReceipt
        try scene.enqueue(1...1)
        let run = try scene.run()
        try await run.round()
        #expect(try scene.first().state.name == "sent")
        try await scene.clock.sleep(milliseconds: 2000)
        try await Self.check(
            scene, run, "the service's answer has content that SCRAPI does not know", state: "sent", "asked")
        scene.service.lie = nil
        #expect(try await run.run() == OutboxSummary(anchored: 1))
    }

    @Test("a large statement that is cut off anywhere on its way is registered once")
    func cutRequest() async throws {
        let scene = try Scene()
        let issuer = try StatementIssuer(
            "https://anchor.example", key: PrivateJWK(PrivateKey.generate(.ed25519)))
        let identifier = try #require(UUIDText("01900000-0000-7000-8000-000000000001"))
        let statement = try issuer.statement(
            about: [UInt8](repeating: 65, count: 40_000), type: .ect,
            subject: RecordSubject(identifier: identifier, workflow: nil), full: true)
        try scene.outbox.enqueue(statement, for: FakeService.name, now: scene.clock.now)
        let (service, counter) = (scene.service, LockedCount())
        let server = try LoopbackServer { connection in
            let taken = counter.next() * 9000
            guard taken < statement.octets.count else { return service.serve(connection) }
            connection.take(taken)
            connection.close(abruptly: taken % 2000 == 0)
        }
        let run = try scene.run(try scene.client(url: server.url))
        #expect(try await run.run() == OutboxSummary(anchored: 1))
        #expect(service.registrations(of: statement) == 1)
        #expect(counter.count > 4)
    }
}
