import Encoding
import Foundation
import HTTPServer
import Logging
import SCITT
import Testing

@testable import TransparencyService

/// A service inside the tests' process, over a folder of its own.
final class RunningService: Sendable {
    let folder: TemporaryFolder
    let service: TransparencyService
    let port: UInt16
    private let task: Task<Void, any Error>
    let lines: LogLines

    init(
        _ policy: RegistrationPolicy, in folder: TemporaryFolder = TemporaryFolder(),
        metrics: PrometheusMetrics = PrometheusMetrics(),
        configure: (inout ServiceConfiguration) -> Void = { _ in }
    ) async throws {
        self.folder = folder
        var configuration = ServiceConfiguration()
        configure(&configuration)
        let lines = LogLines()
        self.lines = lines
        let logger = Logger(label: "test") { _ in JSONLogHandler(level: .debug) { lines.append($0) } }
        let service = try TransparencyService(
            folder: folder.file("data"), service: "urn:example:service", policy: policy,
            configuration: configuration, metrics: metrics, logger: logger, clock: { Int64(time(nil)) })
        self.service = service
        let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
        task = Task { try await service.run { continuation.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let first = await iterator.next()
        let address = try #require(first)
        port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
    }

    deinit { task.cancel() }

    /// Ends the service and waits for that.
    func stop() async throws {
        task.cancel()
        _ = try await task.value
    }

    func ask(
        _ method: String, _ target: String, fields: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        let request = HTTPClient.request(method, target, fields: fields, body: body)
        return try await HTTPClient.detached { [port] in
            let connection = try HTTPConnection(port: port)
            defer { connection.close() }
            connection.send(request)
            return try connection.answer()
        }
    }

    func register(
        _ statement: [UInt8], target: String = "/entries", fields: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await ask(
            "POST", target, fields: ["Content-Type": "application/cose"].merging(fields) { $1 },
            body: statement)
    }
}

/// What a service has logged.
final class LogLines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []

    func append(_ line: [UInt8]) { lock.withLock { lines.append(String(decoding: line, as: UTF8.self)) } }

    var all: [String] { lock.withLock { lines } }
}
