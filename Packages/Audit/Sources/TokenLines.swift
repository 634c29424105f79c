import Glibc
import JOSE

/// Reads a token set: one compact token a line, blank lines skipped, from a file or standard input, in pieces
/// of bounded size however long the set is.
public struct TokenLines: ~Copyable {
    private let name: String
    private var descriptor: Int32
    private var ownsDescriptor: Bool
    private var origin: off_t
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var number = 0

    /// One line of a token set.
    public struct Line: Sendable {
        /// Its number, from 1.
        public let number: Int
        /// Its octets, without the line end. A line longer than any token is cut just above the limit, so that
        /// it is refused for its size.
        public let token: [UInt8]
    }

    private static let pieceSize = 1 << 16
    private static let longest = JWS.defaultLimit + 1

    /// Opens `path`; `-` is standard input.
    public init(path: String) throws(AuditError) {
        name = path == "-" ? "standard input" : path
        if path == "-" {
            descriptor = STDIN_FILENO
            ownsDescriptor = false
        } else {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            ownsDescriptor = true
            guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
        }
        // Standard input may be a file that was read in part before.
        origin = lseek(descriptor, 0, SEEK_CUR)
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    /// Whether the set can be read again from its start: a file can, a pipe can't.
    public var isSeekable: Bool { origin >= 0 }

    /// Keeps what a pipe delivers in an unnamed temporary file, so that it can be read again; before any line
    /// is read.
    public mutating func spool() throws(AuditError) {
        let file = try SpoolFile()
        try file.fill(from: descriptor, named: name)
        if ownsDescriptor { close(descriptor) }
        descriptor = file.take()
        ownsDescriptor = true
        origin = 0
    }

    /// Goes back to the start.
    public mutating func rewind() throws(AuditError) {
        guard lseek(descriptor, origin, SEEK_SET) == origin else { throw .unreadable(name, errno: errno) }
        buffer = []
        start = 0
        number = 0
        isAtEnd = false
    }

    /// Up to `count` lines; empty at the end.
    public mutating func next(_ count: Int) throws(AuditError) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(count)
        while lines.count < count, let line = try nextLine() { lines.append(line) }
        return lines
    }

    private mutating func nextLine() throws(AuditError) -> Line? {
        while true {
            var end = start
            while true {
                if let found = newline(from: end) {
                    end = found
                    break
                }
                end = buffer.count
                if isAtEnd { break }
                // What lies beyond the longest token need not be kept to refuse it.
                if end - start > 2 * Self.longest { buffer.removeSubrange(start + Self.longest + 1..<end) }
                try fill()
                end = start
            }
            guard end > start || end < buffer.count else { return nil }
            number += 1
            let token = trimmed(start, end)
            start = min(end + 1, buffer.count)
            if !token.isEmpty { return Line(number: number, token: token) }
        }
    }

    private func newline(from first: Int) -> Int? {
        unsafe buffer.withUnsafeBufferPointer { octets -> Int? in
            guard let base = octets.baseAddress, first < octets.count,
                let found = unsafe memchr(base + first, 0x0A, octets.count - first)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    private func trimmed(_ first: Int, _ end: Int) -> [UInt8] {
        // What a longer line has behind the limit was not looked at, so nothing before it is trimmed away.
        guard end - first <= Self.longest else { return Array(buffer[first..<first + Self.longest]) }
        var last = end
        while last > first, buffer[last - 1] == 0x0D || buffer[last - 1] == 0x20 || buffer[last - 1] == 0x09 {
            last -= 1
        }
        return Array(buffer[first..<last])
    }

    private mutating func fill() throws(AuditError) {
        if start > 0 {
            buffer.removeSubrange(0..<start)
            start = 0
        }
        let descriptor = self.descriptor
        var count = 0
        buffer += unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { octets, filled in
            repeat {
                count = unsafe read(descriptor, octets.baseAddress, Self.pieceSize)
            } while count < 0 && errno == EINTR
            filled = max(0, count)
        }
        guard count >= 0 else { throw .unreadable(name, errno: errno) }
        if count == 0 { isAtEnd = true }
    }
}
