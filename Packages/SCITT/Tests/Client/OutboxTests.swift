import Encoding
import Foundation
import GRDB
import HTTPTransport
import JOSE
import SCITT
import Signing
import TestSupport
import Testing

@Suite struct OutboxTests {
    let folder = ScratchFolder()

    @Test("a statement goes in once, and comes out as it was")
    func idempotent() throws {
        let outbox = try Outbox(path: folder.file())
        let statement = try Fixture.statement(1)
        let entry = try outbox.enqueue(statement, for: "a", now: 5)
        #expect(entry.state == .queued)
        #expect(entry.queuedAt == 5)
        #expect(try outbox.enqueue(statement, for: "a", now: 9) == entry)
        #expect(try outbox.enqueue(statement, for: "b", now: 9).service == "b")
        #expect(try outbox.entries().count == 2)
        #expect(try outbox.entry(statement.digest, for: "a") == entry)
        #expect(try outbox.entry(statement.digest, for: "c") == nil)
        #expect(try outbox.summary() == OutboxSummary(queued: 2))
        let reopened = try Outbox(path: folder.file())
        #expect(try reopened.entries(offset: 1).map(\.service) == ["b"])
        #expect(try reopened.entries(limit: 1) == [entry])
    }

    @Test("the file, and what SQLite puts beside it, are for their owner alone")
    func mode() throws {
        let outbox = try Outbox(path: folder.file())
        try outbox.enqueue(Fixture.statement(1), for: "a", now: 5)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.count == 3)
        for file in files {
            let path = folder.file(file)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
    }

    @Test("two signatures over one content are one thing to anchor; another key's is another")
    func content() throws {
        let outbox = try Outbox(path: folder.file())
        let issuer = try StatementIssuer(
            "https://anchor.example", key: PrivateJWK(PrivateKey.generate(.p256), keyID: "k1"))
        let (first, second) = (try Fixture.statement(1, by: issuer), try Fixture.statement(1, by: issuer))
        #expect(first.digest != second.digest)
        let entry = try outbox.enqueue(first, for: "a", now: 5)
        #expect(try outbox.enqueue(second, for: "a", now: 6) == entry)
        try outbox.enqueue(try Fixture.statement(1), for: "a", now: 6)
        #expect(try outbox.summary().queued == 2)
    }

    @Test("a file that is something else is left as it is")
    func otherFiles() throws {
        let path = folder.file()
        try Data("no database, but long enough to be looked at".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: OutboxError.notAnOutbox) { try Outbox(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 44)
        let other = folder.file("other.sqlite")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(throws: OutboxError.notAnOutbox) { try Outbox(path: other) }
        let later = folder.file("later.sqlite")
        _ = try Outbox(path: later)
        try DatabaseQueue(path: later).write { try $0.execute(sql: "PRAGMA user_version = 9") }
        #expect(throws: OutboxError.newerVersion(found: 9, supported: 1)) { try Outbox(path: later) }
        #expect(throws: OutboxError.cannotOpen) { try Outbox(path: folder.path + "/no/such/folder") }
    }

    @Test("what was changed behind the outbox's back is noticed")
    func tampered() throws {
        let changes = [
            "statement = x'00'", "digest = zeroblob(32)", "state = 1, location = 'nowhere'",
            "state = 2, receipt = x'00', receipt_key = x'7b7d'", "attempts = 9223372036854775807",
        ]
        for (number, change) in changes.enumerated() {
            let path = folder.file("\(number)")
            let outbox = try Outbox(path: path)
            try outbox.enqueue(try Fixture.statement(1), for: "a", now: 5)
            try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE entry SET \(change)") }
            #expect {
                try outbox.entries()
            } throws: { error in
                (error as? OutboxError)?.code == "outbox-damaged"
            }
        }
    }

