import ArgumentParser
import Encoding
import Glibc

/// `actect testee`
struct TesteeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "testee",
        abstract: "Answer the conformance interface: JSON lines in, JSON lines out.",
        discussion: """
            Each line of standard input is a request {"id": any, "op": "…", …}; each is answered by one line, in \
            order. No file and no socket is opened. The operations are described in Interop/README.md.
            """)

    func run() throws {
        var reader = LineReader()
        while let line = reader.next() {
            Console.print(Testee.answer(to: line))
        }
    }
}

/// Lines of standard input, of any length up to the limit of a document.
private struct LineReader {
    private var buffer: [UInt8] = []
    private var scanned = 0
    private var isAtEnd = false

    mutating func next() -> [UInt8]? {
        while true {
            if let end = buffer[scanned...].firstIndex(of: 0x0A) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                scanned = 0
                return line
            }
            scanned = buffer.count
            if isAtEnd {
                guard !buffer.isEmpty else { return nil }
                defer {
                    buffer = []
                    scanned = 0
                }
                return buffer
            }
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let count = piece.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { isAtEnd = true } else { buffer += piece[..<count] }
        }
    }
}
