import Claims
import ECT
import Encoding
import Foundation
import GRDB
import JOSE
import Merkle
import SCITT
import Signing
import TestSupport
import Testing
import Trust

@Suite("Batches in the outbox, and what records they cover")
struct OutboxBatchTests {
    let folder = ScratchFolder()

    private func batch(_ tokens: [[UInt8]]) throws -> Batch {
        var batch = Batch()
        for token in tokens { try batch.append(token) }
        return batch
    }

    @Test("a batch goes in with its leaf hashes, for all services at once, and once")
    func batches() throws {
        let parties = try Parties()
        let tokens = try (1...9).map { try parties.ect($0) }
        let batch = try batch(tokens)
        let outbox = try Outbox(path: folder.file())
        let statement = try parties.statements().statement(
            about: batch, subject: RecordSubject(Parties.workflow))
        let entries = try outbox.enqueue(statement, of: batch, for: ["b", "a"], now: 5)
        #expect(entries.map(\.service) == ["b", "a"])
        #expect(try outbox.enqueue(statement, of: batch, for: ["a"], now: 6) == [entries[1]])
        #expect(try outbox.batch(root: batch.root) == batch)
        #expect(try outbox.batch(root: .zero) == nil)
        #expect(try outbox.statements().map(\.entries) == [entries.reversed()])
        #expect(try outbox.services() == ["a", "b"])

        // A set in another order, with a record twice and one that is not in the batch.
        var records = RecordIndex()
        let set = try [tokens[4], parties.ect(77), tokens[0], tokens[4]]
        #expect(set.map { records.insert(RecordIndex.Hashes(of: $0)) } == [true, true, true, false])
        #expect(records.count == 4)
        let found = try #require(try outbox.statements().first)
        let covers = try #require(try outbox.covers(of: found, among: records))
        #expect(covers.covers.map(\.record) == [2, 0])
        #expect(covers.covers.map(\.leaf) == [0, 4])
        #expect(covers.batch == batch)
        var none = RecordIndex()
        none.insert(RecordIndex.Hashes(of: [1]))
        #expect(try outbox.covers(of: found, among: none) == nil)
    }

    @Test("leaf hashes that do not lead to the root are noticed")
    func tampered() throws {
        let parties = try Parties()
        let batch = try batch([parties.ect(1), parties.ect(2)])
        let path = folder.file()
        let outbox = try Outbox(path: path)
        let statement = try parties.statements().statement(
            about: batch, subject: RecordSubject(Parties.workflow))
        try outbox.enqueue(statement, of: batch, for: ["a"], now: 5)
        let other = try self.batch([parties.ect(1), parties.ect(3)]).encode()
        for leaves in [other, [0x80]] {
            try DatabaseQueue(path: path).write {
                try $0.execute(sql: "UPDATE batch SET leaves = ?", arguments: [Data(leaves)])
            }
            #expect {
                try outbox.batch(root: batch.root)
            } throws: {
                ($0 as? OutboxError)?.code == "outbox-damaged"
            }
        }
    }

    @Test("statements come in pieces, none twice and none left out")
    func pieces() throws {
        let outbox = try Outbox(path: folder.file())
        for number in 1...7 {
            try outbox.enqueue(Fixture.statement(number), for: "a", now: 5)
            if number % 2 == 0 { try outbox.enqueue(Fixture.statement(number), for: "b", now: 5) }
        }
        var seen: [OutboxStatement] = []
        while true {
            let piece = try outbox.statements(after: seen.last?.statement.digest, limit: 3)
            if piece.isEmpty { break }
            #expect(piece.count <= 3)
            seen += piece
        }
        #expect(seen.count == 7)
        #expect(Set(seen.map(\.statement.digest)).count == 7)
        #expect(seen.map(\.entries.count).sorted() == [1, 1, 1, 1, 2, 2, 2])
        #expect(seen.allSatisfy { $0.receipts.isEmpty })
    }

    @Test(
        "services take turns, of each what waits longest comes first, and what a wrong clock put off is due too"
    )
    func turns() throws {
        let folder = ScratchFolder()
        let outbox = try Outbox(path: folder.file())
        let later = RetryAfter.longest * 1000 + 100
        let places: [(ExactString, Int64)] = [
            ("a", 7), ("a", 5), ("a", 6), ("b", 1), ("c", later), ("d", 11), ("a", 12),
        ]
        for (number, place) in places.enumerated() {
            try outbox.enqueue(Fixture.statement(number), for: place.0, now: place.1)
        }
        let due = try outbox.due(at: 10).map(\.due)
        #expect(due == [1, 5, later, 6, 7])
        #expect(try outbox.due(at: 10, limit: 3).map(\.due) == [1, 5, later])
        #expect(try outbox.due(at: 10, of: ["a", "c"], limit: 2).map(\.due) == [5, later])
        #expect(try outbox.due(at: .max, of: ["b", "b"]).map(\.due) == [1])
        #expect(try outbox.due(at: 10, limit: -1) == [])
    }

    @Test("what is open is counted for some services, and made due when somebody sees to it")
    func open() async throws {
        let scene = try Scene()
        let outbox = scene.outbox
        try scene.enqueue(1...3)
        try outbox.enqueue(Fixture.statement(1), for: "other", now: Fixture.now + 9)
        let both = [FakeService.name, "other"]
        #expect(try outbox.open(at: both, demand: .all) == 3)
        #expect(try outbox.open(at: ["other"], demand: .any) == 1)
        #expect(try outbox.nextDue(of: ["other"]) == Fixture.now + 9)
        let early = Fixture.now - 2
        try outbox.hasten(["other"], now: early)
        #expect(try outbox.nextDue(of: ["other"]) == early)
        #expect(try outbox.due(at: early + 1).map(\.service) == ["other"])
        #expect(try outbox.due(at: early + 1, of: [FakeService.name]) == [])
        _ = try await scene.run().run()
        #expect(try outbox.open(at: both, demand: .all) == 1, "services without an address are left alone")
        #expect(try outbox.open(at: both, demand: .any) == 0)
        #expect(try outbox.summary(of: FakeService.name) == OutboxSummary(anchored: 3))
        #expect(try outbox.summary(of: "other") == OutboxSummary(queued: 1))
        #expect(try outbox.unanchored().map(\.service) == ["other"])
        #expect(try outbox.unanchored(limit: 0) == [])
        #expect(try outbox.statements().flatMap(\.receipts).count == 3)
        #expect(try outbox.retryRefused(by: "other", now: 9) == 0)
    }
}

