import CBOR
import COSE
import Claims
import Encoding
import Foundation
import Ledger
import Merkle
import SCITT
import Signing
import Testing
import Trust

@testable import TransparencyService

@Suite("Registration over HTTP")
struct RegistrationTests {
    let anchorer: Anchorer
    let policy: RegistrationPolicy

    init() throws {
        anchorer = try Anchorer()
        policy = try RegistrationPolicy(.trusted(anchorer.trust))
    }

    @Test("a registered statement comes back with a receipt that verifies, and so does its location")
    func receiptVerifies() async throws {
        let running = try await RunningService(policy)
        let statement = try anchorer.statement(1)
        let answer = try await running.register(statement.octets)
        #expect(answer.status == 201)
        #expect(answer.fields["content-type"] == "application/cose")
        let location = try #require(answer.fields["location"])
        #expect(location == "/entries/\(statement.digest)")
        let receipt = try Receipt(parsing: answer.body)
        let verified = try TransparencyPolicy(pinning: running.service.trustFile).verify(
            receipt, for: statement)
        #expect(verified.service == "urn:example:service")
        #expect(verified.inclusion.index == 2)
        #expect(verified.inclusion.size == 3)
        let resolved = try await running.ask("GET", location)
        #expect(resolved.status == 200)
        #expect(resolved.body == answer.body)
        let transparent = try await running.ask("GET", "\(location)/statement")
        let read = try SignedStatement(parsing: transparent.body)
        #expect(read.octets == statement.octets)
        #expect(read.receipts == [answer.body])
    }

    @Test("the same statement again gets the same location and the same receipt")
    func idempotent() async throws {
        let running = try await RunningService(policy)
        let statement = try anchorer.statement(1)
        let first = try await running.register(statement.octets)
        // What the unprotected header brings is not registered, so it makes no other statement.
        let again = try await running.register(statement.transparent(with: [first.body]))
        #expect(again.status == 201)
        #expect(again.body == first.body)
        #expect(again.fields["location"] == first.fields["location"])
        #expect(try running.service.log.head().size == 3)
    }

