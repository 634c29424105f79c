import Claims
import Encoding

extension ImportedExecution {
    /// The most predecessors that a verifier accepts unless it is told otherwise (ECT, "Configuration").
    static let largestFanIn = 100

    /// Puts tasks that gather before each task with more predecessors than verifiers accept: every edge of the
    /// source stays a path. They are the task's agent's, end when it ends and commit to nothing of their own.
    mutating func boundFanIn() {
        guard tasks.contains(where: { $0.predecessors.count > Self.largestFanIn }) else { return }
        let action = ActionName.action("join")
        var bounded: [ImportedTask] = []
        bounded.reserveCapacity(tasks.count)
        for var task in tasks {
            var level = 0
            while task.predecessors.count > Self.largestFanIn {
                var gathered: [UUIDText] = []
                for start in stride(from: 0, to: task.predecessors.count, by: Self.largestFanIn) {
                    let end = min(start + Self.largestFanIn, task.predecessors.count)
                    let identifier = TaskIdentifier("join")
                        .adding(task.identifier.text).adding(level).adding(start).uuid
                    bounded.append(
                        ImportedTask(
                            identifier: identifier, workflow: task.workflow, agent: task.agent,
                            action: action, endedAt: task.endedAt,
                            predecessors: Array(task.predecessors[start..<end]),
                            details: [JSONMember("joins_for", .string(task.identifier.text))]))
                    gathered.append(identifier)
                }
                joins += gathered.count
                task.predecessors = gathered
                level += 1
            }
            bounded.append(task)
        }
        tasks = bounded
    }
}
