import Encoding

/// What a predecessor's id means to the node that names it; the rule is ``Graph``'s.
enum GraphReference: Hashable {
    case key(GraphKey)
    case missing
    case ambiguous
}

extension GraphStream {
    /// What `id` means to a node of `scope`.
    func resolve(_ id: ExactString, from scope: ExactString?) throws(Store.Failure) -> GraphReference {
        let holders = try store.keys(withID: id, limit: 2)
        guard let first = holders.first else { return .missing }
        if holders.count == 1 { return .key(first) }
        for key in [GraphKey(id: id, scope: scope), GraphKey(id: id)] where try store.entry(for: key) != nil {
            return .key(key)
        }
        return .ambiguous
    }

    /// The nodes that name `key` and mean it.
    func successors(of key: GraphKey) throws(Store.Failure) -> [GraphKey] {
        var found: [GraphKey] = []
        for namer in try store.keys(naming: key.id) {
            if try store.entry(for: namer)?.inConflict == false,
                try resolve(key.id, from: namer.scope) == .key(key)
            {
                found.append(namer)
            }
        }
        return found
    }

    /// The first check that fails, over all predecessors before the next one.
    func failure(of entry: GraphEntry) throws(Store.Failure) -> GraphFailure? {
        let node = entry.node
        func refused(_ check: GraphCheck, _ other: GraphKey? = nil) -> GraphFailure {
            GraphFailure(node: node.key, check: check, other: other)
        }
        if entry.inConflict { return refused(.unique) }
        var known: [GraphEntry] = []
        for predecessor in node.predecessors {
            switch try resolve(predecessor, from: node.key.scope) {
            case .missing: continue
            case .ambiguous:
                return refused(.knownPredecessors, GraphKey(id: predecessor, scope: node.key.scope))
            case .key(let key):
                if let entry = try store.entry(for: key) { known.append(entry) }
            }
        }
        let late = known.first {
            !$0.inConflict && !policy.timeOrderHolds(from: $0.node.time, to: node.time)
        }
        if let late { return refused(.time, late.node.key) }
        if let other = entry.cyclicPredecessor { return refused(.acyclic, other) }
        let foreign = known.first { !policy.linkHolds(from: $0.node.key.scope, to: node.key.scope) }
        if let foreign { return refused(.workflow, foreign.node.key) }
        if node.predecessors.count > policy.maximumFanIn { return refused(.fanIn) }
        var seen: Set<ExactString> = []
        if let repeated = node.predecessors.first(where: { !seen.insert($0).inserted }) {
            let other = known.first { $0.node.key.id == repeated }?.node.key
            return refused(.repeatedPredecessor, other ?? GraphKey(id: repeated, scope: node.key.scope))
        }
        if let depth = entry.depth, depth > policy.maximumDepth {
            return refused(.depth, known.first { $0.depth == depth - 1 }?.node.key)
        }
        return nil
    }
}
