import Encoding

extension Graph {
    //= ACT#req-act-dag-cost
    //# An implementation SHOULD check a graph in time proportional to its nodes and edges, and without
    //# recursion over its depth.
    /// The verdict on the whole graph.
    public func verdict(_ policy: GraphPolicy = GraphPolicy()) -> GraphVerdict {
        var failures: [GraphFailure] = []
        var absent: [UInt32: [UInt32]] = [:]
        for vertex in ids.indices {
            // Tokens in conflict are reported once, and what they name is not asked for.
            if inConflict[vertex], conflicts[UInt32(vertex)] == nil { continue }
            if let failure = failure(of: vertex, policy) { failures.append(failure) }
            for index in referenceRange(of: vertex) where targets[index] == GraphIndex.none {
                let namer = UInt32(vertex)
                if absent[references[index]]?.last != namer {
                    absent[references[index], default: []].append(namer)
                }
            }
        }
        failures.sort()
        let missing = absent.map { id, vertices in
            MissingPredecessor(id: symbols[id], namedBy: vertices.map { key(of: Int($0)) }.sorted())
        }
        return GraphVerdict(failures: failures, missing: missing.sorted { $0.id < $1.id })
    }

    /// The first check that `vertex` fails. `nil` does not mean that its ancestors are all at hand: that is
    /// what ``isSettled(_:)`` says.
    public func failure(of vertex: Int, _ policy: GraphPolicy = GraphPolicy()) -> GraphFailure? {
        if inConflict[vertex] { return GraphFailure(node: key(of: vertex), check: .unique) }
        guard let (check, reference) = firstFailure(of: vertex, policy) else { return nil }
        return GraphFailure(
            node: key(of: vertex), check: check, other: reference.map { referenceKey(at: $0, of: vertex) })
    }

    /// Whether every ancestor of `vertex` is at hand, unambiguous, without conflict and without a cycle.
    public func isSettled(_ vertex: Int) -> Bool {
        order.settled[vertex]
    }

    /// The checks after `unique`, each over all references before the next one.
    private func firstFailure(of vertex: Int, _ policy: GraphPolicy) -> (GraphCheck, reference: Int?)? {
        let range = referenceRange(of: vertex)
        if let index = range.first(where: { targets[$0] == GraphIndex.ambiguous }) {
            return (.knownPredecessors, index)
        }
        let late = range.first { index in
            guard let target = target(at: index), !inConflict[target] else { return false }
            return !policy.timeOrderHolds(from: times[target], to: times[vertex])
        }
        if let late { return (.time, late) }
        if !order.cycles.isEmpty, order.cycles[vertex] != 0 {
            let cycle = order.cycles[vertex]
            return (.acyclic, range.first { index in target(at: index).map { order.cycles[$0] } == cycle })
        }
        if !policy.linksAcrossWorkflows {
            let scope = scopes[vertex]
            let foreign = range.first { index in
                guard scope != GraphIndex.none, let target = target(at: index) else { return false }
                return scopes[target] != GraphIndex.none && scopes[target] != scope
            }
            if let foreign { return (.workflow, foreign) }
        }
        if range.count > policy.maximumFanIn { return (.fanIn, nil) }
        if let repeated = firstRepeated(in: range) { return (.repeatedPredecessor, repeated) }
        if order.settled[vertex], Int(order.depths[vertex]) > policy.maximumDepth {
            return (
                .depth,
                range.first { index in
                    target(at: index).map { order.depths[$0] + 1 } == order.depths[vertex]
                }
            )
        }
        return nil
    }

    private func target(at index: Int) -> Int? {
        targets[index] < GraphIndex.ambiguous ? Int(targets[index]) : nil
    }

    /// What the reference at `index` means, or the key that was looked for where it means nothing.
    private func referenceKey(at index: Int, of vertex: Int) -> GraphKey {
        if let target = target(at: index) { return key(of: target) }
        return GraphKey(id: symbols[references[index]], scope: key(of: vertex).scope)
    }

    /// The first reference to an id that was named before; the range is at most the largest fan-in.
    private func firstRepeated(in range: Range<Int>) -> Int? {
        if range.count <= 8 {
            return range.first { references[range.lowerBound..<$0].contains(references[$0]) }
        }
        var seen = Set<UInt32>(minimumCapacity: range.count)
        return range.first { !seen.insert(references[$0]).inserted }
    }
}
