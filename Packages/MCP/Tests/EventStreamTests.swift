import MCP
import TestSupport
import Testing

@Suite("Event streams")
struct EventStreamTests {
    @Test("events are read the same however they are cut into pieces")
    func pieces() {
        let long = String(repeating: "z", count: 60)
        let text =
            "\u{FEFF}: comment\r\ndata: one\r\ndata:two\r\n\r\nevent: x\rdata\r\rid: 5\n\n"
            + "data: \(long)\n\ndata:  three\n\ndata: unfinished\n"
        var random = SeededGenerator(seed: SeededGenerator.runSeed)
        for _ in 0..<200 {
            var reader = EventStreamReader(limit: 40)
            var found: [String] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = random.integer(in: 1...min(9, rest.count))
                reader.take(Array(rest.prefix(count))) { found.append(String(decoding: $0, as: UTF8.self)) }
                rest = rest.dropFirst(count)
            }
            #expect(found == ["one\ntwo", "", " three"] && reader.hasSkipped, "seed \(random.seed)")
        }
    }

    @Test(
        "an event of as many octets as the limit is read, and one of an octet more is not",
        arguments: [1, 2, 3])
    func limit(lines: Int) {
        for excess in 0...1 {
            var reader = EventStreamReader(limit: 40)
            var found = 0
            let last = String(repeating: "z", count: 40 - 2 * (lines - 1) + excess)
            let stream = String(repeating: "data: a\n", count: lines - 1) + "data: \(last)\n\ndata: b\n\n"
            reader.take(Array(stream.utf8)) { _ in found += 1 }
            #expect(found == 2 - excess)
            #expect(reader.hasSkipped == (excess == 1))
        }
    }

    @Test(
        "what is a line of data and what is not, by the standard",
        arguments: [
            ("data: a\n\n", ["a"]), ("data:a\n\n", ["a"]), ("data:  a\n\n", [" a"]), ("data\n\n", [""]),
            ("data:\ndata:\n\n", ["\n"]), ("Data: a\n\n", []), (" data: a\n\n", []), ("data : a\n\n", []),
            ("dataa: a\n\n", []), (":data: a\n\n", []), ("data: a", []), ("data: a\n", []), ("\n\n\n", []),
            ("data: a\r\n\r\ndata: b\r\r", ["a", "b"]), ("data: a\n\r\n", ["a"]),
            ("\u{FEFF}data: a\n\n", ["a"]),
            ("\u{FEFF}\u{FEFF}data: a\n\n", []), ("retry: 1\ndata: a\n\n", ["a"]),
            ("data: a\0b\n\n", ["a\0b"]),
        ])
    func lines(stream: String, events: [String]) {
        var reader = EventStreamReader(limit: 40)
        var found: [String] = []
        reader.take(Array(stream.utf8)) { found.append(String(decoding: $0, as: UTF8.self)) }
        #expect(found == events)
        #expect(!reader.hasSkipped)
    }
}
