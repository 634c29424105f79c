import Foundation

/// One request on a connection of its own over loopback: octets as the test wants them, the answer as it came.
struct HTTPAnswer: Sendable {
    let status: Int
    let fields: [String: String]
    let body: [UInt8]
}

struct ConnectionFailed: Error {}

/// A blocking connection; it is used on a Dispatch thread, so that no thread of the tests waits.
struct HTTPConnection {
    private let descriptor: Int32

    init(port: UInt16, patience: Int = 30) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var time = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            Foundation.close(descriptor)
            throw ConnectionFailed()
        }
    }

    func close() { Foundation.close(descriptor) }

    /// False where the other side has gone.
    @discardableResult
    func send(_ octets: [UInt8]) -> Bool {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Whether the other side closes before the patience ends.
    func waitForClose() -> Bool {
        var octets = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = octets.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count == 0 { return true }
            if count < 0 { return errno == ECONNRESET }
        }
    }

    /// Takes all that comes until the end or the patience's; how much it was.
    func takeAll() -> Int {
        var total = 0
        while let piece = receive() { total += piece.count }
        return total
    }

    /// All that comes until the end or the patience's, as text.
    func takeText() -> String {
        var octets: [UInt8] = []
        while let piece = receive() { octets += piece }
        return String(decoding: octets, as: UTF8.self)
    }

    /// Some octets; nil after the end, or the patience's.
    fileprivate func receive() -> ArraySlice<UInt8>? {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = piece.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        return count > 0 ? piece[..<count] : nil
    }

    /// The next answer, where no other follows it.
    func answer() throws -> HTTPAnswer {
        var reader = AnswerReader(self)
        return try reader.next()
    }
}

/// Reads answers one after another.
struct AnswerReader {
    private let connection: HTTPConnection
    private var input: [UInt8] = []

    init(_ connection: HTTPConnection) { self.connection = connection }

    mutating func next() throws -> HTTPAnswer {
        while true {
            if let (answer, count) = Self.parse(input) {
                input.removeFirst(count)
                return answer
            }
            guard let piece = connection.receive() else { throw ConnectionFailed() }
            input += piece
        }
    }

    private static func parse(_ input: [UInt8]) -> (HTTPAnswer, Int)? {
        guard let head = input.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: input[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] =
                parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = Int(fields["content-length"] ?? "0") ?? 0
        guard input.count >= head.upperBound + length else { return nil }
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let end = head.upperBound + length
        let answer = HTTPAnswer(status: status, fields: fields, body: Array(input[head.upperBound..<end]))
        return (answer, end)
    }
}

enum HTTPClient {
    static func request(
        _ method: String, _ target: String, fields: [String: String] = [:], body: [UInt8]? = nil
    ) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    /// Runs blocking work on a thread of its own.
    static func detached<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
