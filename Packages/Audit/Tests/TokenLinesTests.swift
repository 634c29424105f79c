import Audit
import Foundation
import Testing

@Suite("Token sets, line by line")
struct TokenLinesTests {
    private func all(_ lines: consuming TokenLines) throws -> [(Int, String)] {
        var found: [(Int, String)] = []
        while true {
            let piece = try lines.next(2)
            if piece.isEmpty { return found }
            found += piece.map { ($0.number, String(decoding: $0.token, as: UTF8.self)) }
        }
    }

    @Test("blank lines count and are skipped, white space at the end of a line is not part of it")
    func linesAreCounted() throws {
        let set = try TokenSet(["a", "", "b \t\r", "c"])
        let found = try all(try TokenLines(path: set.path))
        #expect(found.map(\.0) == [1, 3, 4])
        #expect(found.map(\.1) == ["a", "b", "c"])
    }

    @Test("a line longer than any token is cut just above the limit")
    func longLinesAreCut() throws {
        let set = try TokenSet([String(repeating: "x", count: 5_000_000), "y"])
        let found = try all(try TokenLines(path: set.path))
        #expect(found.map(\.0) == [1, 2])
        #expect(found[0].1.utf8.count == 64 * 1024 + 1)
        #expect(found[1].1 == "y")
    }

    @Test("a pipe is kept in a file without a name, and can be read twice")
    func pipesAreSpooled() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("pipe-\(UUID().uuidString)")
            .path
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let text = (1...3000).map { "token-\($0)\n" }.joined()
        let writer = Thread {
            try? text.write(to: URL(fileURLWithPath: path), atomically: false, encoding: .utf8)
        }
        writer.start()
        var lines = try TokenLines(path: path)
        let before = lines.isSeekable
        try lines.spool()
        let after = lines.isSeekable
        #expect((before, after) == (false, true))
        var counts: [Int] = []
        for _ in 0..<2 {
            var count = 0
            while true {
                let piece = try lines.next(1000)
                if piece.isEmpty { break }
                count += piece.count
            }
            counts.append(count)
            try lines.rewind()
        }
        #expect(counts == [3000, 3000])
    }

    @Test("a set that is not there is an error that names it")
    func absentSet() {
        #expect(throws: AuditError.unreadable("/nonexistent/set", errno: ENOENT)) {
            _ = try TokenLines(path: "/nonexistent/set")
        }
    }
}
