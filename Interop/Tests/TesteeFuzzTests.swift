import Encoding
import Foundation
import TestSupport
import Testing

/// The conformance interface takes anything.
@Suite("Conformance interface under mutated requests")
struct TesteeFuzzTests {
    private static let requests = 3000

    @Test("one answer a line, whatever the line, and status 0 at the end")
    func mutatedRequests() throws {
        var generator = SeededGenerator(seed: SeededGenerator.runSeed)
        let seed = Comment(rawValue: "TEST_SEED=\(generator.seed)")
        let lines = try ConformanceVectors.files.flatMap { file in
            let vectors = try ConformanceVectors(file: file)
            // Requests with a definition stand for those of their kind; the longest ones cost too much here.
            return try vectors.cases.compactMap { try vectors.line(of: $0.steps[0].request) }
                .filter { $0.count < 8192 }
        }
        let testee = try TesteeProcess()
        for _ in 0..<Self.requests {
            let answer = try testee.ask(mutated(generator.pick(lines), &generator))
            let root = try JSONDocument(parsing: answer, limits: .document).root
            #expect(root["ok"]?.boolean != nil, seed)
            #expect(root["id"] != nil, seed)
            if root["ok"]?.boolean == false { #expect(root["error"]?["code"]?.string != nil, seed) }
        }
        let end = try testee.finish()
        #expect(end.status == 0, seed)
        #expect(end.rest.isEmpty, seed)
    }

    /// A line with some octets changed, removed, repeated or put in; without line feeds.
    private func mutated(_ line: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var line = line
        for _ in 0..<generator.integer(in: 0...4) where !line.isEmpty {
            let at = generator.integer(in: 0...line.count - 1)
            switch generator.integer(in: 0...5) {
            case 0: line[at] = UInt8.random(in: 0...255, using: &generator)
            case 1: line[at] ^= 1 << generator.integer(in: 0...7)
            case 2: line.removeSubrange(at..<min(line.count, at + generator.integer(in: 1...16)))
            case 3: line.insert(contentsOf: line[at..<min(line.count, at + 32)], at: at)
            case 4: line.insert(contentsOf: generator.pick(Self.tokens), at: at)
            default: line.removeSubrange(at...)
            }
        }
        return line.filter { $0 != 0x0A }
    }

    private static let tokens: [[UInt8]] = [
        "null", "true", "-1", "1e400", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
        "{}",
        "[]", "\"\"", "\"op\":\"act.verify\",", "\\u0000", "\\ud800", "[[[[[[[[", "..", "\u{FEFF}",
    ].map { Array($0.utf8) }
}
