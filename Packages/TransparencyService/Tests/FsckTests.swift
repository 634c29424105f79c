import COSE
import Encoding
import Foundation
import GRDB
import JOSE
import Ledger
import Merkle
import SCITT
import Signing
import Testing
import Trust

@testable import TransparencyService

/// An edit of the file behind the service's back, and what must be found.
struct Edit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    let codes: Set<String>

    static let all = [
        Edit(
            testDescription: "one octet of a statement",
            sql:
                "UPDATE entry SET statement = CAST(substr(statement, 1, 99) || x'00' || substr(statement, 101) AS BLOB) WHERE seq = 5",
            codes: ["log-entry-statement"]),
        Edit(
            testDescription: "a statement in another's place",
            sql: "UPDATE entry SET statement = (SELECT statement FROM entry WHERE seq = 6) WHERE seq = 5",
            codes: ["log-entry-statement"]),
        Edit(
            testDescription: "one octet of a receipt",
            sql:
                "UPDATE entry SET receipt = CAST(substr(receipt, 1, length(receipt) - 1) || x'00' AS BLOB) WHERE seq = 4",
            codes: ["log-entry-receipt"]),
        Edit(
            testDescription: "another's receipt",
            sql: "UPDATE entry SET receipt = (SELECT receipt FROM entry WHERE seq = 6) WHERE seq = 5",
            codes: ["log-entry-receipt"]),
        Edit(
            testDescription: "a node", sql: "UPDATE entry SET nodes = zeroblob(length(nodes)) WHERE seq = 3",
            codes: ["log-entry-nodes"]),
        Edit(
            testDescription: "a key of the index", sql: "UPDATE entry SET digest_key = 1 WHERE seq = 3",
            codes: ["log-entry-index"]),
        Edit(
            testDescription: "a root", sql: "UPDATE checkpoint SET root = zeroblob(32) WHERE size = 8",
            codes: ["log-root", "log-entry-receipt"]),
        Edit(
            testDescription: "a removed entry", sql: "DELETE FROM entry WHERE seq = 5",
            codes: ["log-entries-missing", "log-storage"]),
        Edit(
            testDescription: "a removed last entry", sql: "DELETE FROM entry WHERE seq = 11",
            codes: ["log-entries-missing"]),
        Edit(
            testDescription: "a removed last root", sql: "DELETE FROM checkpoint WHERE size = 12",
            codes: ["log-entries-uncovered"]),
        Edit(
            testDescription: "an entry before the first",
            sql:
                "INSERT INTO entry SELECT -1, digest_key, nodes, statement, receipt FROM entry WHERE seq = 5",
            codes: ["log-entry-unexpected"]),
        Edit(
            testDescription: "two entries that changed places",
            sql: """
                UPDATE entry SET seq = 99 WHERE seq = 4; UPDATE entry SET seq = 4 WHERE seq = 7;
                UPDATE entry SET seq = 7 WHERE seq = 99
                """,
            codes: ["log-entry-receipt", "log-root", "log-entry-nodes"]),
        Edit(
            testDescription: "a published key", sql: "UPDATE key SET cose = x'a0'",
            codes: ["log-key", "log-entry-receipt", "log-own-statement"]),
        Edit(
            testDescription: "the service's name", sql: "UPDATE service SET name = 'urn:example:other'",
            codes: ["log-entry-receipt", "log-own-statement"]),
        Edit(
            testDescription: "the policy in force", sql: "UPDATE service SET policy = 5",
            codes: ["log-own-statement"]),
        Edit(
            testDescription: "anchors in force that are not there", sql: "UPDATE service SET anchors = 99",
            codes: ["log-own-statement"]),
        Edit(
            testDescription: "no row of the service", sql: "DELETE FROM service",
            codes: ["log-storage", "log-entry-receipt", "log-own-statement"]),
        Edit(
            testDescription: "a trigger",
            sql: "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM checkpoint; END",
            codes: ["log-storage"]),
    ]
}

@Suite("actect serve --fsck finds edits")
struct FsckTests {
    let folder = TemporaryFolder()
    let log: StatementLog
    var path: String { folder.file("data") }

    init() async throws {
        let anchorer = try Anchorer()
        log = try StatementLog.open(
            folder.file("data"), service: "urn:example:service",
            policy: RegistrationPolicy(.trusted(anchorer.trust)), clock: noon)
        for number in 0..<10 { _ = try await log.register(anchorer.statement(number)) }
    }

