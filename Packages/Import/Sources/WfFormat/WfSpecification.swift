import Claims
import Encoding
import Signing

/// `workflow.specification`: tasks, edges and files.
struct WfSpecification {
    private(set) var tasks: [Task] = []
    private(set) var index: [ExactString: Int] = [:]
    private var files: [ExactString: JSONNode] = [:]
    /// Where each task stands, for errors.
    private var nodes: [JSONNode] = []

    struct Task {
        let id: ExactString
        let name: ExactString
        var parents: [Int] = []
        let inputs: JSONNode?
        let outputs: JSONNode?

        /// The name without the number that tells tasks of one kind apart: `_ID0000001`, `_17`.
        var kind: String {
            var letters = Array(name.utf8)
            let digits = letters.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                .count
            guard digits > 0 else { return name.string }
            letters.removeLast(digits)
            if letters.suffix(3) == Array("_ID".utf8)[...] { letters.removeLast(2) }
            guard letters.last == UInt8(ascii: "_"), letters.count > 1 else { return name.string }
            return String(decoding: letters.dropLast(), as: UTF8.self)
        }
    }

    init(_ node: JSONNode) throws(SourceFault) {
        let list = try node.required("tasks")
        for element in try list.asArray() {
            let id = try element.required("id")
            let name = try id.asName()
            guard index.updateValue(tasks.count, forKey: name) == nil else {
                throw SourceFault(.unique(name), at: id)
            }
            tasks.append(
                Task(
                    id: name, name: try element.optional("name")?.asString() ?? name,
                    inputs: try Self.list(element, "inputFiles"),
                    outputs: try Self.list(element, "outputFiles")))
            nodes.append(element)
        }
        guard !tasks.isEmpty else { throw SourceFault(.element, at: list) }
        if let list = node.optional("files") {
            for file in try list.asArray() {
                let id = try file.required("id")
                guard files.updateValue(file, forKey: try id.asString()) == nil else {
                    throw SourceFault(.unique(try id.asString()), at: id)
                }
            }
        }
        try readEdges()
    }

    private static func list(_ node: JSONNode, _ name: String) throws(SourceFault) -> JSONNode? {
        guard let list = node.optional(name) else { return nil }
        for element in try list.asArray() { _ = try element.asString() }
        return list
    }

    // MARK: Edges

    private struct Edge: Hashable {
        let parent: Int
        let child: Int
    }

    /// Every edge is named by its parent and by its child.
    private mutating func readEdges() throws(SourceFault) {
        var byChild: Set<Edge> = []
        var byParent: Set<Edge> = []
        for at in tasks.indices {
            try forEachTask(at, "parents") { parent, node throws(SourceFault) in
                guard byChild.insert(Edge(parent: parent, child: at)).inserted else {
                    throw SourceFault(.unique(tasks[parent].id), at: node)
                }
            }
            try forEachTask(at, "children") { child, node throws(SourceFault) in
                guard byParent.insert(Edge(parent: at, child: child)).inserted else {
                    throw SourceFault(.unique(tasks[child].id), at: node)
                }
            }
        }
        for at in tasks.indices {
            let id = tasks[at].id
            var parents: [Int] = []
            try forEachTask(at, "parents") { parent, node throws(SourceFault) in
                guard byParent.contains(Edge(parent: parent, child: at)) else {
                    throw SourceFault(.mutual(id, list: "children"), at: node)
                }
                parents.append(parent)
            }
            try forEachTask(at, "children") { child, node throws(SourceFault) in
                guard byChild.contains(Edge(parent: at, child: child)) else {
                    throw SourceFault(.mutual(id, list: "parents"), at: node)
                }
            }
            tasks[at].parents = parents
        }
    }

    private func forEachTask(
        _ at: Int, _ list: String, _ body: (Int, JSONNode) throws(SourceFault) -> Void
    ) throws(SourceFault) {
        guard let list = nodes[at].optional(list) else { return }
        for element in try list.asArray() {
            let id = try element.asString()
            guard let other = index[id] else {
                throw SourceFault(.defined(id, by: "workflow.specification.tasks"), at: element)
            }
            try body(other, element)
        }
    }

    /// The tasks with parents before children.
    func order() throws(SourceFault) -> [Int] {
        var children = [[Int]](repeating: [], count: tasks.count)
        var waiting = [Int](repeating: 0, count: tasks.count)
        for (at, task) in tasks.enumerated() {
            waiting[at] = task.parents.count
            for parent in task.parents { children[parent].append(at) }
        }
        var order = tasks.indices.filter { waiting[$0] == 0 }
        var next = 0
        while next < order.count {
            for child in children[order[next]] {
                waiting[child] -= 1
                if waiting[child] == 0 { order.append(child) }
            }
            next += 1
        }
        guard order.count == tasks.count else { throw SourceFault(.acyclic, at: nodes[onCircle(waiting)]) }
        return order
    }

    /// A task that is its own ancestor: going from parent to parent among those that wait comes round to one.
    private func onCircle(_ waiting: [Int]) -> Int {
        var seen: Set<Int> = []
        var at = waiting.firstIndex { $0 > 0 } ?? 0
        while seen.insert(at).inserted {
            guard let parent = tasks[at].parents.first(where: { waiting[$0] > 0 }) else { break }
            at = parent
        }
        return at
    }

    // MARK: Files

    /// The hash of the list's entries of `specification.files`, in the order of the list, as one JSON array
    /// without white space; an entry that is not there is its `id` alone. Nil where the list is empty.
    func hash(_ list: JSONNode?) throws(SourceFault) -> ContentHash? {
        guard let list, list.elements.contains(where: { _ in true }) else { return nil }
        var writer = JSONWriter()
        writer.beginArray()
        for element in list.elements {
            let id = try element.asString()
            writer.value(files[id]?.value ?? ["id": .string(id)])
        }
        writer.endArray()
        return ContentHash(of: writer.octets)
    }
}