    @Test("64 clients at once all get receipts that verify, and one place each")
    func concurrent() async throws {
        let running = try await RunningService(policy)
        let statements = try (0..<256).map { try anchorer.statement($0) }
        let port = running.port
        let answers = try await withThrowingTaskGroup(of: [(Int, HTTPAnswer)].self) { group in
            for client in 0..<64 {
                group.addTask {
                    try await HTTPClient.detached {
                        let connection = try HTTPConnection(port: port)
                        defer { connection.close() }
                        return try stride(from: client, to: 256, by: 64).map { number in
                            connection.send(
                                HTTPClient.request(
                                    "POST", "/entries", fields: ["Content-Type": "application/cose"],
                                    body: statements[number].octets))
                            return (number, try connection.answer())
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let verifier = TransparencyPolicy(pinning: try running.service.trustFile)
        var places: Set<UInt64> = []
        var roots: [UInt64: [UInt8]] = [:]
        for (number, answer) in answers {
            #expect(answer.status == 201)
            let verified = try verifier.verify(Receipt(parsing: answer.body), for: statements[number])
            places.insert(try #require(verified.inclusion.index))
            let size = try #require(verified.inclusion.size)
            let root = verified.inclusion.root.octets
            #expect(roots.updateValue(root, forKey: size) ?? root == root, "two roots of size \(size)")
        }
        #expect(places == Set(2..<258))
        #expect(try LogVerification.run(running.folder.file("data")).faults == [])
    }

    @Test(
        "pyscitt's dialect: 303 to a transaction, its receipt and its statement; and waiting for the receipt")
    func dialect() async throws {
        let running = try await RunningService(policy)
        let statement = try anchorer.statement(1)
        let submitted = try await running.register(
            statement.octets, target: "/entries?api-version=2026-03-26")
        #expect(submitted.status == 303)
        #expect(submitted.body.isEmpty)
        let location = try #require(submitted.fields["location"])
        #expect(location == "/entries/1.2")
        let receipt = try await running.ask("GET", "\(location)?api-version=2026-03-26")
        #expect(receipt.status == 200)
        let verifier = TransparencyPolicy(pinning: try running.service.trustFile)
        _ = try verifier.verify(Receipt(parsing: receipt.body), for: statement)
        let transparent = try await running.ask("GET", "\(location)/statement?api-version=2026-03-26")
        #expect(try SignedStatement(parsing: transparent.body).receipts == [receipt.body])
        let other = try anchorer.statement(2)
        let waited = try await running.register(
            other.octets, target: "/entries?api-version=2026-03-26&waitForCommit=true")
        #expect(waited.status == 201)
        #expect(waited.fields["x-ms-ccf-transaction-id"] == "1.3")
        _ = try verifier.verify(Receipt(parsing: waited.body), for: other)
    }

    @Test("keys, checkpoint, consistency and health are there, and agree with each other")
    func publicResources() async throws {
        let running = try await RunningService(policy)
        let keys = try COSEKeySet(decoding: try await running.ask("GET", "/.well-known/scitt-keys").body)
        let key = try #require(keys.keys.first)
        #expect(keys.keys.count == 1 && keys.ignored.isEmpty)
        #expect(key.keyID == key.thumbprint.octets)
        for name in [Base64URL.encode(key.thumbprint.octets), Hexadecimal.encode(key.thumbprint.octets)] {
            let one = try await running.ask("GET", "/.well-known/scitt-keys/\(name)")
            #expect(one.fields["content-type"] == "application/cbor")
            #expect(try COSEKey(decoding: one.body) == key)
        }
        let before = try await checkpoint(of: running)
        for number in 0..<5 { _ = try await running.register(anchorer.statement(number).octets) }
        let after = try await checkpoint(of: running)
        #expect(before.origin == "urn:example:service")
        #expect(before.size == 2 && after.size == 7)
        let proof = try ConsistencyProof(decoding: try await running.ask("GET", "/consistency/2/7").body)
        try proof.verify(firstRoot: before.root, secondRoot: after.root)
        #expect(try await running.ask("GET", "/consistency/2/8").status == 404)
        let health = try await running.ask("GET", "/health")
        #expect(
            String(decoding: health.body, as: UTF8.self)
                == #"{"status":"ok","service":"urn:example:service","size":7}"#)
    }

    private func checkpoint(of running: RunningService) async throws -> Checkpoint {
        let note = try SignedNote(parsing: try await running.ask("GET", "/checkpoint").body)
        try note.verify(with: [running.service.log.noteVerifier])
        return try Checkpoint(parsing: note.text)
    }

    @Test("metrics count what was registered, was there and was refused, in the text format of Prometheus")
    func metrics() async throws {
        let running = try await RunningService(policy)
        let message = try anchorer.message()
        for _ in 0..<2 { _ = try await running.register(message) }
        _ = try await running.register([0x00])
        let page = String(decoding: try await running.ask("GET", "/metrics").body, as: UTF8.self)
        #expect(page.contains("# TYPE scitt_registrations_total counter\n"))
        for outcome in ["present", "refused", "registered"] {
            #expect(page.contains("scitt_registrations_total{outcome=\"\(outcome)\"} 1\n"))
        }
        #expect(page.contains("http_requests_total{route=\"/entries\",method=\"POST\",status=\"400\"} 1\n"))
        #expect(page.contains("scitt_commit_seconds_bucket{le=\"+Inf\"} "))
    }

    @Test("in demonstration mode anybody's statement is registered, and the log says that it was so")
    func acceptAny() async throws {
        let running = try await RunningService(RegistrationPolicy(.anyone))
        let stranger = try Anchorer()
        #expect(try await running.register(stranger.statement().octets).status == 201)
        let genesis = try #require(try running.service.log.entry(at: 0))
        let policy = try SignedStatement(parsing: genesis.statement).message.unverifiedPayload
        #expect(String(decoding: policy ?? [], as: UTF8.self).contains(#""admission":"anyone""#))
    }
}
