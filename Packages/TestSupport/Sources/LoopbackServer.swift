import Foundation
import Glibc

/// A server on 127.0.0.1 that behaves as a test says, well or badly. One thread a connection.
///
/// ```swift
/// let server = try LoopbackServer { connection in
///     while let request = connection.request() {
///         connection.respond(201, ["Location": "/entries/1"], receipt)
///     }
/// }
/// ```
public final class LoopbackServer: @unchecked Sendable {
    /// The port that the system chose.
    public let port: UInt16
    /// Where it listens, as a URL without path.
    public var url: String { "http://127.0.0.1:\(port)" }

    private let listener: Int32
    private let lock = NSLock()
    private var connectionCount = 0
    private var isStopped = false

    /// Starts to listen; `serve` is called once a connection, which is closed when it returns.
    public init(_ serve: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard bound else { throw LoopbackError(errno: errno) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    // Closed here alone: elsewhere, its number could be another server's by the next turn.
                    Glibc.close(listener)
                    return
                }
                self?.countConnection()
                Thread.detachNewThread {
                    let connection = LoopbackConnection(peer)
                    serve(connection)
                    connection.close()
                }
            }
        }
    }

    deinit { stop() }

    /// Stops to take connections; those that are open stay.
    public func stop() {
        let first = lock.withLock {
            defer { isStopped = true }
            return !isStopped
        }
        guard first else { return }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// How many connections were taken.
    public var connections: Int { lock.withLock { connectionCount } }

    private func countConnection() { lock.withLock { connectionCount += 1 } }
}

/// A call of the system that failed.
public struct LoopbackError: Error {
    /// The system's number for it.
    public let errno: Int32
}

/// A request as it came in.
public struct LoopbackRequest: Sendable {
    /// The method.
    public let method: String
    /// Path and query.
    public let target: String
    /// The fields by their names in lower case; of equal names the last one.
    public let fields: [String: String]
    /// The content.
    public let content: [UInt8]
}

/// One end of a connection, the server's or a client's that behaves as a test says.
public final class LoopbackConnection: @unchecked Sendable {
    private let socket: Int32
    private var received: [UInt8] = []
    private var isOpen = true

    init(_ socket: Int32) { self.socket = socket }

    /// Connects to a server on 127.0.0.1.
    public init(to port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let descriptor = socket
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            defer { close() }
            throw LoopbackError(errno: errno)
        }
    }

    /// Reads the next request; nil when the client is gone.
    public func request() -> LoopbackRequest? {
        guard let header = header() else { return nil }
        var lines = String(decoding: header, as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines.removeFirst().split(separator: " ")
        guard start.count == 3 else { return nil }
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let count = fields["content-length"].flatMap { Int($0) } ?? 0
        while received.count < count { guard read() else { return nil } }
        defer { received.removeFirst(count) }
        return LoopbackRequest(
            method: String(start[0]), target: String(start[1]), fields: fields,
            content: Array(received.prefix(count)))
    }

    /// Reads and drops so many octets of what comes, requests or not.
    public func take(_ count: Int) {
        while received.count < count, read() {}
        received.removeFirst(min(count, received.count))
    }

    /// Everything up to the empty line, which is dropped.
    private func header() -> [UInt8]? {
        let end: [UInt8] = [13, 10, 13, 10]
        while true {
            if let range = received.firstRange(of: end) {
                defer { received.removeFirst(range.upperBound) }
                return Array(received[..<range.lowerBound])
            }
            guard read() else { return nil }
        }
    }

    private func read() -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &piece, piece.count, 0)
        guard count > 0 else { return false }
        received += piece.prefix(count)
        return true
    }

    /// Sends octets as they are; false when the client is gone.
    @discardableResult
    public func write(_ octets: [UInt8]) -> Bool {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Sends text as it is; false when the client is gone.
    @discardableResult
    public func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Sends a whole response; false when the client is gone.
    @discardableResult
    public func respond(_ status: Int, _ fields: [String: String] = [:], _ content: [UInt8] = []) -> Bool {
        write(Self.response(status, fields, content))
    }

    /// The octets of a whole response.
    public static func response(
        _ status: Int, _ fields: [String: String] = [:], _ content: [UInt8] = []
    ) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Test\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if status != 204 { text += "Content-Length: \(content.count)\r\n" }
        return Array((text + "\r\n").utf8) + content
    }

    /// Waits until the client closes the connection, at most a minute.
    public func waitForEnd() {
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        while read() { received = [] }
    }

    /// Ends the connection at once, with a reset if `abruptly`.
    public func close(abruptly: Bool = false) {
        guard isOpen else { return }
        isOpen = false
        if abruptly {
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        Glibc.close(socket)
    }
}
