import Encoding

/// `workflow.execution`: when and where each task ran.
struct WfExecution {
    /// When the workflow started, in microseconds since 1970.
    let start: Int64
    /// The machine of all tasks, where there is just one.
    let onlyMachine: ExactString?
    /// One for each task of the specification.
    let runs: [Run]

    struct Run {
        /// In microseconds since 1970; nil where the task does not say.
        let start: Int64?
        /// In microseconds.
        let runtime: Int64
        /// The machine that is named first.
        let machine: ExactString?
        /// The command's program, where that is a name and not a script.
        let program: String?
    }

    init(_ node: JSONNode, of specification: WfSpecification) throws(SourceFault) {
        start = try Self.date(node.required("executedAt"))
        let machines = try Self.machines(node.optional("machines"))
        onlyMachine = machines.count == 1 ? machines[0] : nil
        let list = try node.required("tasks")
        var runs = [Run?](repeating: nil, count: specification.tasks.count)
        for element in try list.asArray() {
            let id = try element.required("id")
            let name = try id.asString()
            guard let at = specification.index[name] else {
                throw SourceFault(.defined(name, by: "workflow.specification.tasks"), at: id)
            }
            guard runs[at] == nil else { throw SourceFault(.unique(name), at: id) }
            runs[at] = try Run(element)
        }
        let missing = zip(runs, specification.tasks).first { run, _ in run == nil }
        if let missing { throw SourceFault(.execution(of: missing.1.id), at: list) }
        self.runs = runs.compactMap { $0 }
    }

    fileprivate static func date(_ node: JSONNode) throws(SourceFault) -> Int64 {
        guard let text = node.string, let time = DateTime.microseconds(text.string) else {
            throw SourceFault(.dateTime, at: node)
        }
        return time
    }

    private static func machines(_ list: JSONNode?) throws(SourceFault) -> [ExactString] {
        var names: [ExactString] = []
        for machine in try list?.asArray().map({ $0 }) ?? [] {
            names.append(try machine.required("nodeName").asName())
        }
        return names
    }
}

extension WfExecution.Run {
    init(_ node: JSONNode) throws(SourceFault) {
        let runtime = try node.required("runtimeInSeconds")
        guard let seconds = runtime.numberText.flatMap({ Double($0) }), (0...1e9).contains(seconds) else {
            throw SourceFault(.seconds, at: runtime)
        }
        self.runtime = Int64(seconds * 1e6)
        start = try node.optional("executedAt").map(WfExecution.date)
        var machine: ExactString?
        if let list = node.optional("machines") {
            for name in try list.asArray() {
                let name = try name.asName()
                machine = machine ?? name
            }
        }
        self.machine = machine
        let program = try node.optional("command")?.asObject().optional("program")?.asString()
        self.program = program.flatMap { Self.isName($0) ? $0.string : nil }
    }

    private static func isName(_ text: ExactString) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { AgentName.isPlain($0) || $0 == UInt8(ascii: "_") }
    }
}
