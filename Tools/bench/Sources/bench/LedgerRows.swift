import CFloor
import Encoding
import Foundation
import Ledger

/// The entries that ledgers are measured with: real tokens with the names that they carry.
enum LedgerRows {
    static func entries(_ count: Int) throws -> [NewEntry] {
        let set = try TokenSet(.es256, count: 2000, agents: 20)
        // Rows differ in their names; which of the 2000 tokens they keep makes no difference to the store.
        return (0..<count).map { index in
            var token = set.lines[index % set.lines.count]
            let name = identifier(index)
            for (at, octet) in name.utf8.enumerated() { token[at] = octet }
            return NewEntry(
                kind: .ect, wid: identifier(1 << 40 + index / 50), jti: name, iss: TokenSet.name(index % 20),
                token: token, recorded: TokenSet.start + Int64(index / 1000))
        }
    }

    private static func identifier(_ number: Int) -> ExactString {
        var random = SplitMix(state: UInt64(number) &* 77)
        let digits = [random.next(), random.next()].map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let text = digits.joined()
        func part(_ start: Int, _ count: Int) -> Substring { text.dropFirst(start).prefix(count) }
        return ExactString(
            "\(part(0, 8))-\(part(8, 4))-\(part(12, 4))-\(part(16, 4))-\(part(20, 12))")
    }

    /// A path where no ledger is.
    static func freshPath(_ name: String) throws -> String {
        let path = try Machine.folder("ledgers").appendingPathComponent("\(name).db").path
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
        return path
    }
}

/// SQLite with nothing of ours between.
final class RawStore {
    private let store: OpaquePointer
    private var count: Int64 = 0

    init(_ path: String) throws {
        guard let store = floor_store_open(path) else { throw BenchError("SQLite can't open \(path)") }
        self.store = store
    }

    deinit { floor_store_close(store) }

    /// One transaction.
    func append(_ entries: ArraySlice<NewEntry>) throws {
        guard floor_store_begin(store) == 1 else { throw BenchError("no transaction") }
        for entry in entries {
            let name = entry.name
            guard
                floor_store_insert(
                    store, count, entry.recorded, name.wid?.string, name.jti.string, name.iss.string,
                    entry.token, entry.token.count) == 1
            else { throw BenchError("a row was refused") }
            count += 1
        }
        guard floor_store_commit(store) == 1 else { throw BenchError("no commit") }
    }
}
