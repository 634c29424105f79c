import Encoding
import Foundation
import GRDB
import Ledger
import TestSupport
import Testing

@Suite struct ReplayTests {
    let directory = TemporaryDirectory()

    func store(_ backend: Backend) throws -> any ReplayStore {
        switch backend {
        case .memory: MemoryReplayStore()
        case .sqlite: try SQLiteReplayStore(path: directory.file("replay.db"))
        }
    }

    @Test(
        "a token is used once, until it has expired",
        .verifies("ACT#req-act-replay-retention", "ECT#req-ect-replay-retention"), arguments: Backend.allCases
    )
    func once(backend: Backend) throws {
        let store = try store(backend)
        #expect(try store.firstUse(of: "a", scope: "i", until: 100, now: 50))
        #expect(try !store.firstUse(of: "a", scope: "i", until: 100, now: 50))
        #expect(try !store.firstUse(of: "a", scope: "i", until: 200, now: 100))
        #expect(try store.firstUse(of: "a", scope: "i", until: 200, now: 101))
        #expect(try !store.firstUse(of: "a", scope: "i", until: 300, now: 200))
    }

    @Test("scopes and identifiers are compared octet for octet", arguments: Backend.allCases)
    func names(backend: Backend) throws {
        let store = try store(backend)
        let names: [(ExactString, ExactString)] = [
            ("a", "i"), ("a", "j"), ("i", "a"), ("ai", ""), ("", "ai"), ("\u{E9}", "i"), ("e\u{301}", "i"),
            ("a\u{0}", "i"),
        ]
        for (jti, scope) in names {
            #expect(try store.firstUse(of: jti, scope: scope, until: 100, now: 50))
        }
        for (jti, scope) in names {
            #expect(try !store.firstUse(of: jti, scope: scope, until: 100, now: 50))
        }
    }

    @Test("a use that is over is an error and not a first use", arguments: Backend.allCases)
    func over(backend: Backend) throws {
        let store = try store(backend)
        #expect(throws: LedgerError.replayWindowPassed(until: 49, now: 50)) {
            try store.firstUse(of: "a", scope: "i", until: 49, now: 50)
        }
        #expect(try store.firstUse(of: "a", scope: "i", until: 50, now: 50))
    }

    @Test(
        "of many callers at once one is told that it is the first",
        .verifies("ACT#req-act-replay-atomic", "ECT#req-ect-replay-atomic"), arguments: Backend.allCases)
    func concurrent(backend: Backend) async throws {
        let store = try store(backend)
        let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for caller in 0..<100 {
                group.addTask {
                    try store.firstUse(of: ExactString("\(caller % 10)"), scope: "i", until: 100, now: 50)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(firsts == 10)
    }

    @Test(
        "a full store refuses and never forgets a live use, and has room again after expiry",
        .verifies("ECT#req-ect-replay-retention"))
    func capacity() throws {
        let store = MemoryReplayStore(capacity: 3)
        for (jti, until) in [("a", Int64(100)), ("b", 200), ("c", 150)] {
            #expect(try store.firstUse(of: ExactString(jti), scope: "i", until: until, now: 50))
        }
        #expect(throws: LedgerError.replayStoreFull(capacity: 3)) {
            try store.firstUse(of: "d", scope: "i", until: 100, now: 100)
        }
        #expect(try !store.firstUse(of: "b", scope: "i", until: 100, now: 100))
        #expect(try store.firstUse(of: "d", scope: "i", until: 300, now: 131))
        #expect(store.count == 3)
        #expect(try store.firstUse(of: "e", scope: "i", until: 300, now: 190))
        #expect(try !store.firstUse(of: "b", scope: "i", until: 300, now: 190))
    }

    @Test(
        "a use is not forgotten for a caller whose clock was read a moment before another's",
        .verifies("ACT#req-act-replay-retention", "ECT#req-ect-replay-retention"), arguments: Backend.allCases
    )
    func sideBySide(backend: Backend) throws {
        let store = try store(backend)
        #expect(try store.firstUse(of: "a", scope: "i", until: 100, now: 50))
        #expect(try store.firstUse(of: "b", scope: "i", until: 200, now: 101))
        #expect(try !store.firstUse(of: "a", scope: "i", until: 100, now: 100))
        // Used anew after it was over, it is forgotten with the new use and not with the old one.
        #expect(try store.firstUse(of: "a", scope: "i", until: 300, now: 110))
        #expect(try store.firstUse(of: "c", scope: "i", until: 300, now: 140))
        #expect(try !store.firstUse(of: "a", scope: "i", until: 300, now: 140))
    }

    @Test("memory and SQLite answer alike over any course of uses")
    func alike() throws {
        forAll(
            { random in
                (0..<60).map { _ in
                    (
                        jti: random.integer(in: 0...5), until: random.integer(in: 0...40),
                        wait: random.integer(in: 0...3)
                    )
                }
            }, runs: 20
        ) { uses in
            let stores: [any ReplayStore] = [
                MemoryReplayStore(),
                try SQLiteReplayStore(path: directory.file("\(UUID()).db"), durability: .process),
            ]
            var now: Int64 = 0
            var live: [Int: Int64] = [:]
            for use in uses {
                now += Int64(use.wait)
                let until = now + Int64(use.until)
                let first = (live[use.jti] ?? -1) < now
                if first { live[use.jti] = until }
                for store in stores {
                    let answer = try store.firstUse(
                        of: ExactString("\(use.jti)"), scope: "i", until: until, now: now)
                    guard answer == first else { return false }
                }
            }
            return true
        }
    }

    @Test("the file remembers across processes, forgets what has expired, and is no ledger")
    func file() throws {
        let path = directory.file("replay.db")
        #expect(try SQLiteReplayStore(path: path).firstUse(of: "a", scope: "i", until: 100, now: 50))
        let other = try SQLiteReplayStore(path: path)
        #expect(try !other.firstUse(of: "a", scope: "i", until: 100, now: 50))
        for number in 0..<100 {
            #expect(try other.firstUse(of: ExactString("\(number)"), scope: "i", until: 60, now: 50))
        }
        for number in 0..<20 {
            #expect(try other.firstUse(of: ExactString("later \(number)"), scope: "i", until: 200, now: 150))
        }
        let left = try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM use")
        }
        #expect(left == 20)
        #expect(throws: LedgerError.notALedger) { try Ledger.open(path) }
        _ = try Ledger.open(directory.file())
        #expect(throws: LedgerError.notALedger) { try SQLiteReplayStore(path: directory.file()) }
    }
}
