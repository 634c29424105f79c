import Encoding
import Foundation
import GRDB
import Ledger
import Signing
import TestSupport
import Testing

/// Every change that can be made to a small ledger behind its back is found, and said where it is.
@Suite struct TamperTests {
    let directory = TemporaryDirectory()
    let file: TamperedFile

    init() throws {
        file = try TamperedFile(directory)
    }

    @Test("an untouched ledger is intact")
    func untouched() throws {
        let report = try file.verify()
        #expect(report.isIntact)
        #expect(report.entries == 7)
        #expect(report.checkpoints == 4)
        #expect(report.namesCompared)
        #expect(try report.root == file.ledger.head().root)
    }

    @Test(
        "every octet of every value of an entry is covered, and the entry is named",
        arguments: [
            "kind", "recorded", "wid", "jti", "iss", "jti_key", "wid_key", "space", "nodes", "mark", "token",
        ])
    func entryOctets(column: String) throws {
        for sequence: Int64 in 0..<7 {
            for edit in try file.edits(of: column, in: "entry", row: "seq", sequence) {
                let report = try file.verify(after: edit)
                #expect(!report.isIntact, "\(edit)")
                #expect(Set(report.faults.compactMap(\.sequence)) == [sequence], "\(edit): \(report.faults)")
                let part = Self.parts[column] ?? .metadata
                #expect(
                    report.faults.contains(.entryEdited(sequence: UInt64(sequence), part)),
                    "\(edit): \(report.faults)")
            }
        }
    }

    /// Every other column is covered by the mark.
    static let parts: [String: LedgerPart] = [
        "token": .token, "nodes": .nodes, "jti_key": .keys, "wid_key": .keys, "space": .keys,
    ]

    @Test("every octet of a place is covered: the entry is missing where it was")
    func entryPlaces() throws {
        for sequence: Int64 in 0..<7 {
            for edit in try file.edits(of: "seq", in: "entry", row: "seq", sequence) {
                let faults = try file.verify(after: edit).faults
                #expect(
                    faults.contains(.entriesMissing(first: UInt64(sequence), last: UInt64(sequence))),
                    "\(edit): \(faults)")
            }
        }
    }

    @Test(
        "every octet of every checkpoint is covered, and the checkpoint is named",
        arguments: ["root", "mark", "link"])
    func checkpointOctets(column: String) throws {
        for size: Int64 in [3, 4, 5, 7] {
            for edit in try file.edits(of: column, in: "checkpoint", row: "size", size) {
                let faults = try file.verify(after: edit).faults
                #expect(faults.contains { $0.checkpointSize == size }, "\(edit): \(faults)")
            }
        }
    }

    @Test(
        "every octet of a checkpoint's size is covered",
        .verifies("ACT#req-act-ledger-root", "ECT#req-ect-ledger-roots"))
    func checkpointSizes() throws {
        for size: Int64 in [3, 4, 5, 7] {
            for edit in try file.edits(of: "size", in: "checkpoint", row: "size", size) {
                let faults = try file.verify(after: edit).faults
                #expect(faults.contains { $0.checkpointSize != nil }, "\(edit): \(faults)")
            }
        }
    }

    @Test(
        "every octet of the head is covered",
        arguments: ["checkpoints", "size", "root", "mark", "link"])
    func headOctets(column: String) throws {
        for edit in try file.edits(of: column, in: "head", row: "id", 0) {
            let faults = try file.verify(after: edit).faults
            if column == "checkpoints" {
                #expect(faults.contains { if case .checkpointCount(4, _) = $0 { true } else { false } })
            } else {
                #expect(faults == [.headEdited(try #require(LedgerPart(rawValue: column)))], "\(edit)")
            }
        }
        #expect(try file.verify(after: "UPDATE head SET id = 1").faults == [.headMissing])
    }

    @Test("every removed row is named", .verifies("ACT#req-act-ledger-verify", "ECT#req-ect-ledger-verify"))
    func removals() throws {
        for sequence in 0..<7 {
            let faults = try file.verify(after: "DELETE FROM entry WHERE seq = \(sequence)").faults
            #expect(faults == [.entriesMissing(first: UInt64(sequence), last: UInt64(sequence))])
        }
        for size: Int64 in [3, 4, 5] {
            let faults = try file.verify(after: "DELETE FROM checkpoint WHERE size = \(size)").faults
            let next: Int64 = size == 5 ? 7 : size + 1
            #expect(faults == [.checkpointOutOfLine(size: next), .checkpointCount(stored: 3, head: 4)])
        }
        #expect(
            try file.verify(after: "DELETE FROM checkpoint WHERE size = 7").faults
                == [
                    .entriesUncovered(first: 5), .checkpointMissing(size: 7),
                    .checkpointCount(stored: 3, head: 4),
                ])
        #expect(try file.verify(after: "DELETE FROM head").faults == [.headMissing])
        #expect(
            try file.verify(after: "DELETE FROM entry WHERE seq BETWEEN 2 AND 4").faults
                == [.entriesMissing(first: 2, last: 4)])
    }

    @Test("an edit after a gap is named beside it")
    func editAfterGap() throws {
        for edited in [3, 4, 6] {
            for (change, part) in [("token = x'41'", LedgerPart.token), ("nodes = x''", .nodes)] {
                let faults = try file.verify(
                    after: "DELETE FROM entry WHERE seq = 2; UPDATE entry SET \(change) WHERE seq = \(edited)"
                ).faults
                #expect(faults.first == .entriesMissing(first: 2, last: 2))
                #expect(faults.contains(.entryEdited(sequence: UInt64(edited), part)), "\(faults)")
            }
        }
    }

    @Test(
        "every pair of entries or checkpoints that changed places is found",
        .verifies("ACT#req-act-ledger-verify", "ECT#req-ect-ledger-verify"))
    func swaps() throws {
        for low in 0..<7 {
            for high in low + 1..<7 {
                let faults = try file.verify(
                    after: """
                        UPDATE entry SET seq = -1 WHERE seq = \(low);
                        UPDATE entry SET seq = \(low) WHERE seq = \(high);
                        UPDATE entry SET seq = \(high) WHERE seq = -1;
                        """
                ).faults
                for place in [low, high] {
                    #expect(faults.contains { $0.sequence == Int64(place) }, "\(low), \(high): \(faults)")
                }
            }
        }
        let sizes: [Int64] = [3, 4, 5, 7]
        for (index, low) in sizes.enumerated() {
            for high in sizes.dropFirst(index + 1) {
                let faults = try file.verify(
                    after: """
                        UPDATE checkpoint SET size = -1 WHERE size = \(low);
                        UPDATE checkpoint SET size = \(low) WHERE size = \(high);
                        UPDATE checkpoint SET size = \(high) WHERE size = -1;
                        """
                ).faults
                for size in [low, high] {
                    #expect(
                        faults.contains(.checkpointEdited(size: size, .root)), "\(low), \(high): \(faults)")
                }
            }
        }
    }

    @Test(
        "every truncation is found that leaves a checkpoint or the head behind",
        .verifies("ACT#req-act-ledger-verify", "ECT#req-ect-ledger-verify"), arguments: 0..<7)
    func truncations(end: Int) throws {
        let cut = "DELETE FROM entry WHERE seq >= \(end);"
        #expect(
            try file.verify(after: cut).faults == [.entriesMissing(first: UInt64(end), last: 6)])
        let faults = try file.verify(after: cut + "DELETE FROM checkpoint WHERE size > \(end);").faults
        #expect(faults.contains(.checkpointCount(stored: Int64([3, 4, 5].count { $0 <= end }), head: 4)))
    }

    @Test(
        "a truncation that takes checkpoints and head with it is found by an exported checkpoint",
        .verifies("ACT#req-act-ledger-checkpoint"))
    func anchoredTruncation() throws {
        let anchor = try file.ledger.checkpoint(origin: "example.com/ledger")
        let cut = """
            DELETE FROM entry WHERE seq >= 4; DELETE FROM checkpoint WHERE size > 4;
            UPDATE head SET checkpoints = 2, (size, root, mark, link) =
                (SELECT size, root, mark, link FROM checkpoint WHERE size = 4);
            """
        #expect(try file.verify(after: cut).isIntact)
        let report = try file.verify(after: cut, anchor: anchor)
        #expect(report.faults == [.anchorBeyondEnd(size: 7, stored: 4)])
        #expect(report.anchored)
        #expect(try file.verify(anchor: anchor).isIntact)
    }

    @Test("a ledger that was rewritten in full is found by an exported checkpoint")
    func rewritten() throws {
        let anchor = try file.ledger.checkpoint(origin: "example.com/ledger")
        let timed = try file.ledger.checkpoint(origin: "example.com/ledger", coveringTimes: true)
        let other = Ledger.inMemory()
        _ = try other.append(
            contentsOf: TamperedFile.entries.dropLast() + [Fixture.entry(6, rest: "another")])
        #expect(try other.verify(parse: Fixture.parse).isIntact)
        #expect(try other.verify(against: anchor).faults == [.anchorMismatch(size: 7)])

        // The same tokens at other times have the same root: only the extension line tells.
        let later = Ledger.inMemory()
        _ = try later.append(
            contentsOf: TamperedFile.entries.map {
                var entry = $0
                entry.recorded += 1
                return entry
            })
        #expect(try later.verify(against: anchor).isIntact)
        #expect(try later.verify(against: timed).faults == [.anchorMarkMismatch(size: 7)])
        #expect(try file.verify(anchor: timed).isIntact)
    }

    @Test("a checkpoint of an earlier size is compared at that size")
    func earlierAnchor() throws {
        let ledger = Ledger.inMemory()
        var anchors = [try ledger.checkpoint(origin: "o", coveringTimes: true)]
        for entry in Fixture.entries(0..<5) {
            _ = try ledger.append(contentsOf: [entry])
            anchors.append(try ledger.checkpoint(origin: "o", coveringTimes: true))
        }
        for anchor in anchors { #expect(try ledger.verify(against: anchor).isIntact) }
    }

    @Test("rows that were added are found, wherever they are")
    func additions() throws {
        let columns = "kind, recorded, wid, jti, iss, jti_key, wid_key, space + 2, nodes, mark, token"
        for place in [-1, 7, 8, Int.max, Int.min] {
            #expect(
                try file.verify(
                    after: "INSERT INTO entry SELECT \(place), \(columns) FROM entry WHERE seq = 6"
                )
                .faults == [.entryUnexpected(sequence: Int64(place))])
        }
        for size: Int64 in [-1, 0, 1, 6, 8, .max] {
            let faults = try file.verify(
                after:
                    "INSERT INTO checkpoint SELECT \(size), root, mark, link FROM checkpoint WHERE size = 5"
            ).faults
            #expect(faults.contains { $0.checkpointSize == size }, "\(faults)")
            #expect(faults.contains(.checkpointCount(stored: 5, head: 4)))
        }
    }

    @Test("values of another length than they have are found")
    func lengths() throws {
        for column in ["mark", "nodes"] {
            for value in ["x''", "x'00'", "zeroblob(31)", "zeroblob(1000)"] {
                let faults = try file.verify(after: "UPDATE entry SET \(column) = \(value) WHERE seq = 3")
                    .faults
                #expect(
                    faults == [.entryEdited(sequence: 3, column == "mark" ? .metadata : .nodes)], "\(faults)")
            }
        }
        for column in ["root", "mark", "link"] {
            let faults = try file.verify(after: "UPDATE checkpoint SET \(column) = x'00' WHERE size = 4")
                .faults
            #expect(faults.contains { $0.checkpointSize == 4 }, "\(faults)")
        }
        #expect(
            try file.verify(after: "UPDATE entry SET wid = NULL WHERE seq = 0").faults.contains(
                .entryEdited(sequence: 0, .metadata)))
        #expect(
            try file.verify(after: "UPDATE entry SET kind = 0 WHERE seq = 0").faults.contains(
                .entryEdited(sequence: 0, .kind)))
    }

    @Test("a name that was never what the token says is found by a parser")
    func wrongFromTheStart() throws {
        let ledger = Ledger.inMemory()
        var entries = Fixture.entries(0..<4)
        entries[1].name.iss = "https://other.example"
        entries[2].token = [0x41]
        entries[3].name.kind = .ect
        _ = try ledger.append(contentsOf: entries)
        #expect(try ledger.verify().isIntact)
        #expect(
            try ledger.verify(parse: Fixture.parse).faults == [
                .entryDisagrees(sequence: 1, .iss), .tokenUnreadable(sequence: 2),
                .entryDisagrees(sequence: 3, .kind),
            ])
    }

    @Test(
        "an edit of every row is reported up to a limit, and the rest is counted",
        .verifies("ACT#req-act-ledger-verify"))
    func many() throws {
        let path = directory.file("many.db")
        let ledger = try Ledger.open(path)
        _ = try ledger.append(contentsOf: Fixture.entries(0..<1200))
        try tamper(path) { try $0.execute(sql: "UPDATE entry SET recorded = recorded + 1") }
        var progress: [UInt64] = []
        let report = try ledger.verify(progress: { progress.append($0) })
        #expect(report.faults.count == LedgerReport.mostFaults)
        #expect(report.faultsOmitted == 200)
        #expect(progress.last == 1200)
    }

    @Test("pages that the storage engine can't read are a fault, and no crash")
    func brokenPages() throws {
        let path = directory.file("pages.db")
        _ = try Ledger.open(path).append(contentsOf: Fixture.entries(0..<200))
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        let end = try file.seekToEnd()
        for page in stride(from: 4096 * 6, to: end, by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 64))
        }
        try file.close()
        let damaged = try Ledger.open(path, access: .read)
        let report = try damaged.verify(parse: Fixture.parse)
        #expect(report.faults.contains { if case .storage = $0 { true } else { false } })
    }

    @Test("every fault has a stable code and a sentence of its own")
    func sentences() {
        let faults: [LedgerFault] = [
            .storage("a"), .entriesMissing(first: 1, last: 1), .entriesMissing(first: 1, last: 2),
            .entryUnexpected(sequence: 1), .entryEdited(sequence: 1, .token),
            .entryDisagrees(sequence: 1, .iss),
            .tokenUnreadable(sequence: 1), .entriesUncovered(first: 1), .checkpointEdited(size: 1, .root),
            .checkpointOutOfLine(size: 1), .checkpointUnexpected(size: 1),
            .checkpointCount(stored: 1, head: 2),
            .checkpointMissing(size: 1), .headMissing, .headEdited(.link), .anchorMismatch(size: 1),
            .anchorMarkMismatch(size: 1), .anchorBeyondEnd(size: 2, stored: 1),
        ]
        #expect(Set(faults.map(\.description)).count == faults.count)
        #expect(Set(faults.map(\.code)).count == faults.count - 1)
    }
}
