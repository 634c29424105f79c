import CoreMetrics
import Encoding
import Foundation
import HTTPServer
import Logging
import Testing

@Suite("Parts of servers")
struct ServerPartsTests {
    private let second: UInt64 = 1_000_000_000

    @Test("a rate of 3 lets 3 pass at once, then one every third of a second, for each address")
    func rate() throws {
        let rate = try #require(RateLimit(perSecond: 3))
        for _ in 0..<3 { #expect(rate.retryAfter("a", now: second) == nil) }
        #expect(rate.retryAfter("a", now: second) == 1)
        #expect(rate.retryAfter("b", now: second) == nil)
        #expect(rate.retryAfter("a", now: second + second / 2) == nil)
        #expect(rate.retryAfter("a", now: second + second / 2) == 1)
        // A clock that seems to go back gives nothing.
        #expect(rate.retryAfter("a", now: 0) == 1)
        #expect(RateLimit(perSecond: 0) == nil)
    }

    @Test("whoever has a /64 of IPv6 is counted as one, and IPv4 by its address in either form")
    func networks() throws {
        let rate = try #require(RateLimit(perSecond: 1))
        #expect(rate.retryAfter("2001:db8:1:2::1", now: second) == nil)
        #expect(rate.retryAfter("2001:db8:1:2:ffff::9", now: second) == 1)
        #expect(rate.retryAfter("2001:db8:1:3::1", now: second) == nil)
        #expect(rate.retryAfter("::ffff:192.0.2.1", now: second) == nil)
        #expect(rate.retryAfter("::ffff:192.0.2.2", now: second) == nil)
        #expect(rate.retryAfter("::ffff:192.0.2.2", now: second) == 1)
    }

    @Test("more addresses than are remembered do not make it grow, and let the new ones in")
    func manyAddresses() throws {
        let rate = try #require(RateLimit(perSecond: 1))
        for number in 0..<RateLimit.mostAddresses + 10 {
            #expect(rate.retryAfter("\(number)", now: second) == nil)
        }
    }

    @Test("settings out of their range are refused")
    func settings() {
        let changes: [(inout ListenerConfiguration) -> Void] = [
            { $0.port = -1 }, { $0.port = 65_536 }, { $0.connections = 0 }, { $0.idleSeconds = 0 },
            { $0.bodySeconds = 4000 }, { $0.transferSeconds = 0 }, { $0.stopSeconds = 0 },
            { $0.fieldOctets = 1 },
        ]
        for change in changes {
            var configuration = ListenerConfiguration()
            change(&configuration)
            #expect(throws: HTTPServerError.self) { try configuration.check() }
        }
        #expect(ListenerConfiguration().isLoopback)
        #expect(
            HTTPServerError.address("x").code != HTTPServerError.settingInvalid("x").code
                && HTTPServerError.address("x").description.contains("x"))
    }

    @Test("a bearer token is taken whatever the case of its scheme, and no other is")
    func bearer() {
        let token = ExpectedBearerToken("0123456789abcdef")
        #expect(token.matches("Bearer 0123456789abcdef") && token.matches("bearer 0123456789abcdef"))
        for field in [nil, "", "Bearer", "Bearer x", "Basic 0123456789abcdef", "0123456789abcdef"] {
            #expect(!token.matches(field))
        }
    }

    @Test("metrics: counters, gauges and histograms as Prometheus reads them, labels escaped")
    func prometheus() {
        let metrics = PrometheusMetrics()
        let label = [("path", "a\"b\\c\n")]
        Counter(label: "things.total", dimensions: label, factory: metrics).increment(by: 3)
        Counter(label: "things.total", dimensions: label, factory: metrics).increment()
        Meter(label: "depth", factory: metrics).set(2.5)
        let gauge = Gauge(label: "last", factory: metrics)
        gauge.record(7)
        let timer = Timer(label: "took", factory: metrics)
        timer.recordNanoseconds(700_000)
        timer.recordNanoseconds(20_000_000_000)
        let lines = metrics.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("# TYPE things_total counter"))
        #expect(lines.contains(#"things_total{path="a\"b\\c\n"} 4"#))
        #expect(lines.contains("depth 2.5"))
        #expect(lines.contains("last 7.0"))
        #expect(lines.contains(#"took_bucket{le="0.0005"} 0"#))
        #expect(lines.contains(#"took_bucket{le="0.001"} 1"#))
        #expect(lines.contains(#"took_bucket{le="10.0"} 1"#))
        #expect(lines.contains(#"took_bucket{le="+Inf"} 2"#))
        #expect(lines.contains("took_count 2"))
        timer.destroy()
        #expect(!metrics.text.contains("took"))
    }

    @Test("log lines are JSON objects with time, level, message and metadata, whatever is in them")
    func logLines() throws {
        let lines = LogLines()
        var logger = Logger(label: "test") { _ in JSONLogHandler(level: .info) { lines.append($0) } }
        logger[metadataKey: "request"] = "1"
        logger.debug("not written")
        logger.warning("a \"quoted\"\nline", metadata: ["status": "400", "level": "x"])
        let line = try #require(lines.all.first)
        #expect(lines.all.count == 1)
        let root = try JSONDocument(parsing: Array(line.utf8.dropLast())).root
        #expect(root["message"]?.string == "a \"quoted\"\nline")
        #expect(root["level"]?.string == "warning")
        #expect(root["status"]?.string == "400" && root["request"]?.string == "1")
        #expect(root["time"]?.string?.string.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        #expect(logger[metadataKey: "request"] == "1")
    }
}

/// What was logged.
private final class LogLines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []

    func append(_ line: [UInt8]) { lock.withLock { lines.append(String(decoding: line, as: UTF8.self)) } }

    var all: [String] { lock.withLock { lines } }
}
