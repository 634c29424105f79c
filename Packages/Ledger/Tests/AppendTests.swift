import Encoding
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct AppendTests {
    let directory = TemporaryDirectory()

    @Test(
        "entries are numbered from 0 and come back as they were",
        .verifies(
            "ACT#req-act-ledger-sequence", "ECT#req-ect-ledger-sequence", "ACT#req-act-ledger-octets",
            "ECT#req-ect-ledger-octets"), arguments: Backend.allCases)
    func numbering(backend: Backend) async throws {
        let ledger = try backend.ledger(in: directory)
        #expect(try ledger.size() == 0)
        #expect(try ledger.head().root == MerkleHash.empty)
        let entries = Fixture.entries(0..<5)
        for (index, entry) in entries.enumerated() {
            #expect(try await ledger.append(entry) == UInt64(index))
        }
        for (index, entry) in entries.enumerated() {
            let stored = try ledger.entry(at: UInt64(index))
            #expect(stored.sequence == UInt64(index))
            #expect(stored.name == entry.name)
            #expect(stored.token == entry.token)
            #expect(stored.recorded == entry.recorded)
        }
        #expect(try ledger.head().root == MerkleTree(leaves: entries.map(\.token)).root)
        #expect(throws: LedgerError.outOfRange(sequence: 5, size: 5)) { try ledger.entry(at: 5) }
        #expect(throws: LedgerError.outOfRange(sequence: .max, size: 5)) { try ledger.entry(at: .max) }
    }

    @Test(
        "the same token again answers its first place",
        .verifies("ACT#req-act-ledger-idempotent", "ECT#req-ect-ledger-idempotent"),
        arguments: Backend.allCases)
    func idempotent(backend: Backend) async throws {
        let ledger = try backend.ledger(in: directory)
        let entries = Fixture.entries(0..<6)
        #expect(try ledger.append(contentsOf: entries) == (0..<6).map { .appended($0) })
        let head = try ledger.head()
        var late = entries[4]
        late.recorded += 100
        #expect(try await ledger.append(late) == 4)
        #expect(try ledger.append(contentsOf: entries) == (0..<6).map { .present($0) })
        #expect(try ledger.head() == head)
        #expect(try ledger.entry(at: 4).recorded == entries[4].recorded)
    }

    @Test(
        "another token with a name that is taken is refused, and the first one named",
        .verifies("ACT#req-act-ledger-unique", "ECT#req-ect-ledger-unique"),
        arguments: Backend.allCases)
    func duplicate(backend: Backend) async throws {
        let ledger = try backend.ledger(in: directory)
        _ = try ledger.append(contentsOf: Fixture.entries(0..<3))
        let rival = Fixture.entry(2, rest: "another body")
        let refusal = LedgerError.duplicate(wid: "w1", jti: "jti-2", first: 2)
        await #expect(throws: refusal) { try await ledger.append(rival) }
        let outcomes = try ledger.append(contentsOf: [Fixture.entry(3), rival, Fixture.entry(4)])
        #expect(outcomes == [.appended(3), .refused(refusal), .appended(4)])
        #expect(outcomes.map(\.sequence) == [3, nil, 4])
        #expect(try ledger.size() == 5)
        #expect(try ledger.verify(parse: Fixture.parse).isIntact)
    }

    @Test(
        "a token with another signature is the same token",
        .verifies("ACT#req-act-ledger-idempotent", "ECT#req-ect-ledger-idempotent"),
        arguments: Backend.allCases)
    func signatures(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        let outcomes = try ledger.append(
            contentsOf: ["a.b.c", "a.b.d", "a.e.c", "a.b.c.d", "a.b"].map { token in
                NewEntry(
                    kind: .ect, wid: nil, jti: "x", iss: "y", token: Array(token.utf8), recorded: 0)
            })
        let rival = AppendOutcome.refused(.duplicate(wid: nil, jti: "x", first: 0))
        #expect(outcomes == [.appended(0), .present(0), rival, rival, rival])
    }

    @Test("a rival inside one batch is refused like one before it", arguments: Backend.allCases)
    func duplicateInBatch(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        let outcomes = try ledger.append(contentsOf: [
            Fixture.entry(1), Fixture.entry(1), Fixture.entry(1, rest: "other"),
        ])
        #expect(
            outcomes == [.appended(0), .present(0), .refused(.duplicate(wid: "w1", jti: "jti-1", first: 0))])
    }

    @Test(
        "a mandate and its record share a jti, an ACT record and an ECT do not",
        .verifies("ECT#req-ect-ledger-mandates", "ACT#req-act-ledger-unique"), arguments: Backend.allCases)
    func nameSpaces(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        let outcomes = try ledger.append(contentsOf: [
            Fixture.entry(kind: .actMandate, wid: "w", jti: "a"),
            Fixture.entry(kind: .actRecord, wid: "w", jti: "a"),
            Fixture.entry(kind: .ect, wid: "w", jti: "a"),
            Fixture.entry(kind: .actMandate, wid: "w", jti: "a", rest: "other"),
        ])
        #expect(outcomes[0...1] == [.appended(0), .appended(1)])
        #expect(outcomes[2] == .refused(.duplicate(wid: "w", jti: "a", first: 1)))
        #expect(outcomes[3] == .refused(.duplicate(wid: "w", jti: "a", first: 0)))
        #expect(try ledger.sequence(of: "a", wid: "w", in: .mandates) == 0)
        #expect(try ledger.sequence(of: "a", wid: "w", in: .records) == 1)
        #expect(try ledger.sequence(of: "a", wid: nil, in: .records) == nil)
    }

    @Test(
        "one jti names different tokens in different workflows and in none",
        .verifies("ACT#req-act-ledger-unique", "ECT#req-ect-ledger-unique"), arguments: Backend.allCases)
    func workflows(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        let outcomes = try ledger.append(contentsOf: [
            Fixture.entry(kind: .ect, wid: "w", jti: "a"),
            Fixture.entry(kind: .ect, wid: "v", jti: "a"),
            Fixture.entry(kind: .ect, wid: nil, jti: "a"),
            Fixture.entry(kind: .ect, wid: "", jti: "a"),
            Fixture.entry(kind: .ect, wid: nil, jti: "a", rest: "other"),
        ])
        #expect(outcomes[..<4] == [.appended(0), .appended(1), .appended(2), .appended(3)])
        #expect(outcomes[4] == .refused(.duplicate(wid: nil, jti: "a", first: 2)))
        #expect(try ledger.entries(jti: "a").map(\.sequence) == [0, 1, 2, 3])
        #expect(try ledger.verify().isIntact)
    }

    @Test("identifiers are compared octet for octet: NFC and NFD are two names", arguments: Backend.allCases)
    func normalization(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        let outcomes = try ledger.append(contentsOf: [
            Fixture.entry(kind: .ect, wid: "caf\u{E9}", jti: "\u{E9}"),
            Fixture.entry(kind: .ect, wid: "cafe\u{301}", jti: "\u{E9}"),
            Fixture.entry(kind: .ect, wid: "caf\u{E9}", jti: "e\u{301}"),
        ])
        #expect(outcomes == [.appended(0), .appended(1), .appended(2)])
        #expect(try ledger.entries(jti: "e\u{301}").map(\.sequence) == [2])
    }

    @Test("a token of 1 MiB is kept and a larger one refused", arguments: Backend.allCases)
    func tokenSize(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        var entry = Fixture.entry(1)
        entry.token = [UInt8](repeating: 0x41, count: NewEntry.largestToken)
        var larger = Fixture.entry(2)
        larger.token = entry.token + [0x41]
        #expect(
            try ledger.append(contentsOf: [larger, entry])
                == [.refused(.tokenTooLarge(octets: 1_048_577)), .appended(0)])
        #expect(try ledger.entry(at: 0).token == entry.token)
    }

    @Test(
        "a transaction that fails leaves nothing behind",
        .verifies("ACT#req-act-ledger-atomic", "ECT#req-ect-ledger-partial"), arguments: Backend.allCases)
    func rolledBack(backend: Backend) throws {
        let store: any LedgerStore =
            switch backend {
            case .memory: MemoryLedgerStore()
            case .sqlite: try SQLiteLedgerStore(path: directory.file(), access: .create)
            }
        let ledger = Ledger(store: store)
        _ = try ledger.append(contentsOf: [Fixture.entry(0)])
        let head = try ledger.head()
        #expect(throws: LedgerError.locked) {
            try store.write { (writer) throws(LedgerError) in
                guard var row = try writer.entry(0) else { throw .damaged("no entry") }
                (row.sequence, row.jtiKey) = (1, 7)
                guard try writer.insert(row) else { throw .damaged("not inserted") }
                throw .locked
            }
        }
        #expect(try ledger.head() == head)
        #expect(throws: LedgerError.outOfRange(sequence: 1, size: 1)) { try ledger.entry(at: 1) }
        #expect(try ledger.append(contentsOf: [Fixture.entry(1)]) == [.appended(1)])
        #expect(try ledger.verify(parse: Fixture.parse).faults == [])
    }

    @Test("an empty batch writes nothing", arguments: Backend.allCases)
    func emptyBatch(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        #expect(try ledger.append(contentsOf: []) == [])
        #expect(try ledger.head().checkpoints == 0)
        #expect(try ledger.verify().isIntact)
    }

    @Test(
        "many appenders at once share transactions and every one learns its place",
        arguments: Backend.allCases)
    func groupCommit(backend: Backend) async throws {
        let ledger = try backend.ledger(in: directory)
        let places = try await withThrowingTaskGroup(of: (Int, UInt64).self) { group in
            for number in 0..<500 {
                group.addTask { (number, try await ledger.append(Fixture.entry(number))) }
            }
            return try await group.reduce(into: [Int: UInt64]()) { $0[$1.0] = $1.1 }
        }
        #expect(Set(places.values) == Set(0..<500))
        for (number, place) in places {
            #expect(try ledger.entry(at: place).token == Fixture.entry(number).token)
        }
        let head = try ledger.head()
        #expect(head.size == 500)
        if backend == .sqlite { #expect(head.checkpoints < 500) }
        #expect(try ledger.verify(parse: Fixture.parse).isIntact)
    }
}
