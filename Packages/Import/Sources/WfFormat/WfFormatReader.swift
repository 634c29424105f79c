import Claims
import Encoding
import Signing

/// Reads a workflow execution in WfFormat 1.5 (wfcommons.org): what was to be done in
/// `workflow.specification`, and what was done in `workflow.execution`.
struct WfFormatReader {
    private let source: JSONNode
    private let digest: [UInt8]
    private let workflow: UUIDText

    static func read(_ octets: [UInt8]) throws(ImportError) -> ImportedExecution {
        let document = try SourceDocument(parsing: octets)
        let digest = SHA256.hash(octets)
        let tasks = try document.read { root throws(SourceFault) in
            try WfFormatReader(root, digest).tasks()
        }
        return ImportedExecution(.wfformat, tasks)
    }

    private init(_ root: JSONNode, _ digest: [UInt8]) throws(SourceFault) {
        let version = try root.required("schemaVersion")
        guard version.string == "1.5" else { throw SourceFault(.version("1.5"), at: version) }
        source = root
        self.digest = digest
        workflow = TaskIdentifier("wfformat-workflow").adding(digest).uuid
    }

    private func tasks() throws(SourceFault) -> [ImportedTask] {
        let workflow = try source.required("workflow")
        let specification = try WfSpecification(workflow.required("specification"))
        let execution = try WfExecution(workflow.required("execution"), of: specification)
        let ends = try schedule(specification, execution)
        let fallback = try Self.fallbackAgent(source)
        let identifiers = specification.tasks.map {
            TaskIdentifier("wfformat-task").adding(digest).adding($0.id).uuid
        }
        var tasks: [ImportedTask] = []
        tasks.reserveCapacity(specification.tasks.count)
        for (at, task) in specification.tasks.enumerated() {
            let run = execution.runs[at]
            let action = ActionName.action(run.program ?? task.kind)
            var details: [JSONMember] = []
            details.add("task", task.id)
            details.addName(task.name, unless: action)
            tasks.append(
                ImportedTask(
                    identifier: identifiers[at], workflow: self.workflow,
                    agent: run.machine ?? execution.onlyMachine ?? fallback, action: action,
                    endedAt: NumericDate(clamping: ends[at] / 1_000_000),
                    predecessors: task.parents.map { identifiers[$0] },
                    inputHash: try specification.hash(task.inputs),
                    outputHash: try specification.hash(task.outputs), details: details))
        }
        return tasks
    }

    /// When each task ended, in microseconds. A task starts at its own `executedAt`, otherwise when its last
    /// parent ended, otherwise with the workflow; it ends after its `runtimeInSeconds`.
    private func schedule(
        _ specification: WfSpecification, _ execution: WfExecution
    ) throws(SourceFault) -> [Int64] {
        var ends = [Int64](repeating: execution.start, count: specification.tasks.count)
        for at in try specification.order() {
            let task = specification.tasks[at]
            let run = execution.runs[at]
            let ready = task.parents.map { ends[$0] }.max() ?? execution.start
            // Both are bounded far below 2^62, and a chain of tasks is kept below the greatest date.
            ends[at] = min((run.start ?? ready) + run.runtime, Self.latest)
        }
        return ends
    }

    /// The end of the year 9999, in microseconds.
    private static let latest: Int64 = 253_402_300_799_000_000

    /// Who carried tasks out where no machine is named: the runtime system.
    private static func fallbackAgent(_ root: JSONNode) throws(SourceFault) -> ExactString {
        guard let system = root.optional("runtimeSystem") else { return "runtime-system" }
        return try system.asObject().optional("name")?.asName() ?? "runtime-system"
    }
}
