import Encoding
import Foundation
import GRDB
import Ledger
import TestSupport
import Testing

/// Files that can't be used, or not now: what is said, and that nothing in them changes.
@Suite struct FileTests {
    let directory = TemporaryDirectory()

    @Test("a missing file is made only when that was asked for")
    func missing() throws {
        for access in [LedgerAccess.read, .write] {
            #expect(throws: LedgerError.cannotOpen) {
                try Ledger.open(directory.file(), access: access)
            }
        }
        #expect(throws: LedgerError.cannotOpen) { try Ledger.open(directory.file("no/such/folder")) }
        #expect(try Ledger.open(directory.file()).size() == 0)
        #expect(try Ledger.open(directory.file(), access: .read).size() == 0)
        let file = try FileManager.default.attributesOfItem(atPath: directory.file())
        #expect(file[.posixPermissions] as? Int == 0o600)
    }

    @Test("a file that is something else is refused and left as it was", arguments: LedgerAccess.allCases)
    func somethingElse(access: LedgerAccess) throws {
        let text = Data(String(repeating: "no ledger ", count: 1000).utf8)
        try text.write(to: URL(fileURLWithPath: directory.file("text")))
        #expect(throws: LedgerError.notALedger) {
            try Ledger.open(directory.file("text"), access: access)
        }
        #expect(FileManager.default.contents(atPath: directory.file("text")) == text)

        try DatabaseQueue(path: directory.file("other.db")).write {
            try $0.execute(sql: "CREATE TABLE a (b)")
        }
        let other = FileManager.default.contents(atPath: directory.file("other.db"))
        #expect(throws: LedgerError.notALedger) {
            try Ledger.open(directory.file("other.db"), access: access)
        }
        #expect(FileManager.default.contents(atPath: directory.file("other.db")) == other)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(Set(files) == ["text", "other.db"])
    }

    @Test("an empty file becomes a ledger only when it may be made")
    func empty() throws {
        try Data().write(to: URL(fileURLWithPath: directory.file()))
        #expect(throws: LedgerError.notALedger) { try Ledger.open(directory.file(), access: .read) }
        #expect(throws: LedgerError.notALedger) { try Ledger.open(directory.file(), access: .write) }
        #expect(try Ledger.open(directory.file()).size() == 0)
    }

    @Test("a file of a newer format is refused", arguments: LedgerAccess.allCases)
    func newer(access: LedgerAccess) throws {
        _ = try Ledger.open(directory.file()).append(contentsOf: [Fixture.entry(0)])
        try tamper(directory.file()) { try $0.execute(sql: "PRAGMA user_version = 2") }
        #expect(throws: LedgerError.newerVersion(found: 2, supported: 1)) {
            try Ledger.open(directory.file(), access: access)
        }
    }

    @Test("a changed schema is refused: a trigger would run inside our transactions")
    func schema() throws {
        _ = try Ledger.open(directory.file())
        try tamper(directory.file()) {
            try $0.execute(
                sql: "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE seq = 0; END")
        }
        #expect(throws: LedgerError.damaged(#"the file holds something that does not belong there: "t""#)) {
            try Ledger.open(directory.file())
        }
        try tamper(directory.file()) { try $0.execute(sql: "DROP TRIGGER t; DROP INDEX entry_workflow") }
        #expect(throws: LedgerError.damaged("the table or index entry_workflow is missing")) {
            try Ledger.open(directory.file())
        }
        try tamper(directory.file()) { try $0.execute(sql: "CREATE INDEX entry_workflow ON entry (wid)") }
        #expect(throws: LedgerError.damaged("the definition of entry_workflow was changed")) {
            try Ledger.open(directory.file())
        }
    }

    @Test("a ledger opened for reading refuses to append, and follows what others append")
    func readOnly() async throws {
        let writer = try Ledger.open(directory.file())
        let reader = try Ledger.open(directory.file(), access: .read)
        await #expect(throws: LedgerError.readOnly) { try await reader.append(Fixture.entry(0)) }
        #expect(throws: LedgerError.readOnly) { try reader.append(contentsOf: [Fixture.entry(0)]) }
        _ = try await writer.append(Fixture.entry(0))
        #expect(try reader.size() == 1)
    }

    @Test("a locked file is an error after the patience is over, and no longer when it is free")
    func locked() throws {
        let ledger = try Ledger.open(directory.file(), patience: 0.05)
        _ = try ledger.append(contentsOf: [Fixture.entry(0)])
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: directory.file(), configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        #expect(throws: LedgerError.locked) { try ledger.append(contentsOf: [Fixture.entry(1)]) }
        #expect(try ledger.entry(at: 0).token == Fixture.entry(0).token)
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try ledger.append(contentsOf: [Fixture.entry(1)]) == [.appended(1)])
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
    }

    @Test("two ledgers on one file see each other's entries and append after them")
    func shared() throws {
        let ledgers = [try Ledger.open(directory.file()), try Ledger.open(directory.file())]
        for number in 0..<20 {
            let outcome = try ledgers[number / 3 % 2].append(contentsOf: [Fixture.entry(number)])
            #expect(outcome == [.appended(UInt64(number))])
        }
        #expect(try ledgers[1].append(contentsOf: [Fixture.entry(0, rest: "rival")])[0].sequence == nil)
        #expect(try ledgers[0].verify(parse: Fixture.parse).faults == [])
        #expect(try ledgers[1].head() == ledgers[0].head())
    }

    @Test("appending to a ledger whose head or nodes were edited is refused")
    func damagedHead() throws {
        _ = try Ledger.open(directory.file()).append(contentsOf: Fixture.entries(0..<3))
        try tamper(directory.file()) {
            try $0.execute(sql: "UPDATE entry SET nodes = zeroblob(32) WHERE seq = 2")
        }
        #expect(throws: LedgerError.damaged("the head does not agree with the entries")) {
            try Ledger.open(directory.file()).append(contentsOf: [Fixture.entry(3)])
        }
        try tamper(directory.file()) { try $0.execute(sql: "UPDATE entry SET nodes = x'' WHERE seq = 2") }
        #expect(throws: LedgerError.damaged("entry 2 lacks a node of the tree")) {
            try Ledger.open(directory.file()).append(contentsOf: [Fixture.entry(3)])
        }
        try tamper(directory.file()) { try $0.execute(sql: "DELETE FROM head") }
        #expect(throws: LedgerError.damaged("the head is missing")) {
            try Ledger.open(directory.file()).append(contentsOf: [Fixture.entry(3)])
        }
        #expect(throws: LedgerError.damaged("the head is missing or not readable")) {
            try Ledger.open(directory.file()).head()
        }
    }

    @Test("a ledger at rest is one file")
    func oneFile() throws {
        _ = try Ledger.open(directory.file()).append(contentsOf: [Fixture.entry(0)])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["ledger.db"])
    }

    @Test(
        "a full disk is an error, and nothing of the append that met it is kept",
        .verifies("ACT#req-act-ledger-atomic", "ECT#req-ect-ledger-partial"))
    func fullDisk() throws {
        let store = try SQLiteLedgerStore(path: directory.file(), access: .create)
        let ledger = Ledger(store: store)
        _ = try ledger.append(contentsOf: Fixture.entries(0..<3))
        #expect(try store.pragma("max_page_count = 12") == "12")
        #expect(throws: LedgerError.diskFull) { try ledger.append(contentsOf: Fixture.entries(3..<300)) }
        #expect(try ledger.size() == 3)
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
        _ = try store.pragma("max_page_count = 1000")
        #expect(try ledger.append(contentsOf: Fixture.entries(3..<300)).last == .appended(299))
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
    }

    @Test(
        "the file is written through to the disk at every commit",
        .verifies("ACT#req-act-ledger-durable", "ECT#req-ect-ledger-durable"))
    func durability() throws {
        let store = try SQLiteLedgerStore(path: directory.file(), access: .create)
        #expect(try store.pragma("synchronous") == "2")
        #expect(try store.pragma("journal_mode") == "wal")
    }

    @Test("the engine's errors are told apart")
    func errors() {
        let known: [(Int32, LedgerError)] = [
            (5, .locked), (6, .locked), (517, .locked), (13, .diskFull), (778, .writeFailed),
            (1034, .writeFailed), (266, .storage(code: 266)), (8, .readOnly), (14, .cannotOpen),
            (26, .notALedger),
            (11, .damaged("the storage engine can't read the file")), (1, .storage(code: 1)),
        ]
        for (code, error) in known {
            #expect(LedgerError(resultCode: code) == error)
        }
    }
}
