import DAG
import Encoding

/// The rules once more, written for reading and not for speed: what both ways in are compared with.
struct NaiveJudge {
    let nodes: [GraphNode]
    let policy: GraphPolicy
    let keys: [GraphKey]
    /// The nodes whose key no other node has.
    let trusted: [GraphNode]

    init(nodes: [GraphNode], policy: GraphPolicy) {
        self.nodes = nodes
        self.policy = policy
        keys = Set(nodes.map(\.key)).sorted()
        trusted = nodes.filter { node in nodes.count { $0.key == node.key } == 1 }
    }

    var verdict: GraphVerdict {
        let failures = keys.compactMap(failure)
        var namers: [ExactString: Set<GraphKey>] = [:]
        for node in trusted {
            for id in node.predecessors where !keys.contains(where: { $0.id == id }) {
                namers[id, default: []].insert(node.key)
            }
        }
        let missing = namers.keys.sorted().map {
            MissingPredecessor(id: $0, namedBy: namers[$0, default: []].sorted())
        }
        if !failures.isEmpty { return .invalid(failures: failures, missing: missing) }
        return missing.isEmpty ? .complete : .incomplete(missing: missing)
    }

    func node(_ key: GraphKey) -> GraphNode? { trusted.first { $0.key == key } }

    func meaning(_ id: ExactString, from scope: ExactString?) -> GraphKey? {
        let own = GraphKey(id: id, scope: scope)
        if keys.contains(own) { return own }
        if keys.contains(GraphKey(id: id)) { return GraphKey(id: id) }
        let others = keys.filter { $0.id == id }
        return others.count == 1 ? others.first : nil
    }

    func parents(_ key: GraphKey) -> [GraphKey] {
        (node(key)?.predecessors ?? []).compactMap { meaning($0, from: key.scope) }
    }

    func ancestors(_ key: GraphKey) -> Set<GraphKey> {
        var found = Set(parents(key))
        while true {
            let more = found.union(found.flatMap(parents))
            if more == found { return found }
            found = more
        }
    }

    func isSettled(_ key: GraphKey) -> Bool {
        ([key] + ancestors(key)).allSatisfy { member in
            guard let node = node(member), !ancestors(member).contains(member) else { return false }
            return node.predecessors.allSatisfy { meaning($0, from: member.scope) != nil }
        }
    }

    /// Longest chain; only for settled nodes.
    func depth(_ key: GraphKey) -> Int {
        parents(key).map { depth($0) + 1 }.max() ?? 0
    }

    func failure(_ key: GraphKey) -> GraphFailure? {
        func refused(_ check: GraphCheck, _ other: GraphKey? = nil) -> GraphFailure {
            GraphFailure(node: key, check: check, other: other)
        }
        guard let node = node(key) else { return refused(.unique) }
        for id in node.predecessors
        where meaning(id, from: key.scope) == nil && keys.contains(where: { $0.id == id }) {
            return refused(.knownPredecessors, GraphKey(id: id, scope: key.scope))
        }
        let parents = parents(key)
        for parent in parents {
            if let known = self.node(parent), known.time > node.time + policy.skew {
                return refused(.time, parent)
            }
        }
        if ancestors(key).contains(key) {
            return refused(.acyclic, parents.first { $0 == key || ancestors($0).contains(key) })
        }
        if !policy.linksAcrossWorkflows, key.scope != nil,
            let foreign = parents.first(where: { $0.scope != nil && $0.scope != key.scope })
        {
            return refused(.workflow, foreign)
        }
        if node.predecessors.count > policy.maximumFanIn { return refused(.fanIn) }
        for (index, id) in node.predecessors.enumerated() where node.predecessors[..<index].contains(id) {
            return refused(
                .repeatedPredecessor, meaning(id, from: key.scope) ?? GraphKey(id: id, scope: key.scope))
        }
        if isSettled(key), depth(key) > policy.maximumDepth {
            return refused(.depth, parents.first { depth($0) + 1 == depth(key) })
        }
        return nil
    }
}
