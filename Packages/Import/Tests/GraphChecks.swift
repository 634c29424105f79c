import Claims
import DAG
import Import

extension ImportedExecution {
    /// The graph's verdict under the default policy.
    var verdict: GraphVerdict {
        get throws {
            var builder = GraphBuilder()
            for task in tasks {
                try builder.append(
                    GraphNode(
                        id: task.identifier.text, scope: task.workflow.text,
                        predecessors: task.predecessors.map(\.text), time: task.endedAt.seconds))
            }
            return builder.graph().verdict()
        }
    }

    /// Whether the graph is complete.
    var holds: Bool { (try? verdict) == .complete }

    /// How many tasks lead to `task`.
    func ancestors(of task: Int) -> Int {
        let places = Dictionary(uniqueKeysWithValues: tasks.enumerated().map { ($1.identifier, $0) })
        var seen: Set<Int> = []
        var open = [task]
        while let at = open.popLast() {
            for name in tasks[at].predecessors {
                if let place = places[name], seen.insert(place).inserted { open.append(place) }
            }
        }
        return seen.count
    }
}
