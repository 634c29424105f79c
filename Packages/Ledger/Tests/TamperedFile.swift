import Encoding
import Foundation
import GRDB
import Ledger
import Signing
import TestSupport
import Testing

/// A ledger of seven entries in four transactions, whose file can be changed and restored.
final class TamperedFile: Sendable {
    let ledger: Ledger
    private let intruder: DatabaseQueue

    /// One of them belongs to no workflow.
    static let entries =
        Fixture.entries(0..<2) + [Fixture.entry(kind: .ect, wid: nil, jti: "jti-2")] + Fixture.entries(3..<7)

    init(_ directory: TemporaryDirectory) throws {
        ledger = try Ledger.open(directory.file("tampered.db"))
        for group in [0..<3, 3..<4, 4..<5, 5..<7] {
            _ = try ledger.append(contentsOf: Array(Self.entries[group]))
        }
        intruder = try DatabaseQueue(path: directory.file("tampered.db"))
        try intruder.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON;
                    ATTACH ':memory:' AS original;
                    CREATE TABLE original.entry AS SELECT * FROM main.entry;
                    CREATE TABLE original.checkpoint AS SELECT * FROM main.checkpoint;
                    CREATE TABLE original.head AS SELECT * FROM main.head;
                    """)
        }
    }

    /// Verifies the ledger with a change, and takes the change back.
    func verify(
        after sql: String = "", anchor: Checkpoint? = nil, restoring: String = ""
    ) throws -> LedgerReport {
        try verify(
            after: TamperedEdit(sql: sql, arguments: [], seed: 0), anchor: anchor, restoring: restoring)
    }

    /// Verifies the ledger with a change, and takes the change back.
    func verify(
        after edit: TamperedEdit, anchor: Checkpoint? = nil, restoring: String = ""
    ) throws -> LedgerReport {
        try intruder.writeWithoutTransaction { db in
            if edit.arguments.isEmpty {
                try db.execute(sql: edit.sql)
            } else {
                try db.execute(sql: edit.sql, arguments: edit.arguments)
            }
        }
        let report = try ledger.verify(against: anchor, parse: Fixture.parse)
        try intruder.writeWithoutTransaction { db in
            try db.execute(
                sql: restoring + """
                    BEGIN;
                    DELETE FROM main.entry; INSERT INTO main.entry SELECT * FROM original.entry;
                    DELETE FROM main.checkpoint; INSERT INTO main.checkpoint SELECT * FROM original.checkpoint;
                    DELETE FROM main.head; INSERT INTO main.head SELECT * FROM original.head;
                    COMMIT;
                    """)
        }
        return report
    }

    /// One edit for every octet of a stored value: another octet in its place.
    func edits(
        of column: String, in table: String, row key: String, _ row: Int64
    ) throws -> [TamperedEdit] {
        var random = SeededGenerator(seed: SeededGenerator.runSeed &+ UInt64(row))
        let value = try intruder.read {
            try DatabaseValue.fetchOne(
                $0, sql: "SELECT \(column) FROM \(table) WHERE \(key) = ?", arguments: [row])
        }
        let update = "UPDATE \(table) SET \(column)"
        switch value?.storage {
        case .int64(let number):
            return (0..<8).compactMap { octet in
                let edited = number ^ Int64(random.integer(in: 1...255)) << Int64(octet * 8)
                // A place or a size that is taken is no single edit: the file can't hold it.
                let taken = try? intruder.read {
                    try Bool.fetchOne(
                        $0, sql: "SELECT count(*) FROM \(table) WHERE \(key) = ?", arguments: [edited])
                }
                if column == key, taken == true { return nil }
                return TamperedEdit(
                    sql: "\(update) = ? WHERE \(key) = ?", arguments: [edited, row], seed: random.seed)
            }
        case .string(let text):
            return edited(Array(text.utf8), &random).map {
                TamperedEdit(
                    sql: "\(update) = CAST(? AS TEXT) WHERE \(key) = ?", arguments: [$0, row],
                    seed: random.seed)
            }
        case .blob(let data):
            return edited(Array(data), &random).map {
                TamperedEdit(sql: "\(update) = ? WHERE \(key) = ?", arguments: [$0, row], seed: random.seed)
            }
        default:
            return [
                TamperedEdit(sql: "\(update) = 'w' WHERE \(key) = ?", arguments: [row], seed: random.seed)
            ]
        }
    }

    private func edited(_ octets: [UInt8], _ random: inout SeededGenerator) -> [Data] {
        octets.indices.map { index in
            var copy = octets
            copy[index] ^= UInt8(random.integer(in: 1...255))
            return Data(copy)
        }
    }
}

/// A change of the file, with the seed that it was drawn from.
struct TamperedEdit: CustomStringConvertible {
    var sql: String
    var arguments: StatementArguments
    var seed: UInt64

    var description: String { "\(sql) \(arguments) seed \(seed)" }
}

extension LedgerFault {
    /// The entry that a fault names.
    var sequence: Int64? {
        switch self {
        case .entryEdited(let sequence, _), .entryDisagrees(let sequence, _), .tokenUnreadable(let sequence):
            Int64(sequence)
        case .entryUnexpected(let sequence): sequence
        case .entriesMissing(let first, _): Int64(first)
        default: nil
        }
    }

    /// The checkpoint that a fault names.
    var checkpointSize: Int64? {
        switch self {
        case .checkpointEdited(let size, _), .checkpointOutOfLine(let size), .checkpointUnexpected(let size),
            .checkpointMissing(let size):
            size
        default: nil
        }
    }
}
