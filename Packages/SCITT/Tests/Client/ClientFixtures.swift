import Claims
import Encoding
import Foundation
import HTTPTransport
import HTTPTypes
import JOSE
import SCITT
import Signing
import TestSupport
import Testing
import Trust

/// Statements of one anchoring party.
enum Fixture {
    /// The present of the tests, in milliseconds.
    static let now: Int64 = 1_790_000_000_000

    private static let issuer = Result {
        try StatementIssuer("https://anchor.example", key: PrivateJWK(PrivateKey.generate(.ed25519)))
    }

    static func statement(_ number: Int, by issuer: StatementIssuer? = nil) throws -> SignedStatement {
        let digits = String(number)
        let text = "01900000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        let identifier = try #require(UUIDText(ExactString(text)))
        return try (issuer ?? Self.issuer.get()).statement(
            about: Array("record \(number)".utf8), type: .ect,
            subject: RecordSubject(identifier: identifier, workflow: nil))
    }
}

/// A clock that stands still until somebody waits, and then is there at once.
final class TestClock: AnchorClock, @unchecked Sendable {
    private let lock = NSLock()
    private var time = Fixture.now
    private var waited: [Int64] = []

    var now: Int64 { lock.withLock { time } }
    /// How long each wait was.
    var waits: [Int64] { lock.withLock { waited } }

    func sleep(milliseconds: Int64) async throws {
        try Task.checkCancellation()
        lock.withLock {
            time += milliseconds
            waited.append(milliseconds)
        }
    }
}

/// Chance that always throws the highest.
struct HighestChance: RandomSource {
    func octets(count: Int) -> [UInt8] { Array(repeating: 255, count: count) }
}

/// Chance that always throws the lowest.
struct LowestChance: RandomSource {
    func octets(count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
}

/// A folder that is gone with the test.
final class ScratchFolder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "outbox-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "outbox.sqlite") -> String { path + "/" + name }
}

/// A service on this host, an outbox, and a run between them, by a clock that costs no time.
struct Scene {
    let folder = ScratchFolder()
    let clock = TestClock()
    let service: FakeService
    let server: LoopbackServer
    let outbox: Outbox

    init(
        _ dialect: FakeService.Dialect = .immediate, polls: Int = 2,
        prepare: (ScratchFolder) -> Void = { _ in }
    ) throws {
        prepare(folder)
        let service = try FakeService(dialect, polls: polls)
        self.service = service
        server = try LoopbackServer { service.serve($0) }
        outbox = try Outbox(path: folder.file())
    }

    func client(_ limits: HTTPLimits = .standard, url: String? = nil) throws -> TransparencyClient {
        let clock = clock
        let address = TransparencyServiceAddress(
            url: try HTTPURL(parsing: url ?? server.url),
            version: service.dialect == .ccf ? TransparencyServiceAddress.ccfVersion : nil)
        return TransparencyClient(address, transport: try CurlTransport(CurlSettings(limits: limits))) {
            clock.now / 1000
        }
    }

    func run(_ client: TransparencyClient? = nil, outbox: Outbox? = nil) throws -> AnchorRun {
        let trusted = try service.trusted
        return AnchorRun(
            outbox: outbox ?? self.outbox, clients: [FakeService.name: try client ?? self.client()],
            clock: clock,
            random: HighestChance(), concurrency: 8
        ) { now in
            TransparencyPolicy(services: [FakeService.name: trusted], now: now)
        }
    }

    /// Puts statements in.
    @discardableResult
    func enqueue(_ numbers: ClosedRange<Int>) throws -> [OutboxEntry] {
        try outbox.enqueue(
            numbers.map { try Fixture.statement($0) }, for: FakeService.name, now: clock.now)
    }

    /// The entry of the statement that was put in first.
    func first() throws -> OutboxEntry { try #require(try outbox.entries().first) }
}

/// Answers with what it was given, in order.
final class CannedTransport: HTTPTransport, @unchecked Sendable {
    private let lock = NSLock()
    private var replies: [HTTPReply]
    private var sent: [(HTTPRequest, [UInt8])] = []

    init(_ replies: [HTTPReply]) { self.replies = replies }

    var requests: [HTTPRequest] { lock.withLock { sent.map(\.0) } }
    var contents: [[UInt8]] { lock.withLock { sent.map(\.1) } }

    func send(_ request: HTTPRequest, content: [UInt8]) async throws(HTTPTransportError) -> HTTPReply {
        let reply = lock.withLock { () -> HTTPReply? in
            sent.append((request, content))
            return replies.isEmpty ? nil : replies.removeFirst()
        }
        guard let reply else { throw .timedOut }
        return reply
    }
}
