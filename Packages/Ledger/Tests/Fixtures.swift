import Encoding
import Foundation
import GRDB
import Ledger
import Testing

/// Tokens that say their own name, `kind|wid|jti|iss|rest`, so that a parser for tests is one line.
enum Fixture {
    static func entry(
        _ number: Int, kind: EntryKind = .ect, wid: String? = "w1", rest: String = "body"
    ) -> NewEntry {
        entry(kind: kind, wid: wid, jti: "jti-\(number)", rest: rest, recorded: 1_700_000_000 + Int64(number))
    }

    static func entry(
        kind: EntryKind, wid: String?, jti: String, rest: String = "body", recorded: Int64 = 1_700_000_000
    ) -> NewEntry {
        let iss = "https://issuer.example"
        return NewEntry(
            kind: kind, wid: wid.map { ExactString($0) }, jti: ExactString(jti), iss: ExactString(iss),
            token: Array("\(kind.rawValue)|\(wid ?? "-")|\(jti)|\(iss)|\(rest)".utf8), recorded: recorded)
    }

    static func entries(_ range: Range<Int>, wid: String? = "w1") -> [NewEntry] {
        range.map { entry($0, kind: EntryKind.allCases[$0 % 3], wid: wid) }
    }

    @Sendable static func parse(_ token: [UInt8]) -> TokenName? {
        let parts = String(decoding: token, as: UTF8.self).split(
            separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 5, let raw = UInt8(parts[0]), let kind = EntryKind(rawValue: raw) else {
            return nil
        }
        return TokenName(
            kind: kind, wid: parts[1] == "-" ? nil : ExactString(String(parts[1])),
            jti: ExactString(String(parts[2])), iss: ExactString(String(parts[3])))
    }
}

/// A directory of its own for each test, removed with this object.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "ledger-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "ledger.db") -> String { path + "/" + name }
}

/// Which store a test runs over.
enum Backend: CaseIterable, CustomTestStringConvertible {
    case memory, sqlite

    var testDescription: String { "\(self)" }

    func ledger(in directory: TemporaryDirectory) throws -> Ledger {
        switch self {
        case .memory: Ledger.inMemory()
        case .sqlite: try Ledger.open(directory.file())
        }
    }
}

/// Changes a ledger's file behind its back.
func tamper(_ path: String, _ change: (Database) throws -> Void) throws {
    try DatabaseQueue(path: path).writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
        try change(db)
    }
}
