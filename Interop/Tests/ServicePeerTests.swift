import COSE
import Claims
import Encoding
import Foundation
import HTTPTransport
import HTTPTypes
import JOSE
import Merkle
import SCITT
import Signing
import Testing
import Trust

/// `actect serve` with other implementations around it.
@Suite("peers, service", .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
struct ServicePeerTests {
    /// A service that registers what `parties` sign, and what its verifiers pin.
    private struct Running {
        let parties: AnchorParties
        private let tool: CommandLineTool
        let process: ServerProcess
        private let pinned: TrustFile
        /// The key of its receipts.
        let key: JWK
        private let transport: CurlTransport

        init() throws {
            tool = try CommandLineTool()
            parties = try AnchorParties(.p256)
            var trust = TrustFile()
            try trust.add(parties.key.publicJWK, for: AnchorParties.anchorer)
            try tool.write(String(decoding: trust.encode(), as: UTF8.self), to: "trust.json")
            let path = tool.folder.path
            process = try ServerProcess.actect(
                "--data", "\(path)/data", "--trust", "\(path)/trust.json", "--service", "urn:example:service")
            pinned = try TrustFile(parsing: Array(tool.read("data/service-trust.json").utf8))
            key = try #require(pinned.services["urn:example:service"]?.keys.first)
            transport = try CurlTransport(CurlSettings())
        }

        /// As of now, and not of the start: where many tests run, minutes can lie between the two.
        var policy: TransparencyPolicy {
            TransparencyPolicy(services: pinned.services, now: NumericDate(clamping: Int64(time(nil)) + 60))
        }

        func ask(
            _ method: HTTPRequest.Method, _ target: String, _ content: [UInt8] = []
        ) async throws -> HTTPReply {
            let url = try HTTPURL(parsing: process.url + target)
            let fields: HTTPFields = content.isEmpty ? [:] : [.contentType: "application/cose"]
            return try await transport.send(
                HTTPRequest(method: method, url: url, headerFields: fields), content: content)
        }

        /// Registers so many statements and gives them with their receipts.
        func register(_ numbers: ClosedRange<Int>) async throws -> [(SignedStatement, [UInt8])] {
            var registered: [(SignedStatement, [UInt8])] = []
            for number in numbers {
                let statement = try parties.statement(number)
                let reply = try await ask(.post, "/entries", statement.octets)
                #expect(reply.response.status.code == 201)
                registered.append((statement, reply.content))
            }
            return registered
        }
    }

    // MARK: pyscitt

    @Test(
        "pyscitt registers by polling and by waiting, and what it brings home verifies",
        .enabled(if: Peer.isPyscittPresent, Comment(rawValue: Peer.pyscittAbsence)))
    func pyscitt() throws {
        let running = try Running()
        let url = JSONMember("url", .string(ExactString(running.process.url)))
        func register(_ octets: [UInt8], wait: Bool) throws -> Peer.Answer {
            try Peer.pyscitt.answer(
                "statement.register",
                [url, JSONMember("hex", hex: octets), JSONMember("wait", .boolean(wait))]
            )
        }
        let polled = try running.parties.statement(1)
        let answer = try register(polled.octets, wait: false)
        #expect(try answer.string("transaction") == "1.2")
        let transparent = try SignedStatement(parsing: answer.octets("statement_hex"))
        #expect(transparent.octets == polled.octets)
        let receipt = try Receipt(parsing: answer.octets("receipt_hex"))
        #expect(transparent.receipts == [receipt.octets])
        #expect(try running.policy.verify(receipt, for: polled).inclusion.index == 2)

        let waited = try running.parties.statement(2)
        let second = try register(waited.octets, wait: true)
        #expect(try second.string("transaction") == "1.3")
        let other = try Receipt(parsing: second.octets("receipt_hex"))
        #expect(try running.policy.verify(other, for: waited).inclusion.index == 3)
        // Once more by the other way: the same place, and no other entry.
        #expect(try register(polled.octets, wait: true).string("transaction") == "1.2")

        let keys = try Peer.pyscitt.answer("service.key", [url])
        #expect(keys.node["keys"]?.integer == 1)
        #expect(try keys.octets("kid_hex") == receipt.keyID)
    }

    @Test(
        "a statement that pyscitt signs is registered; one by a stranger it hears refused, with the title",
        .enabled(if: Peer.isPyscittPresent, Comment(rawValue: Peer.pyscittAbsence)))
    func pyscittStatements() throws {
        let running = try Running()
        let stranger = try PrivateJWK(PrivateKey.generate(.p256), keyID: "anchor-1")
        for (key, isTrusted) in [(running.parties.key, true), (stranger, false)] {
            let statement = try Peer.pyscitt.answer(
                "statement.make",
                [
                    JSONMember("key", try JSONDocument(parsing: key.encode()).root.value),
                    JSONMember("iss", .string(AnchorParties.anchorer)), JSONMember("sub", "urn:example:1"),
                    JSONMember("payload_hex", hex: [1, 2, 3]), JSONMember("type", "text/plain"),
                ]
            ).octets("hex")
            for wait in [false, true] {
                let answer = try Peer.pyscitt.answer(
                    "statement.register",
                    [
                        JSONMember("url", .string(ExactString(running.process.url))),
                        JSONMember("hex", hex: statement), JSONMember("wait", .boolean(wait)),
                    ])
                #expect(answer.isAccepted == isTrusted)
                let error = answer.node["error"]
                guard !isTrusted else { continue }
                #expect(error?["code"]?.string == "ServiceError")
                #expect(error?["detail"]?.string?.string.hasPrefix("Rejected: ") == true)
            }
        }
    }

    // MARK: rfc9290

    @Test("rfc9290 reads title and detail of every refusal that the service makes")
    func problems() async throws {
        let running = try Running()
        let statement = try running.parties.statement()
        let stranger = try AnchorParties(.p256).statement()
        let requests: [(HTTPRequest.Method, String, [UInt8], Int, String)] = [
            (.post, "/entries", [0x80], 400, "Malformed request"),
            (.post, "/entries", Array(statement.octets.dropLast()), 400, "Malformed request"),
            (.post, "/entries", stranger.octets, 400, "Rejected"),
            (.post, "/entries", try statement.message.detached().encode(), 400, "Payload Missing"),
            (.get, "/entries/nonsense", [], 400, "Invalid locator"),
            (.get, "/entries/\(statement.digest)", [], 404, "Not Found"),
            (.get, "/.well-known/scitt-keys/00", [], 404, "No such key"),
            (.get, "/nowhere", [], 404, "Not Found"),
            (.get, "/entries", [], 405, "Method Not Allowed"),
        ]
        var bodies: [(op: String, members: [JSONMember])] = []
        for (method, target, content, status, _) in requests {
            let reply = try await running.ask(method, target, content)
            #expect(reply.response.status.code == status, "\(target)")
            #expect(
                reply.response.headerFields[.contentType] == "application/concise-problem-details+cbor")
            bodies.append(("problem.decode", [JSONMember("hex", hex: reply.content)]))
        }
        for (request, answer) in zip(requests, try Peer.rfc9290.answers(bodies)) {
            let problem = answer.node["problem"]
            #expect(problem?["title"]?.string?.string == request.4, "\(request.1)")
            #expect(problem?["detail"]?.string?.utf8.isEmpty == false)
        }
    }

    @Test("what rfc9290 encodes our client reads")
    func encoded() throws {
        let made = try Peer.rfc9290.answer(
            "problem.encode",
            [
                JSONMember(
                    "problem",
                    ["title": "Rejected", "detail": "not by us", "instance": "/entries/7", "base-lang": "en"])
            ]
        ).octets("hex")
        #expect(
            ProblemDetails(parsing: made)
                == ProblemDetails(title: "Rejected", detail: "not by us", instance: "/entries/7"))
    }

    // MARK: The log

    @Test("pymerkle and scitt-cose compute the roots that the service signs, from what it hands out")
    func roots() async throws {
        let running = try Running()
        let registered = try await running.register(1...9)
        var leaves: [JSONValue] = []
        for index in 0..<11 {
            let reply = try await running.ask(.get, "/entries/1.\(index)/statement")
            let statement = try SignedStatement(parsing: reply.content)
            leaves.append(.string(ExactString(Hexadecimal.encode(statement.octets))))
        }
        var roots: [[UInt8]] = []
        for (at, (statement, octets)) in registered.enumerated() {
            let verified = try running.policy.verify(Receipt(parsing: octets), for: statement)
            #expect(verified.inclusion.size == UInt64(at + 3))
            roots.append(verified.inclusion.root.octets)
        }
        let requests = roots.indices.map {
            (op: "merkle.root", members: [JSONMember("leaves_hex", .array(Array(leaves.prefix($0 + 3))))])
        }
        for peer in [Peer.pymerkle, .scittCOSE] {
            #expect(try peer.answers(requests).map { try $0.octets("root_hex") } == roots)
        }
        // The proofs of consistency between them, which pymerkle has in a form of its own only.
        var proofs: [(op: String, members: [JSONMember])] = []
        for (first, second) in [(3, 4), (4, 8), (5, 11), (3, 11)] {
            let reply = try await running.ask(.get, "/consistency/\(first)/\(second)")
            let proof = try ConsistencyProof(decoding: reply.content)
            let path = proof.path.map { JSONValue.string(ExactString(Hexadecimal.encode($0.octets))) }
            for newer in [second, second == 11 ? 10 : second + 1] {
                let members = [
                    JSONMember("size1", .integer(Int64(first))), JSONMember("size2", .integer(Int64(second))),
                    JSONMember("root1_hex", hex: roots[first - 3]),
                    JSONMember("root2_hex", hex: roots[newer - 3]), JSONMember("proof_hex", .array(path)),
                ]
                proofs.append(("merkle.consistency", members))
            }
        }
        let verdicts = try Peer.scittCOSE.answers(proofs).map(\.isAccepted)
        #expect(verdicts == [true, false, true, false, true, false, true, false])
    }

    @Test("scitt-cose verifies the receipts of the running service")
    func receipts() async throws {
        let running = try Running()
        let registered = try await running.register(1...5)
        let answers = try Peer.scittCOSE.answers(
            registered.map { statement, receipt in
                (
                    op: "receipt.verify",
                    members: [
                        JSONMember("statement_hex", hex: statement.octets),
                        JSONMember("receipt_hex", hex: receipt), JSONMember("key", running.key.value),
                        JSONMember("profile", "statement"),
                    ]
                )
            })
        #expect(answers.map { $0.node["index"]?.integer } == [2, 3, 4, 5, 6])
    }
}