    @Test(
        "a file whose tables are others is not used: a trigger would run in our transactions",
        arguments: [
            "CREATE TRIGGER t AFTER UPDATE ON entry BEGIN DELETE FROM checkpoint; END", "DROP TABLE batch",
            "DROP TABLE split_view; CREATE TABLE split_view (id, service, noticed_at, acknowledged)",
        ])
    func otherTables(change: String) throws {
        _ = try Outbox(path: folder.file())
        try DatabaseQueue(path: folder.file()).write { try $0.execute(sql: change) }
        #expect(throws: OutboxError.damaged("its tables are not those of an outbox")) {
            try Outbox(path: folder.file())
        }
    }

    @Test("a value of another type than its column's ends no process")
    func otherTypes() throws {
        let outbox = try Outbox(path: folder.file())
        try outbox.enqueue(try Fixture.statement(1), for: "a", now: 5)
        let queue = try DatabaseQueue(path: folder.file())
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    CREATE TABLE lax AS SELECT * FROM entry; DROP TABLE entry;
                    ALTER TABLE lax RENAME TO entry; UPDATE entry SET statement = NULL
                    """)
        }
        #expect(throws: OutboxError.self) { try outbox.entries() }
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "UPDATE entry SET statement = x'00', state = 'x'")
        }
        #expect(throws: OutboxError.self) { try outbox.summary() }
    }

    @Test("a lock that another process keeps is waited for, and then named")
    func locked() throws {
        let outbox = try Outbox(path: folder.file(), patience: 0.05)
        let other = try DatabaseQueue(path: folder.file())
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(throws: OutboxError.locked) {
                try outbox.enqueue(try Fixture.statement(1), for: "a", now: 5)
            }
            try db.execute(sql: "ROLLBACK")
        }
        #expect(try outbox.enqueue(try Fixture.statement(1), for: "a", now: 5).state == .queued)
    }

    @Test("a full disk keeps what was there, and says so")
    func full() throws {
        let outbox = try Outbox(path: folder.file())
        try outbox.enqueue(try Fixture.statement(1), for: "a", now: 5)
        try outbox.limitPages(to: 40)
        let many = try (2...400).map { try Fixture.statement($0) }
        #expect(throws: OutboxError.diskFull) { try outbox.enqueue(many, for: "a", now: 5) }
        #expect(try outbox.summary() == OutboxSummary(queued: 1))
        try outbox.limitPages(to: 1_000_000)
        try outbox.enqueue(many, for: "a", now: 5)
        #expect(try outbox.summary() == OutboxSummary(queued: 400))
    }
}

@Suite struct AnchorRunTests {
    @Test("a receipt counts, though another process was told meanwhile that the statement is refused")
    func overtaken() async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        let path = scene.folder.file()
        scene.service.override = { _ in
            let queue = try? DatabaseQueue(path: path)
            try? queue?.write { try $0.execute(sql: "UPDATE entry SET state = 3, reason = 'no'") }
            return nil
        }
        #expect(try await scene.run().run() == OutboxSummary(anchored: 1))
        guard case .anchored = try scene.first().state else {
            Issue.record("the entry is \(try scene.first().state)")
            return
        }
    }

    @Test("a refusal is final, keeps its reason, and can be tried again by someone who knows better")
    func refusal() async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        scene.service.override = { _ in FakeService.problem(400, "Rejected", "not by this policy") }
        #expect(try await scene.run().run() == OutboxSummary(refused: 1))
        let entry = try scene.first()
        #expect(entry.state == .refused(reason: "Rejected: not by this policy"))
        #expect(entry.state.isFinal)
        #expect(try await scene.run().round() == 0)
        scene.service.override = nil
        try scene.outbox.retry(entry, now: scene.clock.now)
        #expect(try scene.first().state == .queued)
        #expect(try await scene.run().run() == OutboxSummary(anchored: 1))
        try scene.outbox.retry(entry, now: scene.clock.now)
        #expect(try scene.outbox.summary() == OutboxSummary(anchored: 1))
    }

    @Test("a busy service is left alone for as long as it asks, and failures come less and less often")
    func patience() async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        scene.service.override = { _ in LoopbackConnection.response(429, ["Retry-After": "600"]) }
        _ = try await scene.run().run(until: scene.clock.now + 1_000_000)
        #expect(scene.clock.waits == [600_000])
        #expect(try scene.first().lastFailure == "the service answered 429")
        scene.service.override = { _ in LoopbackConnection.response(500) }
        let before = scene.clock.waits.count
        _ = try await scene.run().run(until: scene.clock.now + 2_000_000)
        #expect(Array(scene.clock.waits.dropFirst(before)).suffix(3) == [256_000, 300_000, 300_000])
    }

    @Test("a registration that the service forgot is sent again")
    func forgotten() async throws {
        let scene = try Scene(.revision09, polls: 0)
        try scene.enqueue(1...1)
        let run = try scene.run()
        try await run.round()
        #expect(try scene.first().state.name == "sent")
        scene.service.override = { request in
            request.method == "GET" ? FakeService.problem(404, "Operation Not Found", "x") : nil
        }
        _ = try await run.run(until: scene.clock.now + 1000)
        #expect(try scene.first().state == .queued)
        scene.service.override = nil
        #expect(try await run.run() == OutboxSummary(anchored: 1))
        #expect(scene.service.size == 3)
    }

    @Test("a connection that ends at any point of the exchange loses nothing and doubles nothing")
    func dropped() async throws {
        for dialect in [FakeService.Dialect.immediate, .revision11, .revision03] {
            let service = try FakeService(dialect, polls: 1)
            let counter = LockedCount()
            // Every answer is cut off somewhere else, until there is nothing left to cut off.
            let server = try LoopbackServer { connection in
                guard let request = connection.request() else { return }
                let cut = counter.next() * 7
                if cut == 7 { return connection.close(abruptly: true) }
                let octets = service.octets(for: request)
                connection.write(Array(octets.prefix(cut)))
                connection.close(abruptly: cut % 2 == 0)
            }
            let scene = try Scene(dialect)
            let statement = try Fixture.statement(1)
            try scene.outbox.enqueue(statement, for: FakeService.name, now: scene.clock.now)
            let trusted = try service.trusted
            let run = AnchorRun(
                outbox: scene.outbox, clients: [FakeService.name: try scene.client(url: server.url)],
                clock: scene.clock, random: HighestChance()
            ) { now in
                TransparencyPolicy(services: [FakeService.name: trusted], now: now)
            }
            #expect(try await run.run() == OutboxSummary(anchored: 1))
            #expect(service.registrations(of: statement) == 1)
            #expect(service.size == 3)
            #expect(counter.count > 10)
        }
    }

    @Test("an entry for a service without address waits, and those of other services go on")
    func noAddress() async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        try scene.outbox.enqueue(
            try Fixture.statement(1), for: "https://nowhere.example", now: scene.clock.now)
        let summary = try await scene.run().run(until: scene.clock.now + 5000)
        #expect(summary == OutboxSummary(queued: 1, anchored: 1))
    }

    @Test("a service can't make the client ask without pause")
    func noRace() async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        let counter = LockedCount()
        scene.service.override = { _ in
            LoopbackConnection.response(
                303, ["Location": "/entries/\(counter.next())", "Retry-After": "0"])
        }
        _ = try await scene.run().run(until: scene.clock.now + 600_000)
        #expect(counter.count < 20)
    }

    @Test("a place that is too long to be written down is refused, and the outbox stays readable")
    func longPlace() async throws {
        let scene = try Scene()
        try scene.enqueue(1...1)
        scene.service.override = { _ in
            LoopbackConnection.response(202, ["Location": String(repeating: "a", count: 8190)])
        }
        try await scene.run().round()
        let entry = try scene.first()
        #expect(entry.state == .queued)
        #expect(entry.lastFailure == "the service's answer has a Location that is no URL of HTTP")
        scene.service.override = nil
        try scene.outbox.retry(entry, now: scene.clock.now)
        #expect(try await scene.run().run() == OutboxSummary(anchored: 1))
    }

    @Test("a service that answers nothing does not hold up the entries for another")
    func fairness() async throws {
        let scene = try Scene()
        let dead: ExactString = "https://dead.example"
        try scene.outbox.enqueue(
            (1...200).map { try Fixture.statement($0) }, for: dead, now: scene.clock.now)
        try scene.enqueue(1...1)
        let address = TransparencyServiceAddress(url: try HTTPURL(parsing: "http://127.0.0.1:1"))
        let clients = [
            dead: TransparencyClient(address, transport: CannedTransport([])) { 0 },
            FakeService.name: try scene.client(),
        ]
        let trusted = try scene.service.trusted
        let run = AnchorRun(outbox: scene.outbox, clients: clients, clock: scene.clock) { now in
            TransparencyPolicy(services: [FakeService.name: trusted], now: now)
        }
        try await run.round()
        #expect(try scene.outbox.summary().anchored == 1)
    }

    @Test("a service that forgets every registration is asked less and less")
    func forgetful() async throws {
        let scene = try Scene(.revision09, polls: 0)
        try scene.enqueue(1...1)
        scene.service.override = { request in
            request.method == "GET" ? FakeService.problem(404, "Not Found", "x") : nil
        }
        _ = try await scene.run().run(until: scene.clock.now + 3_600_000)
        #expect(scene.service.requests < 40)
        scene.service.override = nil
        #expect(try await scene.run().run() == OutboxSummary(anchored: 1))
    }

    @Test("what was put in or put off by a clock that was years ahead is not waited for")
    func wrongClock() async throws {
        let scene = try Scene()
        try scene.outbox.enqueue(
            try Fixture.statement(1), for: FakeService.name, now: scene.clock.now + 320_000_000_000)
        #expect(try await scene.run().run(until: scene.clock.now + 1000) == OutboxSummary(anchored: 1))
        #expect(scene.clock.waits == [])
    }

    @Test("a cancelled run notes nothing that it has not tried")
    func cancelled() async throws {
        let scene = try Scene()
        try scene.enqueue(1...3)
        let server = try LoopbackServer { connection in
            _ = connection.request()
            connection.waitForEnd()
        }
        let run = try scene.run(try scene.client(url: server.url))
        let task = Task { try await run.run() }
        while server.connections == 0 { await Task.yield() }
        task.cancel()
        #expect(try await task.value == OutboxSummary(queued: 3))
        #expect(try scene.outbox.entries().allSatisfy { $0.attempts == 0 })
    }
}

/// Counts up, from several threads.
final class LockedCount: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0

    var count: Int { lock.withLock { value } }

    func next() -> Int {
        lock.withLock {
            value += 1
            return value
        }
    }
}
