import Foundation

/// A keep-alive connection that never blocks: it sends one request, reads the answer, and sends the next.
struct LoadConnection {
    /// What came of one step.
    enum Progress {
        /// More to send or to read.
        case waiting
        /// The answer is here: its status and its body.
        case answered(status: Int, body: ArraySlice<UInt8>)
        /// The other side has closed.
        case closed
    }

    let descriptor: Int32
    private var output: ArraySlice<UInt8> = []
    private var input: [UInt8] = []

    /// Connects to a port of this machine.
    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return nil }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// What to wait for.
    var events: Int16 { Int16(output.isEmpty ? POLLIN : POLLOUT) }

    /// Sends a request, as far as it goes at once.
    mutating func send(_ request: [UInt8]) {
        input.removeAll(keepingCapacity: true)
        output = request[...]
        flush()
    }

    private mutating func flush() {
        let count = output.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { output = output.dropFirst(count) }
    }

    /// Goes on after the descriptor has become ready.
    mutating func step() -> Progress {
        guard output.isEmpty else {
            flush()
            return .waiting
        }
        let start = input.count
        input.append(contentsOf: repeatElement(0, count: 4096))
        let count = input.withUnsafeMutableBytes {
            read(descriptor, $0.baseAddress?.advanced(by: start), 4096)
        }
        input.removeLast(4096 - max(0, count))
        if count == 0 { return .closed }
        return answer
    }

    private var answer: Progress {
        guard let head = input.firstRange(of: Array("\r\n\r\n".utf8)) else { return .waiting }
        let lines = String(decoding: input[..<head.lowerBound], as: UTF8.self).lowercased()
            .split(separator: "\r\n")
        let length =
            lines.first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
        guard input.count >= head.upperBound + length else { return .waiting }
        let status = lines.first.flatMap { Int($0.dropFirst("http/1.1 ".count).prefix(3)) } ?? 0
        return .answered(status: status, body: input[head.upperBound..<head.upperBound + length])
    }
}
