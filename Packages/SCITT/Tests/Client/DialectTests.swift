import COSE
import Encoding
import HTTPTransport
import HTTPTypes
import SCITT
import Signing
import TestSupport
import Testing

@Suite struct DialectTests {
    @Test(
        "a statement is anchored in every dialect of the API",
        .verifies("ECT#req-ect-anchor-keep", "ECT#req-ect-anchor-verified"),
        arguments: FakeService.Dialect.allCases)
    func dialects(dialect: FakeService.Dialect) async throws {
        let scene = try Scene(dialect)
        try scene.enqueue(1...5)
        #expect(try await scene.run().run() == OutboxSummary(anchored: 5))
        #expect(scene.service.size == 7)
        for entry in try scene.outbox.entries() {
            guard case .anchored(let receipt, let key) = entry.state else {
                Issue.record("\(entry.state)")
                continue
            }
            #expect(key == scene.service.jwk)
            #expect(try Receipt(parsing: receipt).service == FakeService.name)
            #expect(scene.service.registrations(of: entry.statement) == 1)
        }
    }

    @Test("a second registration finds the first one's receipt", arguments: FakeService.Dialect.allCases)
    func again(dialect: FakeService.Dialect) async throws {
        let scene = try Scene(dialect, polls: 0)
        let statement = try Fixture.statement(1)
        let client = try scene.client()
        _ = try await client.register(statement)
        try scene.outbox.enqueue(statement, for: FakeService.name, now: Fixture.now)
        #expect(try await scene.run(client).run().anchored == 1)
        #expect(scene.service.registrations(of: statement) == 1)
        #expect(scene.service.size == 3)
    }

    @Test("keys are fetched to be looked at")
    func keys() async throws {
        let scene = try Scene()
        let keys = try await scene.client().keys()
        #expect(keys.keys.map(\.publicKey) == [scene.service.key.publicKey])
        scene.service.override = { _ in LoopbackConnection.response(200, [:], [0x80]) }
        await #expect(throws: TransparencyClientError.contentMalformed) { try await scene.client().keys() }
        scene.service.override = { _ in LoopbackConnection.response(404) }
        await #expect(throws: TransparencyClientError.notOffered) { try await scene.client().keys() }
        scene.service.override = { _ in LoopbackConnection.response(503, ["Retry-After": "7"]) }
        await #expect(throws: TransparencyClientError.status(503, nil, retryAfter: 7)) {
            try await scene.client().keys()
        }
    }

    @Test("a bearer token goes to the service and to nobody else; its redirects are followed a few times")
    func redirects() async throws {
        let other = try HTTPURL(parsing: "https://primary.example/").origin
        func client(_ transport: CannedTransport, _ origins: Set<HTTPOrigin>) throws -> TransparencyClient {
            let address = TransparencyServiceAddress(
                url: try HTTPURL(parsing: "https://ts.example/v1"), otherOrigins: origins,
                bearerToken: BearerToken("secret"))
            return TransparencyClient(address, transport: transport) { 0 }
        }
        func reply(_ code: Int, _ location: String?) -> HTTPReply {
            var fields = HTTPFields()
            fields[.location] = location
            return HTTPReply(HTTPResponse(status: .init(code: code), headerFields: fields))
        }
        let statement = try Fixture.statement(1)
        let there = reply(307, "https://primary.example/v1/entries")
        let transport = CannedTransport([there, reply(202, "/e/1")])
        #expect(
            try await client(transport, [other]).register(statement)
                == .running(at: HTTPURL(parsing: "https://primary.example/e/1"), retryAfter: nil))
        #expect(transport.requests.map(\.method) == [.post, .post])
        #expect(transport.requests.map { $0.headerFields[.authorization] } == ["Bearer secret", nil])
        #expect(transport.contents == [statement.octets, statement.octets])
        await #expect(throws: TransparencyClientError.locationElsewhere(other)) {
            try await client(CannedTransport([there]), []).register(statement)
        }
        await #expect(throws: TransparencyClientError.tooManyRedirects) {
            let replies = Array(repeating: reply(308, "/v1/entries"), count: 9)
            return try await client(CannedTransport(replies), []).register(statement)
        }
        await #expect(throws: TransparencyClientError.locationMissing) {
            try await client(CannedTransport([reply(307, nil)]), []).register(statement)
        }
        await #expect(throws: TransparencyClientError.locationElsewhere(other)) {
            let place = try HTTPURL(parsing: "https://primary.example/e/1")
            return try await client(CannedTransport([]), []).status(at: place)
        }
        await #expect(throws: TransparencyClientError.transport(.timedOut)) {
            try await client(CannedTransport([]), []).register(statement)
        }
    }

    @Test("a bearer token has the octets of RFC 6750 and shows itself nowhere")
    func bearerToken() throws {
        let token = try #require(BearerToken("abc-._~+/09=="))
        #expect("\(token)" == "bearer token")
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains("abc"))
        for text in ["", "a b", "a\r\nX: y", "\u{E9}", String(repeating: "a", count: 4097)] {
            #expect(BearerToken(text) == nil)
        }
    }
}
