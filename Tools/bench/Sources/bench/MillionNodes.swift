import DAG
import Encoding
import Foundation

/// A graph of a million nodes, judged; in a process of its own, so that its peak of memory is its own.
enum MillionNodes: Subject {
    static let name = "graph"
    static let summary = "1 000 000 nodes: built and judged, time and peak memory of the whole process"
    static let childArgument = "--graph-child"

    static func run(_ report: Report, _ scale: Scale) throws {
        for order in Order.allCases {
            let child = Process()
            child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            child.arguments = [childArgument, order.rawValue, String(scale.nodes)]
            let output = Pipe()
            child.standardOutput = output
            try child.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            child.waitUntilExit()
            let fields = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
            guard child.terminationStatus == 0, fields.count == 3 else {
                throw BenchError("the graph could not be judged: \(text)")
            }
            let edges = "\(Int(fields[2])) edges"
            report.figure("\(order.rawValue), time", [fields[0]], "s", aim: .atMost(2), note: edges)
            report.figure("\(order.rawValue), peak memory", [fields[1]], "MB", aim: .atMost(400))
        }
    }

    private enum Order: String, CaseIterable {
        case inOrder = "in order"
        case shuffled
    }

    /// Prints processor seconds, peak megabytes and edges.
    static func runAsChild(_ arguments: [String]) {
        guard arguments.count == 2, let order = Order(rawValue: arguments[0]), let count = Int(arguments[1])
        else { exit(64) }
        let workflow = Self.identifier(.max / 3)
        // An odd stride visits every node once, each time in another part of the graph.
        func place(_ position: Int) -> Int {
            order == .inOrder ? position : Int(UInt64(position) &* 611_953 % UInt64(count))
        }
        var edges = 0
        let generating = Stopwatch.thread.seconds {
            for position in 0..<count { edges += node(place(position), workflow).predecessors.count }
        }
        var builder = GraphBuilder()
        var isComplete = false
        let total = Stopwatch.thread.seconds {
            for position in 0..<count {
                guard (try? builder.append(node(place(position), workflow))) != nil else { exit(1) }
            }
            isComplete = builder.graph().verdict(GraphPolicy(maximumDepth: .max)) == .complete
        }
        guard isComplete else { exit(1) }
        print(total - generating, peakMegabytes, edges)
    }

    /// Up to four predecessors among the 5000 tasks before; ten tasks end in one second.
    private static func node(_ index: Int, _ workflow: ExactString) -> GraphNode {
        var random = SplitMix(state: UInt64(index) &* 31 &+ 5)
        var predecessors: Set<Int> = []
        for _ in 0..<Int(random.next() % 5) where index > 0 {
            predecessors.insert(max(0, index - 1 - Int(random.next() % 5000)))
        }
        return GraphNode(
            id: identifier(UInt64(index)), scope: workflow,
            predecessors: predecessors.map { identifier(UInt64($0)) },
            time: TokenSet.start + Int64(index / 10))
    }

    private static func identifier(_ number: UInt64) -> ExactString {
        var random = SplitMix(state: number &* 77)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for word in [random.next(), random.next()] {
            for digit in 0..<16 {
                if [8, 13, 18, 23].contains(text.count) { text.append(UInt8(ascii: "-")) }
                let value = UInt8(truncatingIfNeeded: word >> UInt64(4 * digit)) & 15
                text.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
            }
        }
        return ExactString(String(decoding: text, as: UTF8.self))
    }

    private static var peakMegabytes: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? .nan) / 1024
    }
}
