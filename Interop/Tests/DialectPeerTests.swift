import Claims
import Encoding
import Foundation
import HTTPTransport
import HTTPTypes
import JOSE
import SCITT
import Signing
import Testing
import Trust

/// Our client at services of other makes: receipts by scitt-cose, answers in each dialect that SCRAPI has had.
@Suite("peers, dialects", .enabled(if: Peer.arePresent, Comment(rawValue: Peer.absence)))
struct DialectPeerTests {
    /// The dialects of peers/service.py.
    static let dialects = [
        "synchronous", "revision-11", "revision-09", "ccf", "revision-03", "revision-02", "emulator",
        "already-registered",
    ]

    /// A clock that is there at once when somebody waits.
    private final class Clock: AnchorClock, @unchecked Sendable {
        private let lock = NSLock()
        private var time = AnchorParties.now.seconds * 1000

        var now: Int64 { lock.withLock { time } }

        func sleep(milliseconds: Int64) async throws { lock.withLock { time += milliseconds } }
    }

    private struct Service {
        let process: ServerProcess
        let name: ExactString
        let trusted: TrustedService
        let client: TransparencyClient

        init(_ dialect: String, _ clock: Clock) throws {
            process = try ServerProcess.peer(dialect)
            let announced = process.announcement
            name = try #require(announced["iss"]?.string)
            let profile = try #require(announced["profile"]?.string)
            trusted = TrustedService(
                try JWKSet([JWK(parsing: #require(announced["key"]))]),
                profile: try #require(ReceiptProfile(rawValue: profile.string)))
            let address = TransparencyServiceAddress(
                url: try HTTPURL(parsing: process.url),
                version: dialect == "ccf" ? TransparencyServiceAddress.ccfVersion : nil)
            client = TransparencyClient(address, transport: try CurlTransport(CurlSettings())) {
                clock.now / 1000
            }
        }

        /// How many registrations were asked for, and how many leaves there are.
        func log() async throws -> (posts: Int64?, size: Int64?) {
            let url = try HTTPURL(parsing: process.url + "/log")
            let reply = try await CurlTransport(CurlSettings()).send(
                HTTPRequest(method: .get, url: url), content: [])
            let root = try JSONDocument(parsing: reply.content).root
            return (root["posts"]?.integer, root["size"]?.integer)
        }
    }

    @Test("statements are anchored in every dialect, once each, and again", arguments: dialects)
    func anchored(_ dialect: String) async throws {
        let clock = Clock()
        let service = try Service(dialect, clock)
        let parties = try AnchorParties(.ed25519)
        let scratch = try CommandLineTool()
        let statements = try (1...5).map { try parties.statement($0) }
        // Twice, with an outbox that knows nothing of the first time: what is registered stays as it is.
        for round in 1...2 {
            let outbox = try Outbox(
                path: scratch.folder.appendingPathComponent("outbox-\(round).sqlite").path)
            try outbox.enqueue(statements, for: service.name, now: clock.now)
            let trusted = service.trusted
            let name = service.name
            let run = AnchorRun(
                outbox: outbox, clients: [service.name: service.client], clock: clock, concurrency: 4
            ) { TransparencyPolicy(services: [name: trusted], now: $0) }
            #expect(try await run.run() == OutboxSummary(anchored: 5))
            for entry in try outbox.entries() {
                guard case .anchored(let receipt, let key) = entry.state else {
                    Issue.record("\(entry.state)")
                    continue
                }
                #expect(key.thumbprint == trusted.keys.first?.thumbprint)
                let inclusion = try Receipt(parsing: receipt).verifyInclusion(
                    of: entry.statement, key: key, profile: .statementHash)
                #expect(inclusion.size ?? 0 > 1)
            }
            let log = try await service.log()
            #expect(log.size == 6)
            #expect(log.posts == Int64(5 * round))
        }
    }
}
