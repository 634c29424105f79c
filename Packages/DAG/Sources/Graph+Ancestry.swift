extension Graph {
    /// The vertices that name no predecessor, in ascending order.
    public var roots: [Int] {
        ids.indices.filter { referenceRange(of: $0).isEmpty }
    }

    /// The vertices that no node names, in ascending order.
    public var leaves: [Int] {
        ids.indices.filter { successorRange(of: $0).isEmpty }
    }

    /// The longest chain of known ancestors of `vertex`, in edges; `nil` in or behind a cycle.
    public func depth(of vertex: Int) -> Int? {
        let depth = Int(order.depths[vertex])
        guard depth == 0 else { return depth }
        // Roots have depth 0, and so have the vertices that the order doesn't reach.
        return predecessors(of: vertex).isEmpty ? 0 : nil
    }

    /// Every vertex that is neither in nor behind a cycle, each after all its predecessors.
    ///
    /// By depth, then time, then key: the same for the same nodes, in whatever order they were given.
    public var topologicalOrder: [Int] {
        order.vertices.map { Int($0) }.sorted { left, right in
            if order.depths[left] != order.depths[right] { return order.depths[left] < order.depths[right] }
            if times[left] != times[right] { return times[left] < times[right] }
            let (leftKey, rightKey) = (key(of: left), key(of: right))
            return leftKey == rightKey ? left < right : leftKey < rightKey
        }
    }

    /// The known nodes that `vertex` depends on, in ascending order; itself only when it is in a cycle.
    ///
    /// Whether these are all is another question: see ``isSettled(_:)``.
    public func ancestors(of vertex: Int, limit: Int = 10_000) throws(GraphError) -> [Int] {
        try reachable(from: vertex, limit: limit) { index in
            referenceRange(of: index).lazy.map { targets[$0] }.filter { $0 < GraphIndex.ambiguous }
        }
    }

    /// The nodes that depend on `vertex`, in ascending order; itself only when it is in a cycle.
    public func descendants(of vertex: Int, limit: Int = .max) throws(GraphError) -> [Int] {
        try reachable(from: vertex, limit: limit) { index in
            successorRange(of: index).lazy.map { successorList[$0] }
        }
    }

    private func reachable<Neighbours: Sequence<UInt32>>(
        from vertex: Int, limit: Int, neighbours: (Int) -> Neighbours
    ) throws(GraphError) -> [Int] {
        var seen = Set<UInt32>()
        var found: [UInt32] = []
        var head = 0
        var current = vertex
        while true {
            for neighbour in neighbours(current) where seen.insert(neighbour).inserted {
                if found.count >= limit { throw .limitReached(limit: limit) }
                found.append(neighbour)
            }
            guard head < found.count else { break }
            current = Int(found[head])
            head += 1
        }
        return found.map { Int($0) }.sorted()
    }
}
