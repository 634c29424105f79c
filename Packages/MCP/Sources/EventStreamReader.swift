/// Reads the data of events from a `text/event-stream` (WHATWG HTML §9.2.5) as it streams by, one event at a time.
package struct EventStreamReader {
    private let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var isOverlong = false
    private var isLineCut = false
    private var followsReturn = false
    private var isStart = true
    private var mark: [UInt8] = []

    /// Events with more than `limit` octets of data are passed over.
    package init(limit: Int) { self.limit = limit }

    /// Whether an event was too large to be read.
    package private(set) var hasSkipped = false

    /// Takes octets in, and hands the data of each event that they complete to `event`.
    package mutating func take(_ octets: [UInt8], _ event: ([UInt8]) -> Void) {
        var rest = octets[...]
        if isStart { rest = withoutMark(rest) }
        while !rest.isEmpty {
            if followsReturn {
                followsReturn = false
                if rest.first == 0x0A { rest = rest.dropFirst() }
                continue
            }
            guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                append(rest)
                return
            }
            append(rest[..<end])
            followsReturn = rest[end] == 0x0D
            rest = rest[(end + 1)...]
            endLine(event)
        }
    }

    /// A byte order mark at the start is no part of the first line.
    private mutating func withoutMark(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let whole: [UInt8] = [0xEF, 0xBB, 0xBF]
        let count = min(octets.count, whole.count - mark.count)
        mark += octets.prefix(count)
        guard mark.count == whole.count || !whole.starts(with: mark) else { return [] }
        isStart = false
        return (mark == whole ? [] : mark[...]) + octets.dropFirst(count)
    }

    private mutating func append(_ octets: ArraySlice<UInt8>) {
        let room = limit + 8 - line.count
        line += octets.prefix(room)
        if octets.count > room { isLineCut = true }
    }

    private mutating func endLine(_ event: ([UInt8]) -> Void) {
        defer {
            line.removeAll(keepingCapacity: true)
            isLineCut = false
        }
        guard !line.isEmpty else { return dispatch(event) }
        let name = Array("data".utf8)
        guard line.starts(with: name) else { return }
        var value = line.dropFirst(name.count)
        guard value.first == UInt8(ascii: ":") || value.isEmpty else { return }
        value = value.dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        guard !isLineCut, data.count + (hasData ? 1 : 0) + value.count <= limit else {
            isOverlong = true
            return
        }
        if hasData { data.append(0x0A) }
        hasData = true
        data += value
    }

    private mutating func dispatch(_ event: ([UInt8]) -> Void) {
        defer {
            data.removeAll(keepingCapacity: true)
            (hasData, isOverlong) = (false, false)
        }
        if isOverlong {
            hasSkipped = true
        } else if hasData {
            event(data)
        }
    }
}