@Suite("The standing of records by what an outbox has")
struct AnchorStandingsTests {
    @Test(
        "one good anchor is enough, a receipt that is not there or not good leaves a record at L2",
        .verifies("ECT#req-ect-l3-evidence", "ECT#req-ect-l3-fallback", "ECT#req-ect-anchor-conflict"))
    func standings() throws {
        let folder = ScratchFolder()
        let parties = try Parties()
        let outbox = try Outbox(path: folder.file())
        let tokens = try (1...4).map { try parties.ect($0) }
        let verified = try tokens.map { try parties.verified($0) }
        let issuer = try parties.statements()
        var records = RecordIndex()
        for token in tokens { records.insert(RecordIndex.Hashes(of: token)) }
        // 0: by itself and in a batch; 1: in the batch; 2: put in only; 3: nothing.
        var batch = Batch()
        for token in tokens[..<2] { try batch.append(token) }
        let ofBatch = try issuer.statement(about: batch, subject: RecordSubject(Parties.workflow))
        try outbox.enqueue(ofBatch, of: batch, for: [Parties.service], now: 5)
        for token in [verified[0], verified[2]] {
            try outbox.enqueue(issuer.statement(about: token), for: Parties.service, now: 5)
        }
        func names(_ verifier: AnchorVerifier) throws -> [String] {
            let standings = try AnchorStandings(of: records, in: outbox, verifier: verifier)
            return (0..<5).map { standings[$0].name }
        }
        #expect(try names(parties.anchors()) == ["pending", "pending", "pending", "none", "none"])
        let receipt = try parties.receipt(for: ofBatch).octets
        try DatabaseQueue(path: folder.file()).write {
            try $0.execute(
                sql: """
                    UPDATE entry SET state = 2, receipt = ?, receipt_key = ? WHERE digest = ?
                    """,
                arguments: [
                    Data(receipt), Data(try parties.key(Parties.service).publicJWK.encode()),
                    Data(ofBatch.digest.octets),
                ])
        }
        #expect(try names(parties.anchors()) == ["anchored", "anchored", "pending", "none", "none"])
        var distrusting = parties
        distrusting.trust.removeService(Parties.service)
        #expect(try names(distrusting.anchors()) == ["pending", "refused", "pending", "none", "none"])

        // A service that was seen to sign two trees is not relied on until somebody has looked at it.
        try DatabaseQueue(path: folder.file()).write {
            try $0.execute(
                sql: """
                    INSERT INTO split_view VALUES (NULL, ?1, 5, 0, '2', zeroblob(32), x'', x'', ?2,
                    '2', zeroblob(32), x'', x'', ?2)
                    """,
                arguments: [
                    Parties.service.string, Data(try parties.key(Parties.service).publicJWK.encode()),
                ])
        }
        #expect(try names(parties.anchors()) == ["pending", "refused", "pending", "none", "none"])
        let doubted = try AnchorStandings(of: records, in: outbox, verifier: parties.anchors())
        guard case .refused(.serviceSuspended(Parties.service)) = doubted[1] else {
            Issue.record("the record is \(doubted[1])")
            return
        }
        try outbox.acknowledge(Parties.service)
        #expect(try names(parties.anchors()) == ["anchored", "anchored", "pending", "none", "none"])

        let standings = try AnchorStandings(of: records, in: outbox, verifier: parties.anchors())
        #expect(verified[0].level(with: standings[0]) == .level3)
        #expect(verified[2].level(with: standings[2]) == .level2)
        let mandate = try parties.verified(parties.mandate(9))
        #expect(mandate.level(with: standings[0]) == nil)
        // A batch says neither type nor subject of its records; a statement about one record does.
        let subject = RecordSubject(uuid("00000000-0000-4000-8000-00000000ffff"))
        #expect(standings[0].checked(type: .act, subject: subject).name == "anchored")
        #expect(standings[3].checked(type: .act, subject: subject).name == "none")
    }
}