    private func edit(_ sql: String) throws {
        let queue = try DatabaseQueue(path: "\(path)/log.sqlite")
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test("a log as it was written is intact, all of it verified")
    func intact() throws {
        let report = try LogVerification.run(path)
        #expect(report.isIntact)
        #expect(report.entries == 12 && report.receipts == 12 && report.roots == 11)
    }

    @Test("an edit is found, and named where it was made", arguments: Edit.all)
    func edited(edit change: Edit) throws {
        log.close()
        try edit(change.sql)
        let report = try LogVerification.run(path)
        #expect(Set(report.faults.map(\.code)) == change.codes, "\(report.faults)")
        #expect(report.faults.allSatisfy { !$0.description.isEmpty })
    }

    @Test("a key that was published behind the service's back is found, and one that signed nothing")
    func addedKey() throws {
        let path = folder.file("data/keys.json")
        let pinned = try Self.trust(of: log)
        #expect(try LogVerification.run(self.path, pinned: pinned).isIntact)
        #expect(
            try LogVerification.run(self.path, pinned: TrustFile()).faults == [.serviceNotPinned])
        log.close()
        let own = try Data(contentsOf: URL(fileURLWithPath: path))
        let key = try COSEKey(PrivateKey.generate(.p256).publicKey)
        let named = try COSEKey(key.publicKey, keyID: key.thumbprint.octets).encode()
        try edit("INSERT INTO key (cose) VALUES (x'\(Hexadecimal.encode(named))')")
        #expect(try LogVerification.run(self.path).faults == [.keyUnused(number: 2)])
        #expect(
            try LogVerification.run(self.path, pinned: pinned).faults
                == [.keyNotPinned(number: 2), .keyUnused(number: 2)])
        // A key of the service's own signs something at once, and is told from a foreign one by what is pinned.
        try edit("DELETE FROM key WHERE number = 2")
        try Data(ServiceKeys.generate().encode()).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        let second = try StatementLog.open(self.path, policy: RegistrationPolicy(.anyone), clock: noon)
        let both = try Self.trust(of: second)
        second.close()
        try own.write(to: URL(fileURLWithPath: path))
        #expect(try LogVerification.run(self.path).isIntact)
        #expect(try LogVerification.run(self.path, pinned: both).isIntact)
        #expect(try LogVerification.run(self.path, pinned: pinned).faults == [.keyNotPinned(number: 2)])
    }

    @Test("a root of the right value that nobody has signed is found")
    func addedRoot() throws {
        log.close()
        // The new policy and anchors are one transaction: the tree never had a root of size 13.
        try StatementLog.open(path, policy: RegistrationPolicy(.anyone), clock: noon).close()
        let queue = try DatabaseQueue(path: "\(path)/log.sqlite")
        try queue.write { db in
            var tree = MerkleFrontier()
            for leaf in try Data.fetchAll(db, sql: "SELECT substr(nodes, 1, 32) FROM entry WHERE seq < 13") {
                tree.append(try #require(Digest32([UInt8](leaf))))
            }
            #expect(tree.size == 13)
            try db.execute(
                sql: "INSERT INTO checkpoint VALUES (13, ?)", arguments: [Data(tree.root.octets)])
        }
        try queue.close()
        #expect(try LogVerification.run(path).faults == [.rootUnused(size: 13)])
    }

    private static func trust(of log: StatementLog) throws -> TrustFile {
        var file = TrustFile()
        let keys = try log.keySet.keys.map { try JWK($0.publicKey) }
        try file.setService(TrustedService(JWKSet(keys)), for: log.service)
        return file
    }

    @Test("an end cut off with its roots is found with a checkpoint that was kept elsewhere, and only so")
    func cutOff() throws {
        let note = try log.checkpoint().encode()
        let witness = try LogVerification.Witness(note: note, key: log.noteVerifier)
        #expect(try LogVerification.run(path, against: witness).isCompared)
        #expect(try LogVerification.run(path, against: witness).isIntact)
        log.close()
        try edit("DELETE FROM entry WHERE seq >= 10; DELETE FROM checkpoint WHERE size > 10")
        #expect(try LogVerification.run(path).isIntact)
        #expect(
            try LogVerification.run(path, against: witness).faults
                == [.checkpointBeyondEnd(size: 12, stored: 10)])
    }

    @Test(
        "a whole other log with the same keys is found with a checkpoint, which must be signed by the service"
    )
    func forked() async throws {
        let note = try log.checkpoint().encode()
        let verifier = log.noteVerifier
        log.close()
        try edit("DELETE FROM entry WHERE seq >= 10; DELETE FROM checkpoint WHERE size > 10")
        let anchorer = try Anchorer()
        let fork = try StatementLog.open(path, policy: RegistrationPolicy(.anyone), clock: noon)
        for number in 0..<3 { _ = try await fork.register(anchorer.statement(number)) }
        let witness = try LogVerification.Witness(note: note, key: verifier)
        #expect(try LogVerification.run(path).isIntact)
        #expect(try LogVerification.run(path, against: witness).faults == [.checkpointMismatch(size: 12)])
        let other = try ServiceKeys.generate().noteSigner(for: "urn:example:service")
        #expect(throws: LedgerError.checkpointKeyUnknown) {
            try LogVerification.Witness(note: note, key: other.verifier)
        }
    }
}
