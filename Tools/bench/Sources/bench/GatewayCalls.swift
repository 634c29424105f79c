import Encoding
import Foundation

/// Calls of one client to an MCP server, directly and through `actect gateway` before it by turns.
enum GatewayCalls: Subject {
    static let name = "gateway"
    static let summary = "a tool call through `actect gateway`, verified and recorded, beside a direct one"

    static func run(_ report: Report, _ scale: Scale) throws {
        let folder = try Machine.folder("gateway")
        var figures: [String: [Double]] = [:]
        for round in 0...5 {
            let place = folder.appendingPathComponent("\(round)").path
            try? FileManager.default.removeItem(atPath: place)
            defer { try? FileManager.default.removeItem(atPath: place) }
            let output = try ServiceProcess.run(
                "gateway-load", ["overhead", place, String(scale.gatewayCalls)])
            // The first round warms up.
            guard round > 0 else { continue }
            let result = try JSONDocument(parsing: output).root
            for part in ["p50", "p99"] {
                guard let direct = result["direct"]?["\(part)_us"]?.integer,
                    let through = result["gateway"]?["\(part)_us"]?.integer,
                    result["direct"]?["failed"]?.integer == 0, result["gateway"]?["failed"]?.integer == 0
                else { throw BenchError("a call failed: \(String(decoding: output, as: UTF8.self))") }
                figures["directly, \(part)", default: []].append(Double(direct) / 1000)
                figures["through the gateway, \(part)", default: []].append(Double(through) / 1000)
                figures["the gateway's part, \(part)", default: []].append(Double(through - direct) / 1000)
            }
        }
        for part in ["p50", "p99"] {
            for side in ["directly", "through the gateway", "the gateway's part"] {
                let name = "\(side), \(part)"
                report.figure(name, figures[name] ?? [], "ms")
            }
        }
    }
}
