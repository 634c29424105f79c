import Encoding
import Foundation

/// Durable registrations at a service in its own process, asked for by another process over connections that
/// stay open, each of which waits for its receipt before it sends the next statement.
enum Registrations: Subject {
    static let name = "registration"
    static let summary = "durable registrations at `actect serve` over loopback, 64 connections"

    static func run(_ report: Report, _ scale: Scale) throws {
        let folder = try Machine.folder("registration").path
        _ = try ServiceProcess.run("scitt-load", ["trust", folder])
        let service = try ServiceProcess("\(folder)/data", trust: "\(folder)/trust.json")
        var rates: [Double] = []
        var halves: [Double] = []
        var slowest: [Double] = []
        for round in 0...5 {
            let output = try ServiceProcess.run(
                "scitt-load",
                ["run", folder, String(service.port), service.trust, String(scale.registrations), "64"])
            let result = try JSONDocument(parsing: output).root
            guard result["registered"]?.integer == Int64(scale.registrations),
                result["unverified"]?.integer == 0
            else {
                throw BenchError("not everything was registered: \(String(decoding: output, as: UTF8.self))")
            }
            func number(_ name: String) -> Double { result[name]?.numberText.flatMap(Double.init) ?? .nan }
            // The first round warms up.
            guard round > 0 else { continue }
            rates.append(number("per_second"))
            halves.append(number("p50_ms"))
            slowest.append(number("p99_ms"))
        }
        report.figure("registrations", rates, "/s", aim: .atLeast(2000))
        report.figure("registration, p50", halves, "ms")
        report.figure("registration, p99", slowest, "ms", aim: .atMost(100))
    }
}
