import Encoding
import GRDB
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct ReadingTests {
    let directory = TemporaryDirectory()

    /// 300 entries in three workflows and none, in transactions of 1 to 9.
    func filled(_ backend: Backend) throws -> (Ledger, [NewEntry]) {
        let ledger = try backend.ledger(in: directory)
        let entries = (0..<300).map { number in
            Fixture.entry(number, wid: number % 4 == 3 ? nil : "w\(number % 4)")
        }
        var rest = entries[...]
        while !rest.isEmpty {
            let count = 1 + rest.count % 9
            _ = try ledger.append(contentsOf: Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return (ledger, entries)
    }

    func read(_ cursor: LedgerCursor) throws -> [UInt64] {
        var cursor = cursor
        var sequences: [UInt64] = []
        while let entry = try cursor.next() { sequences.append(entry.sequence) }
        #expect(try cursor.next() == nil)
        return sequences
    }

    @Test(
        "cursors read everything, a workflow, or from a place on, in order",
        .verifies("ACT#req-act-ledger-lookup", "ECT#req-ect-ledger-lookup"), arguments: Backend.allCases)
    func cursors(backend: Backend) throws {
        let (ledger, _) = try filled(backend)
        #expect(try read(ledger.entries()) == Array(0..<300))
        #expect(try read(ledger.entries(from: 290)) == Array(290..<300))
        #expect(try read(ledger.entries(from: 300)) == [])
        #expect(try read(ledger.entries(from: .max)) == [])
        #expect(try read(ledger.entries(wid: "w1")) == Array(stride(from: 1, to: 300, by: 4)))
        #expect(try read(ledger.entries(wid: nil)) == Array(stride(from: 3, to: 300, by: 4)))
        #expect(try read(ledger.entries(wid: "w1", from: 200)) == Array(stride(from: 201, to: 300, by: 4)))
        #expect(try read(ledger.entries(wid: "w9")) == [])
    }

    @Test("a cursor reads what was there when it was made", arguments: Backend.allCases)
    func cursorEnd(backend: Backend) throws {
        let (ledger, _) = try filled(backend)
        var cursor = try ledger.entries()
        _ = try cursor.next()
        _ = try ledger.append(contentsOf: [Fixture.entry(1000)])
        #expect(try read(cursor) == Array(1..<300))
    }

    @Test(
        "every proof from the stored nodes is that of the tree in memory",
        .verifies(
            "ACT#req-act-ledger-append", "ECT#req-ect-ledger-append-only", "ECT#req-ect-ledger-tree",
            "ECT#req-ect-ledger-proofs", "ACT#req-act-ledger-proofs"),
        arguments: Backend.allCases)
    func proofs(backend: Backend) throws {
        let (ledger, entries) = try filled(backend)
        let tree = MerkleTree(leaves: entries.map(\.token))
        #expect(try ledger.head().root == tree.root)
        for size in stride(from: UInt64(1), through: 300, by: 13) {
            #expect(try ledger.root(size: size) == tree.root(size: size))
            #expect(
                try ledger.consistencyProof(first: size) == tree.consistencyProof(first: size, second: 300))
            #expect(
                try ledger.inclusionProof(of: size - 1, size: size)
                    == tree.inclusionProof(of: size - 1, size: size))
            #expect(try ledger.inclusionProof(of: size - 1) == tree.inclusionProof(of: size - 1, size: 300))
        }
        #expect(try ledger.root(size: 0) == MerkleHash.empty)
        #expect(throws: LedgerError.outOfRange(sequence: 301, size: 300)) { try ledger.root(size: 301) }
        #expect(throws: LedgerError.outOfRange(sequence: 300, size: 300)) {
            try ledger.inclusionProof(of: 300)
        }
        #expect(throws: LedgerError.outOfRange(sequence: 9, size: 5)) {
            try ledger.inclusionProof(of: 9, size: 5)
        }
        #expect(throws: LedgerError.outOfRange(sequence: 0, size: 300)) {
            try ledger.consistencyProof(first: 0)
        }
        #expect(throws: LedgerError.outOfRange(sequence: 6, size: 5)) {
            try ledger.consistencyProof(first: 6, second: 5)
        }
    }

    @Test("tokens are exported one a line, entries as JSON objects", arguments: Backend.allCases)
    func export(backend: Backend) throws {
        let ledger = try backend.ledger(in: directory)
        _ = try ledger.append(contentsOf: [
            Fixture.entry(kind: .actMandate, wid: "w", jti: "a"),
            Fixture.entry(kind: .actRecord, wid: nil, jti: "b"),
            Fixture.entry(kind: .ect, wid: "w", jti: "c"),
        ])
        func lines(_ form: LedgerExport, wid: ExactString?? = .none) throws -> [String] {
            var octets: [UInt8] = []
            try ledger.export(form, wid: wid) { octets += $0 }
            return String(decoding: octets, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        #expect(
            try lines(.tokens) == [
                "1|w|a|https://issuer.example|body", "2|-|b|https://issuer.example|body",
                "3|w|c|https://issuer.example|body",
            ])
        #expect(try lines(.tokens, wid: .some(nil)) == ["2|-|b|https://issuer.example|body"])
        #expect(
            try lines(.json, wid: "w").first
                == #"{"seq":0,"kind":"act-mandate","wid":"w","jti":"a","iss":"https://issuer.example","#
                + #""recorded":1700000000,"token":"1|w|a|https://issuer.example|body"}"#)
        #expect(try lines(.json)[1].contains(#""kind":"act-record","jti":"b""#))
        #expect(try lines(.json)[2].contains(#""kind":"ect""#))
        _ = try ledger.append(contentsOf: [Fixture.entry(4, rest: "two\nlines")])
        #expect(throws: LedgerError.damaged("the token of entry 3 is not a line of text")) {
            try ledger.export(.tokens) { _ in }
        }
    }

    @Test("an entry that is not text any more is an error, and no substitute for it")
    func unreadable() throws {
        let ledger = try Ledger.open(directory.file())
        _ = try ledger.append(contentsOf: Fixture.entries(0..<4))
        for change in [
            "wid = CAST(x'FF' AS TEXT)", "jti = CAST(x'FF' AS TEXT)", "iss = CAST(x'FF' AS TEXT)", "kind = 9",
            "kind = 300",
        ] {
            try tamper(directory.file()) { try $0.execute(sql: "UPDATE entry SET \(change) WHERE seq = 2") }
            #expect(throws: LedgerError.damaged("entry 2 is not readable")) { try ledger.entry(at: 2) }
        }
        #expect(try ledger.entry(at: 1).name == Fixture.entries(1..<2)[0].name)
    }

    @Test("names whose keys are the same are told apart by their octets")
    func keyCollision() throws {
        let ledger = try Ledger.open(directory.file())
        _ = try ledger.append(contentsOf: [Fixture.entry(0), Fixture.entry(1)])
        // As if "jti-1" had the key of "jti-2", which no one can find a real case of.
        try tamper(directory.file()) { db in
            _ = try ledger.append(contentsOf: [Fixture.entry(2)])
            try db.execute(
                sql: """
                    UPDATE entry SET space = 3 WHERE seq = 2;
                    UPDATE entry SET jti_key = (SELECT jti_key FROM entry WHERE seq = 2) WHERE seq = 1;
                    """)
        }
        #expect(try ledger.append(contentsOf: [Fixture.entry(2)]) == [.present(2)])
        #expect(try ledger.entries(jti: "jti-2").map(\.sequence) == [2])
        // The next name with that key gets the next place in it.
        try tamper(directory.file()) { db in
            try db.execute(sql: "UPDATE entry SET jti = 'jti-9' WHERE seq = 2")
        }
        #expect(try ledger.append(contentsOf: [Fixture.entry(2)]) == [.appended(3)])
        #expect(try ledger.entries(jti: "jti-2").map(\.sequence) == [3])
    }
}
