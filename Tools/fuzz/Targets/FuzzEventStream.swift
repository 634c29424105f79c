import MCP

extension FuzzTarget {
    /// The first octet says into which pieces the rest is cut. The events are those that reading all of it at once by the
    /// words of the standard finds, however it is cut.
    static let eventStream = FuzzTarget("FuzzEventStream") { octets in
        guard let first = octets.first else { return }
        let stream = Array(octets.dropFirst())
        let limit = 64
        var reader = EventStreamReader(limit: limit)
        var events: [[UInt8]] = []
        var rest = stream[...]
        while !rest.isEmpty {
            reader.take(Array(rest.prefix(Int(first) + 1))) { events.append($0) }
            rest = rest.dropFirst(Int(first) + 1)
        }
        let expected = data(of: stream)
        let short = expected.filter { $0.count <= limit }
        try must(events == short, "\(events.count) events, and not \(short.count)")
        try must(reader.hasSkipped == (short.count < expected.count), "an event was passed over")
    }

    /// The data of all events of a stream (WHATWG HTML §9.2.6), each line in turn.
    private static func data(of stream: [UInt8]) -> [[UInt8]] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var text = stream.starts(with: mark) ? stream[3...] : stream[...]
        var events: [[UInt8]] = []
        var lines: [[UInt8]] = []
        while let end = text.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            let line = text[..<end]
            let isPair = text[end] == 0x0D && end + 1 < text.endIndex && text[end + 1] == 0x0A
            text = text[(end + (isPair ? 2 : 1))...]
            if line.isEmpty {
                if !lines.isEmpty { events.append(Array(lines.joined(separator: [0x0A]))) }
                lines = []
                continue
            }
            let name = line.prefix { $0 != UInt8(ascii: ":") }
            guard name.elementsEqual("data".utf8) else { continue }
            let value = line.dropFirst(name.count + 1)
            lines.append(Array(value.first == 0x20 ? value.dropFirst() : value))
        }
        return events
    }
}
