import Glibc

/// The file that is imported: read at once, or line by line in pieces.
public struct ImportSource: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private var buffer: [UInt8]
    private var start = 0
    private var isAtEnd: Bool
    /// Octets of the file before the buffer's first.
    private var passed = 0
    private var number = 0

    /// The longest file, or line of a file with an object a line, in octets.
    public static let limit = 1 << 30
    private static let pieceSize = 1 << 20

    /// A line, without its line end.
    struct Line {
        let octets: [UInt8]
        let offset: Int
        let number: Int
    }

    /// Reads from memory.
    public init(octets: [UInt8]) {
        path = "-"
        descriptor = -1
        ownsDescriptor = false
        buffer = octets
        isAtEnd = true
    }

    /// Opens a file; `-` is standard input.
    public init(path: String) throws(ImportError) {
        self.path = path
        ownsDescriptor = path != "-"
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        buffer = []
        isAtEnd = false
        guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
    }

    deinit {
        if ownsDescriptor, descriptor >= 0 { close(descriptor) }
    }

    /// Everything from here on.
    mutating func rest() throws(ImportError) -> [UInt8] {
        while !isAtEnd { try fill() }
        let octets = start == 0 ? buffer : Array(buffer[start...])
        buffer = []
        start = 0
        return octets
    }

    /// The next line that is not blank; nil at the end.
    mutating func nextLine() throws(ImportError) -> Line? {
        while let line = try anyLine() {
            if line.octets.contains(where: { $0 > 0x20 }) { return line }
        }
        return nil
    }

    /// Puts the line that was read last back, with what followed it.
    mutating func unread(_ line: Line) {
        start = line.offset - passed
        number = line.number - 1
    }

    private mutating func anyLine() throws(ImportError) -> Line? {
        var searched = start
        while true {
            if let end = newline(from: searched) { return line(to: end, next: end + 1) }
            searched = buffer.count
            if isAtEnd { return start < buffer.count ? line(to: buffer.count, next: buffer.count) : nil }
            try fill()
        }
    }

    private mutating func line(to end: Int, next: Int) -> Line {
        number += 1
        let line = Line(octets: Array(buffer[start..<end]), offset: passed + start, number: number)
        start = next
        return line
    }

    /// Lets go of the lines that were read; only the last can still be put back.
    mutating func forget() {
        guard !isAtEnd || start > Self.pieceSize else { return }
        buffer.removeSubrange(0..<start)
        passed += start
        start = 0
    }

    private func newline(from first: Int) -> Int? {
        unsafe buffer.withUnsafeBufferPointer { octets -> Int? in
            guard let base = octets.baseAddress, first < octets.count,
                let found = unsafe memchr(base + first, 0x0A, octets.count - first)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    private mutating func fill() throws(ImportError) {
        let held = buffer.count
        guard held - start <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        buffer.append(contentsOf: repeatElement(0, count: Self.pieceSize))
        let descriptor = self.descriptor
        let count = unsafe buffer.withUnsafeMutableBytes { octets -> Int in
            guard let base = octets.baseAddress else { return 0 }
            while true {
                let count = unsafe read(descriptor, base + held, Self.pieceSize)
                if count >= 0 || errno != EINTR { return count }
            }
        }
        guard count >= 0 else { throw .unreadable(path, errno: errno) }
        buffer.removeLast(Self.pieceSize - count)
        if count == 0 { isAtEnd = true }
    }
}
