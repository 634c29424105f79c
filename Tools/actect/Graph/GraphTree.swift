import DAG
import Encoding

/// Draws a graph on a terminal.
///
///     [1] plan · alice · L2
///     ├─ [2] search · bob · L2
///     │  ↓ [3] join · alice · L2 · after [2] [4]
///     └─ [4] search · carol · L2
///        ↓ see [3]
///
/// A chain goes on at its own indentation, so only forks move to the right. Every record is drawn once, below
/// whichever of its predecessors comes first; below the others stands a reference to its number.
struct GraphTree {
    private let records: GraphRecords
    private let failures: [GraphKey: GraphFailure]
    private let missing: [GraphKey: [ExactString]]
    private let tainted: Set<Int>
    /// The number of each vertex, from 1, in topological order.
    private var numbers: [Int]
    private var roots: [Int] = []

    /// Forks deeper than this stay at the indentation that they have reached.
    private static let deepest = 40

    init(_ records: GraphRecords) {
        self.records = records
        failures = records.failures
        missing = records.missing
        tainted = Set(records.taints().keys)
        numbers = [Int](repeating: 0, count: records.graph.count)
        var order = records.graph.topologicalOrder
        for (at, vertex) in order.enumerated() { numbers[vertex] = at + 1 }
        // What is in or behind a cycle has no place in the order.
        let rest = numbers.indices.filter { numbers[$0] == 0 }
        for (at, vertex) in rest.enumerated() { numbers[vertex] = order.count + at + 1 }
        order += rest
        roots = order.filter { records.graph.predecessors(of: $0).isEmpty } + rest
    }

    private struct Step {
        let vertex: Int
        /// What stands before the line, and what before the lines below it.
        let branch: String
        let indentation: String
        let depth: Int
    }

    func print() {
        var isDrawn = [Bool](repeating: false, count: records.graph.count)
        if !records.isVerified { Console.print("UNVERIFIED: what the tokens say of themselves") }
        for root in roots where !isDrawn[root] {
            var steps = [Step(vertex: root, branch: "", indentation: "", depth: 0)]
            while let step = steps.popLast() {
                if isDrawn[step.vertex] {
                    Console.print("\(step.branch)see [\(numbers[step.vertex])]")
                    continue
                }
                isDrawn[step.vertex] = true
                Console.print(step.branch + text(step.vertex))
                steps += below(step).reversed()
            }
        }
        Console.print("graph: \(records.verdict.code), \(records.graph.count) records")
    }

    private func below(_ step: Step) -> [Step] {
        let successors = records.graph.successors(of: step.vertex).sorted { numbers[$0] < numbers[$1] }
        if successors.count == 1 {
            return [
                Step(
                    vertex: successors[0], branch: step.indentation + "↓ ", indentation: step.indentation,
                    depth: step.depth)
            ]
        }
        let isDeep = step.depth >= Self.deepest
        return successors.enumerated().map { at, successor in
            let isLast = at == successors.count - 1
            let indentation = isDeep ? step.indentation : step.indentation + (isLast ? "   " : "│  ")
            return Step(
                vertex: successor, branch: step.indentation + (isLast ? "└─ " : "├─ "),
                indentation: indentation, depth: step.depth + 1)
        }
    }

    private func text(_ vertex: Int) -> String {
        let label = records.label(vertex)
        let key = records.graph.key(of: vertex)
        var parts = ["[\(numbers[vertex])] \(Console.safe(label.action))"]
        parts.append(label.signer.map(Console.safe) ?? "unsigned")
        parts.append(label.level)
        let predecessors = records.graph.predecessors(of: vertex)
        if predecessors.count > 1 {
            parts.append("after " + predecessors.map { "[\(numbers[$0])]" }.joined(separator: " "))
        }
        for absent in missing[key] ?? [] { parts.append("after \(Console.safe(absent)), NOT AT HAND") }
        if let failure = failures[key] {
            let others = failure.other.map { records.graph.vertices(of: $0) } ?? []
            let against = others.map { " [\(numbers[$0])]" }.joined()
            parts.append("FAILS \(failure.check.code)\(against.isEmpty ? "" : " against\(against)")")
        } else if tainted.contains(vertex) {
            parts.append("TAINTED")
        }
        return parts.joined(separator: " · ")
    }
}
