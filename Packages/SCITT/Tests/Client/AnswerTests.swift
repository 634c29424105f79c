import CBOR
import COSE
import Encoding
import HTTPTransport
import HTTPTypes
import Merkle
import SCITT
import Signing
import Testing

/// What the client makes of one answer.
@Suite struct AnswerTests {
    static func status(
        _ code: Int, _ fields: HTTPFields = [:], _ content: [UInt8] = [], isQuestion: Bool = false,
        version: String? = nil, otherOrigins: Set<HTTPOrigin> = []
    ) async throws -> RegistrationStatus {
        let reply = HTTPReply(HTTPResponse(status: .init(code: code), headerFields: fields), content: content)
        let address = TransparencyServiceAddress(
            url: try HTTPURL(parsing: "https://ts.example/v1"), version: version, otherOrigins: otherOrigins)
        let client = TransparencyClient(address, transport: CannedTransport([reply])) { 784_111_777 }
        guard isQuestion else { return try await client.register(Fixture.statement(1)) }
        return try await client.status(at: HTTPURL(parsing: "https://ts.example/v1/entries/1"))
    }

    @Test("a Location is resolved, and taken only where it is allowed to lead")
    func locations() async throws {
        func place(_ location: String, _ origins: Set<HTTPOrigin> = []) async throws -> String? {
            let status = try await Self.status(202, [.location: location], otherOrigins: origins)
            guard case .running(let place, nil) = status else { return nil }
            return place.description
        }
        #expect(try await place("/v1/entries/7") == "https://ts.example/v1/entries/7")
        #expect(try await place("entries/7") == "https://ts.example/v1/entries/7")
        #expect(try await place("https://ts.example/x") == "https://ts.example/x")
        let other = try HTTPURL(parsing: "https://other.example/").origin
        for location in ["https://other.example/7", "//other.example/7"] {
            await #expect(throws: TransparencyClientError.locationElsewhere(other)) {
                try await place(location)
            }
            #expect(try await place(location, [other]) == "https://other.example/7")
        }
        let plain = try HTTPURL(parsing: "http://ts.example/").origin
        await #expect(throws: TransparencyClientError.locationElsewhere(plain)) {
            try await place("http://ts.example/entries/7", [plain])
        }
        let port = try HTTPURL(parsing: "https://ts.example:444/").origin
        await #expect(throws: TransparencyClientError.locationElsewhere(port)) {
            try await place("https://ts.example:444/entries/7")
        }
        for location in ["https://user@ts.example/", "/a b", "file:///etc/passwd", "ftp://ts.example/"] {
            await #expect(throws: TransparencyClientError.locationMalformed) { try await place(location) }
        }
        for code in [202, 303, 302, 201] {
            await #expect(throws: TransparencyClientError.locationMissing) { try await Self.status(code) }
        }
        var twice: HTTPFields = [.location: "/a"]
        twice.append(HTTPField(name: .location, value: "/b"))
        await #expect(throws: TransparencyClientError.locationMissing) { try await Self.status(303, twice) }
    }

    @Test("a question that is not answered yet is asked again at the same place, or at the new one")
    func running() async throws {
        let place = try HTTPURL(parsing: "https://ts.example/v1/entries/1")
        for code in [202, 204, 302] {
            #expect(
                try await Self.status(code, [.retryAfter: "5"], isQuestion: true)
                    == .running(at: place, retryAfter: 5))
        }
        #expect(
            try await Self.status(302, [.location: "/n"], isQuestion: true)
                == .running(at: HTTPURL(parsing: "https://ts.example/n"), retryAfter: nil))
        #expect(
            try await Self.status(302, [.retryAfter: "Sun, 06 Nov 1994 08:49:40 GMT"], isQuestion: true)
                == .running(at: place, retryAfter: 3))
        #expect(
            try await Self.status(204, isQuestion: true, version: "2")
                == .running(at: place.resolving("?api-version=2"), retryAfter: nil))
    }

    @Test("identifiers of operations and entries are one segment of a path, or a URL that is allowed")
    func operations() async throws {
        func place(_ map: CBORMap) async throws -> String? {
            let status = try await Self.status(202, [:], CBORValue.map(map).encode())
            guard case .running(let place, _) = status else { return nil }
            return place.description
        }
        #expect(
            try await place(["OperationID": "67f8", "Status": "running"])
                == "https://ts.example/v1/operations/67f8")
        #expect(try await place(["OperationId": "2.34"]) == "https://ts.example/v1/operations/2.34")
        #expect(
            try await place(["OperationID": "https://ts.example/o/1", "Status": "running"])
                == "https://ts.example/o/1")
        #expect(
            try await place(["EntryID": "9", "Status": "succeeded"]) == "https://ts.example/v1/entries/9")
        for identifier in ["..", ".", "", "a/b", "a?b", "a#b", "%2e%2e", "a\\b", "a b", "\u{E9}"] {
            await #expect(throws: TransparencyClientError.locationMalformed) {
                try await place(["OperationID": .text(identifier), "Status": "running"])
            }
        }
        await #expect(throws: TransparencyClientError.self) {
            try await place(["OperationID": "https://evil.example/1", "Status": "running"])
        }
        let incomplete: [CBORMap] = [["Status": "running"], ["Status": "succeeded"], [:]]
        for map in incomplete {
            await #expect(throws: TransparencyClientError.locationMissing) { try await place(map) }
        }
        #expect(
            try await Self.status(202, [.location: "/l"], Array("{\"operationId\": \"x\"}".utf8))
                == .running(at: HTTPURL(parsing: "https://ts.example/l"), retryAfter: nil))
        let succeeded = Array("{\"status\": \"succeeded\"}".utf8)
        #expect(
            try await Self.status(200, [.location: "/l"], succeeded, isQuestion: true)
                == .running(at: HTTPURL(parsing: "https://ts.example/l"), retryAfter: 0))
    }

    @Test("a registration that failed is refused with its reason, in CBOR and in JSON")
    func failed() async throws {
        let problem = ProblemDetails(title: "Rejected", detail: "no")
        let reason: CBORMap = [-1: "Rejected", -2: "no"]
        let failed: CBORMap = ["Status": "failed", "Error": .map(reason)]
        #expect(
            try await Self.status(200, [:], CBORValue.map(failed).encode(), isQuestion: true)
                == .refused(problem))
        let json = Array("{\"status\":\"failed\",\"error\":{\"code\":\"Rejected\",\"message\":\"no\"}}".utf8)
        #expect(try await Self.status(200, [:], json, isQuestion: true) == .refused(problem))
        #expect(
            try await Self.status(200, [:], CBORValue.map(["Status": "failed"]).encode(), isQuestion: true)
                == .refused(ProblemDetails(title: "Registration Failed")))
        #expect(
            try await Self.status(
                404, [:], FakeService.problemContent("Registration Failed", "no"), isQuestion: true)
                == .refused(ProblemDetails(title: "Registration Failed", detail: "no")))
    }

    @Test(
        "every title of the API refuses a statement for good",
        arguments: [
            "Malformed request", "Bad Signature Algorithm", "Confirmation Missing", "Payload Missing",
            "Rejected", "Payload Forbidden",
        ])
    func refused(title: String) async throws {
        let content = FakeService.problemContent(title, "why")
        let expected = RegistrationStatus.refused(ProblemDetails(title: title, detail: "why"))
        #expect(try await Self.status(400, [:], content) == expected)
        #expect(try await Self.status(400, [:], content, isQuestion: true) == expected)
    }

    @Test("without a problem object the class of the status decides")
    func classes() async throws {
        for code in [400, 409, 413, 415, 422] {
            #expect(
                try await Self.status(code, [:], Array("<html>".utf8))
                    == .refused(ProblemDetails(title: "status \(code)")))
        }
        for code in [404, 410] {
            #expect(try await Self.status(code, isQuestion: true) == .unknown(nil))
            await #expect(throws: TransparencyClientError.status(code, nil, retryAfter: nil)) {
                try await Self.status(code)
            }
        }
        for code in [401, 403, 405, 429, 500, 502, 503, 504, 301, 304] {
            await #expect(throws: TransparencyClientError.status(code, nil, retryAfter: 9)) {
                try await Self.status(code, [.retryAfter: "9"])
            }
        }
        for title in ["Not Found", "Invalid locator", "Operation Not Found", "operation-not-found"] {
            let content = FakeService.problemContent(title, "x")
            #expect(
                try await Self.status(title == "Invalid locator" ? 400 : 404, [:], content, isQuestion: true)
                    == .unknown(ProblemDetails(title: title, detail: "x")))
        }
    }

    @Test("'Already Registered' leads to the entry: by Location, by the problem's instance, by the digest")
    func alreadyRegistered() async throws {
        func place(_ fields: HTTPFields, _ map: CBORMap) async throws -> String? {
            var map = map
            map[-1] = "Already Registered"
            let status = try await Self.status(400, fields, CBORValue.map(map).encode())
            guard case .running(let place, _) = status else { return nil }
            return place.description
        }
        #expect(try await place([.location: "/e/1"], [-3: "/e/2"]) == "https://ts.example/e/1")
        #expect(try await place([:], [-3: "/e/2"]) == "https://ts.example/e/2")
        let byDigest = "https://ts.example/v1/entries/\(try Fixture.statement(1).digest)"
        #expect(try await place([:], [:]) == byDigest)
        #expect(try await place([:], [-3: "urn:ietf:params:scitt:error:x"]) == byDigest)
        await #expect(throws: TransparencyClientError.self) {
            try await place([:], [-3: "https://evil.example/2"])
        }
    }

    @Test("a receipt comes alone or inside a transparent statement, and anything else is refused")
    func receipts() async throws {
        let statement = try Fixture.statement(1)
        let receipts: [[UInt8]] = [statement.octets, [1, 2]]
        #expect(
            try await Self.status(200, [:], statement.octets, isQuestion: true)
                == .receipts([statement.octets], at: nil))
        #expect(
            try await Self.status(201, [.location: "/e/1"], try statement.transparent(with: receipts))
                == .receipts(receipts, at: HTTPURL(parsing: "https://ts.example/e/1")))
        #expect(
            try await Self.status(201, [.location: "https://evil.example/"], statement.octets)
                == .receipts([statement.octets], at: nil))
        let others: [[UInt8]] = [
            [], [0xF6], Array("<html>".utf8), Array(statement.octets.dropLast()), [0x80], [0x7B],
        ]
        for content in others {
            await #expect(throws: TransparencyClientError.contentMalformed) {
                try await Self.status(200, [:], content, isQuestion: true)
            }
        }
    }

    @Test("consistency proofs are read strictly")
    func consistency() async throws {
        func proof(_ parts: [CBORValue]) async throws -> Int {
            let content = CBORValue.array(parts).encode()
            let address = TransparencyServiceAddress(url: try HTTPURL(parsing: "https://ts.example/"))
            let transport = CannedTransport([HTTPReply(HTTPResponse(status: 200), content: content)])
            return try await TransparencyClient(address, transport: transport) { 0 }
                .consistency(from: 2, to: 5).path.count
        }
        let node = CBORValue.byteString(Array(repeating: 1, count: 32))
        #expect(try await proof([2, 5, .array([node, node])]) == 2)
        let others: [[CBORValue]] = [
            [2, 6, .array([node])], [3, 5, .array([node])], [2, 5], [2, 5, node], [2, 5, .array([1])],
            [2, 5, .array([.byteString([1])])], [],
        ]
        for parts in others {
            await #expect(throws: TransparencyClientError.contentMalformed) { try await proof(parts) }
        }
    }

    @Test("a set of more keys than any service has is not read: each costs an import")
    func manyKeys() async throws {
        func keys(_ count: Int) async throws -> Int {
            let key = try COSEKey(PrivateKey.generate(.p256).publicKey)
            let content = try #require(COSEKeySet(Array(repeating: key, count: count)).encode())
            let address = TransparencyServiceAddress(url: try HTTPURL(parsing: "https://ts.example/"))
            let transport = CannedTransport([HTTPReply(HTTPResponse(status: 200), content: content)])
            return try await TransparencyClient(address, transport: transport) { 0 }.keys().keys.count
        }
        #expect(try await keys(100) == 100)
        await #expect(throws: TransparencyClientError.contentMalformed) { try await keys(1000) }
    }

    @Test("every error has a code and a sentence of its own")
    func errors() throws {
        let origin = try HTTPURL(parsing: "https://ts.example/").origin
        let client: [TransparencyClientError] = [
            .transport(.timedOut), .status(500, nil, retryAfter: nil), .locationMissing, .locationMalformed,
            .locationElsewhere(origin), .tooManyRedirects, .contentMalformed,
            .contentTypeUnexpected("text/html"), .notOffered,
        ]
        #expect(Set(client.map(\.code)).count == client.count)
        #expect(Set(client.map(\.description)).count == client.count)
        #expect(
            TransparencyClientError.status(400, ProblemDetails(title: "T", detail: "d"), retryAfter: 1)
                .description == "the service answered 400: T: d")
        let outbox: [OutboxError] = [
            .locked, .diskFull, .readOnly, .cannotOpen, .notAnOutbox, .newerVersion(found: 2, supported: 1),
            .damaged("x"), .storage(code: 1), .noSuchEntry, .splitView("s"),
        ]
        #expect(Set(outbox.map(\.code)).count == outbox.count)
        #expect(Set(outbox.map(\.description)).count == outbox.count)
    }
}
