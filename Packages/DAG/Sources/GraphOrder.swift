/// What follows from the edges alone: an order, depths, and the cycles that stand in its way.
struct GraphOrder: Sendable {
    /// The vertices that are neither in nor behind a cycle, each after its predecessors.
    private(set) var vertices: [UInt32] = []
    /// The longest chain of known ancestors of each vertex in `vertices`, in edges; 0 for the others.
    private(set) var depths: [UInt32]
    /// Whether all ancestors are at hand, unambiguous, not in conflict and not in a cycle.
    private(set) var settled: [Bool]
    /// The cycle that each vertex is in, from 1, or 0; empty when there is none at all.
    private(set) var cycles: [UInt32] = []

    init(
        starts: [UInt32], targets: [UInt32], successorStarts: [UInt32], successorList: [UInt32],
        inConflict: [Bool]
    ) {
        let count = inConflict.count
        depths = [UInt32](repeating: 0, count: count)
        settled = [Bool](repeating: false, count: count)
        vertices.reserveCapacity(count)
        var waiting = [UInt32](repeating: 0, count: count)
        for vertex in 0..<count {
            for index in Int(starts[vertex])..<Int(starts[vertex + 1])
            where targets[index] < GraphIndex.ambiguous {
                waiting[vertex] += 1
            }
            if waiting[vertex] == 0 { vertices.append(UInt32(vertex)) }
        }
        var head = 0
        while head < vertices.count {
            let vertex = Int(vertices[head])
            head += 1
            var isSettled = !inConflict[vertex]
            for index in Int(starts[vertex])..<Int(starts[vertex + 1]) where isSettled {
                isSettled = targets[index] < GraphIndex.ambiguous && settled[Int(targets[index])]
            }
            settled[vertex] = isSettled
            for index in Int(successorStarts[vertex])..<Int(successorStarts[vertex + 1]) {
                let successor = Int(successorList[index])
                depths[successor] = max(depths[successor], depths[vertex] + 1)
                waiting[successor] -= 1
                if waiting[successor] == 0 { vertices.append(UInt32(successor)) }
            }
        }
        if vertices.count < count {
            for vertex in 0..<count where waiting[vertex] > 0 { depths[vertex] = 0 }
            cycles = CycleFinder(starts: starts, targets: targets).cycles(among: waiting)
        }
    }
}

/// Tarjan's strongly connected components, with the call stack kept in arrays.
private struct CycleFinder {
    let starts: [UInt32]
    let targets: [UInt32]

    /// The number of the cycle that each vertex is in, from 1, or 0; only vertices that still wait are visited.
    func cycles(among waiting: [UInt32]) -> [UInt32] {
        var cycles = [UInt32](repeating: 0, count: waiting.count)
        var found: UInt32 = 0
        var visit = [UInt32](repeating: 0, count: waiting.count)
        var low = [UInt32](repeating: 0, count: waiting.count)
        var isOpen = [Bool](repeating: false, count: waiting.count)
        var open: [Int] = []
        var path: [(vertex: Int, next: Int)] = []
        var visits: UInt32 = 0
        func enter(_ vertex: Int) {
            visits += 1
            visit[vertex] = visits
            low[vertex] = visits
            isOpen[vertex] = true
            open.append(vertex)
            path.append((vertex, Int(starts[vertex])))
        }
        for root in waiting.indices where waiting[root] > 0 && visit[root] == 0 {
            enter(root)
            while let (vertex, next) = path.last {
                if next < Int(starts[vertex + 1]) {
                    path[path.count - 1].next += 1
                    guard targets[next] < GraphIndex.ambiguous else { continue }
                    let target = Int(targets[next])
                    if waiting[target] == 0 { continue }
                    if visit[target] == 0 {
                        enter(target)
                    } else if isOpen[target] {
                        low[vertex] = min(low[vertex], visit[target])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last?.vertex { low[parent] = min(low[parent], low[vertex]) }
                guard low[vertex] == visit[vertex] else { continue }
                let isCycle = open.last != vertex || namesItself(vertex)
                if isCycle { found += 1 }
                while let member = open.popLast() {
                    isOpen[member] = false
                    cycles[member] = isCycle ? found : 0
                    if member == vertex { break }
                }
            }
        }
        return cycles
    }

    private func namesItself(_ vertex: Int) -> Bool {
        targets[Int(starts[vertex])..<Int(starts[vertex + 1])].contains(UInt32(vertex))
    }
}
