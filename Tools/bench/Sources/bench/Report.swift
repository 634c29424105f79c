import CFloor
import Encoding
import Foundation

/// Writes figures as they come: lines for people, or one JSON document at the end.
final class Report {
    private let writesJSON: Bool
    private var subject = ""
    private var figures: [JSONValue] = []
    private var about: [JSONMember] = []

    init(writesJSON: Bool) {
        self.writesJSON = writesJSON
    }

    /// What a figure should be.
    enum Aim {
        case atMost(Double)
        case atLeast(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .atMost(let most): value <= most
            case .atLeast(let least): value >= least
            }
        }

        var text: String {
            switch self {
            case .atMost(let most): "<= \(Report.number(most))"
            case .atLeast(let least): ">= \(Report.number(least))"
            }
        }
    }

    /// Says what the figures were measured on.
    func machine() {
        let swift = "Swift \(Self.swiftVersion), OpenSSL \(String(cString: floor_openssl_version()))"
        let versions = "\(swift), SQLite \(String(cString: floor_sqlite_version()))"
        about = [
            JSONMember("processor", .string(ExactString(Self.processor))),
            JSONMember("cores", .integer(Int64(Machine.cores))),
            JSONMember("versions", .string(ExactString(versions))),
            JSONMember("load", .string(ExactString(Self.number(Machine.load)))),
        ]
        say("\(Self.processor), \(Machine.cores) cores, load \(Self.number(Machine.load))")
        say("\(versions); median [min..max] of interleaved rounds")
    }

    func begin(_ subject: any Subject.Type) {
        self.subject = subject.name
        say("\n\(subject.name): \(subject.summary)")
    }

    /// A figure with the extremes of its rounds.
    func figure(_ name: String, _ values: [Double], _ unit: String, aim: Aim? = nil, note: String = "") {
        let value = values.median
        var members = [
            JSONMember("subject", .string(ExactString(subject))),
            JSONMember("figure", .string(ExactString(name))),
            JSONMember("value", .number(Self.number(value))),
            JSONMember("unit", .string(ExactString(unit))),
        ]
        var line = "  \(Self.padded(name, 44)) \(Self.padded(Self.number(value), 9, left: true)) \(unit)"
        if values.count > 1, let least = values.min(), let most = values.max() {
            members.append(JSONMember("least", .number(Self.number(least))))
            members.append(JSONMember("most", .number(Self.number(most))))
            line += " [\(Self.number(least))..\(Self.number(most))]"
        }
        if let aim {
            let isMet = aim.isMet(by: value)
            members.append(JSONMember("aim", .string(ExactString(aim.text))))
            members.append(JSONMember("met", .boolean(isMet)))
            line += "  aim \(aim.text): \(isMet ? "met" : "MISSED")"
        }
        if !note.isEmpty {
            members.append(JSONMember("note", .string(ExactString(note))))
            line += "  (\(note))"
        }
        figures.append(.object(members))
        say(line)
    }

    /// A paired run: the ratio, and the times that it came from.
    func figure(
        _ name: String, _ comparison: PairedRuns.Comparison, aim: Aim? = nil, ours: String = "ours",
        floor: String = "raw"
    ) {
        let first = "\(ours) \(Self.time(comparison.ours.median))"
        let second = "\(floor) \(Self.time(comparison.floor.median))"
        figure(name, comparison.ratios, "x", aim: aim, note: "\(first), \(second)")
    }

    /// Something that could not be measured, and why.
    func skip(_ name: String, because reason: String) {
        figures.append(
            .object([
                JSONMember("subject", .string(ExactString(subject))),
                JSONMember("figure", .string(ExactString(name))),
                JSONMember("skipped", .string(ExactString(reason))),
            ]))
        say("  \(Self.padded(name, 44)) skipped: \(reason)")
    }

    func end() {
        guard writesJSON else { return }
        let document = JSONValue.object([
            JSONMember("machine", .object(about)), JSONMember("figures", .array(figures)),
        ])
        print(String(decoding: document.encode(), as: UTF8.self))
    }

    private func say(_ line: String) {
        guard !writesJSON else { return }
        print(line)
        fflush(nil)
    }

    // MARK: Texts

    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let digits = abs(value) >= 1000 ? 0 : abs(value) >= 10 ? 1 : 3
        return String(format: "%.\(digits)f", value)
    }

    static func time(_ seconds: Double) -> String {
        seconds < 1e-3
            ? String(format: "%.1f us", seconds * 1e6)
            : seconds < 1 ? String(format: "%.1f ms", seconds * 1e3) : String(format: "%.2f s", seconds)
    }

    static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? space + text : text + space
    }

    private static let processor: String = {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        let model = line?.split(separator: ":").last
        return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    }()

    private static var swiftVersion: String {
        #if compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}

/// The machine that the program runs on.
enum Machine {
    static let cores = ProcessInfo.processInfo.activeProcessorCount

    /// Processes that wanted to run in the last minute, on average.
    static var load: Double {
        var loads = [0.0, 0.0, 0.0]
        return getloadavg(&loads, 3) == 3 ? loads[0] : 0
    }

    /// A folder for files of the measurements, on the disk of the working copy. `Tools/bench/run` names it.
    static func folder(_ name: String) throws -> URL {
        let base = ProcessInfo.processInfo.environment["BENCH_DATA"] ?? ".build/bench-data"
        let folder = URL(fileURLWithPath: base).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
