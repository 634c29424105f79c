extension GraphStream {
    /// Stores a new node and raises the latest time of everything downstream, so that no node's is before that
    /// of a predecessor. Around a cycle it is then the same: a search need not leave it.
    mutating func putNew(_ node: GraphNode) throws(Store.Failure) {
        var entry = GraphEntry(node: node)
        for predecessor in node.predecessors {
            if case .key(let key) = try resolve(predecessor, from: node.key.scope),
                let above = try store.entry(for: key)
            {
                entry.latestTime = max(entry.latestTime, above.latestTime)
            }
        }
        try store.put(entry)
        var queue = [entry]
        while let entry = queue.popLast() {
            for successor in try successors(of: entry.node.key) {
                guard var below = try store.entry(for: successor), below.latestTime < entry.latestTime
                else { continue }
                below.latestTime = entry.latestTime
                try store.put(below)
                queue.append(below)
            }
        }
    }

    /// Those of `keys` that are in a cycle, and all their ancestors that are in one.
    func cyclicAncestors(of keys: [GraphKey]) throws(Store.Failure) -> Set<GraphKey> {
        var found: Set<GraphKey> = []
        var queue = keys
        while let key = queue.popLast() {
            guard !found.contains(key), let entry = try store.entry(for: key),
                entry.cyclicPredecessor != nil
            else { continue }
            found.insert(key)
            queue += try predecessors(of: key)
        }
        return found
    }

    /// Finds the cycles among the unsettled ancestors of the nodes where one may have opened or closed.
    mutating func findCycles(_ changes: inout GraphChanges) throws(Store.Failure) {
        var starts = Array(changes.formerCycles)
        if let start = changes.cycleStart { starts.append(start) }
        for (key, cyclicPredecessor) in try cycles(above: starts) {
            guard var entry = try store.entry(for: key), entry.cyclicPredecessor != cyclicPredecessor
            else { continue }
            entry.cyclicPredecessor = cyclicPredecessor
            try store.put(entry)
            changes.judged.insert(key)
        }
    }

    /// What the predecessors of `key` mean, in the token's order; what is missing or ambiguous is left out.
    private func predecessors(of key: GraphKey) throws(Store.Failure) -> [GraphKey] {
        guard let entry = try store.entry(for: key), !entry.inConflict else { return [] }
        var found: [GraphKey] = []
        for predecessor in entry.node.predecessors {
            if case .key(let meant) = try resolve(predecessor, from: key.scope) { found.append(meant) }
        }
        return found
    }

    /// The predecessors that can be in a cycle with `entry`.
    private func cycleCandidates(above entry: GraphEntry) throws(Store.Failure) -> [GraphKey] {
        var found: [GraphKey] = []
        for key in try predecessors(of: entry.node.key) {
            guard let above = try store.entry(for: key), above.depth == nil,
                above.latestTime == entry.latestTime
            else { continue }
            found.append(key)
        }
        return found
    }

    /// Tarjan's strongly connected components over the unsettled nodes that `starts` descend from, with the
    /// call stack kept in an array. Answers, for each node visited, its first predecessor in the same cycle.
    ///
    /// A cycle through a node lies wholly among its ancestors, so every cycle met is met whole.
    private func cycles(above starts: [GraphKey]) throws(Store.Failure) -> [GraphKey: GraphKey?] {
        var visits: [GraphKey: Visit] = [:]
        var answer: [GraphKey: GraphKey?] = [:]
        var open: [GraphKey] = []
        var path: [GraphKey] = []
        for start in starts {
            var entering: GraphKey? = start
            while true {
                if let key = entering {
                    entering = nil
                    if visits[key] == nil, let entry = try store.entry(for: key), entry.depth == nil {
                        visits[key] = Visit(
                            number: visits.count, predecessors: try cycleCandidates(above: entry))
                        open.append(key)
                        path.append(key)
                    }
                }
                guard let key = path.last, var visit = visits[key] else { break }
                if visit.next < visit.predecessors.count {
                    let predecessor = visit.predecessors[visit.next]
                    visit.next += 1
                    if let known = visits[predecessor] {
                        if known.isOpen { visit.low = min(visit.low, known.number) }
                    } else {
                        entering = predecessor
                    }
                    visits[key] = visit
                    continue
                }
                path.removeLast()
                if let parent = path.last, let low = visits[parent]?.low {
                    visits[parent]?.low = min(low, visit.low)
                }
                guard visit.low == visit.number else { continue }
                let first = open.lastIndex(of: key) ?? open.endIndex
                let members = Set(open[first...])
                open.removeSubrange(first...)
                for member in members {
                    visits[member]?.isOpen = false
                    answer[member] = .some(visits[member]?.predecessors.first(where: members.contains))
                }
            }
        }
        return answer
    }
}

/// One node of the walk.
private struct Visit {
    var number: Int
    var low: Int
    var isOpen = true
    var predecessors: [GraphKey]
    var next = 0

    init(number: Int, predecessors: [GraphKey]) {
        self.number = number
        self.low = number
        self.predecessors = predecessors
    }
}
