/// Finds the vertex of a key, while a graph is built.
struct KeyRegister {
    private(set) var holders: [UInt32]
    private(set) var scopedHolders: [UInt64: UInt32] = [:]
    private(set) var conflicts: [UInt32: [UInt32]] = [:]
    private(set) var inConflict: [Bool]

    init(symbolCount: Int, vertexCount: Int) {
        holders = [UInt32](repeating: GraphIndex.none, count: symbolCount)
        inConflict = [Bool](repeating: false, count: vertexCount)
    }

    /// Scope and id as one number.
    static func pair(scope: UInt32, id: UInt32) -> UInt64 {
        UInt64(scope) << 32 | UInt64(id)
    }

    /// Adds `vertex`. Only an id with several keys takes room in the dictionary.
    mutating func add(_ vertex: UInt32, id: UInt32, scopes: [UInt32]) {
        let scope = scopes[Int(vertex)]
        let holder = holders[Int(id)]
        if holder == GraphIndex.none {
            holders[Int(id)] = vertex
        } else if holder == GraphIndex.ambiguous {
            let key = KeyRegister.pair(scope: scope, id: id)
            if let first = scopedHolders[key] {
                addConflict(first, vertex)
            } else {
                scopedHolders[key] = vertex
            }
        } else if scopes[Int(holder)] == scope {
            addConflict(holder, vertex)
        } else {
            scopedHolders[KeyRegister.pair(scope: scopes[Int(holder)], id: id)] = holder
            scopedHolders[KeyRegister.pair(scope: scope, id: id)] = vertex
            holders[Int(id)] = GraphIndex.ambiguous
        }
    }

    /// The vertex that `id` means when a node of `scope` names it.
    func target(of id: UInt32, from scope: UInt32) -> UInt32 {
        let holder = holders[Int(id)]
        guard holder == GraphIndex.ambiguous else { return holder }
        return scopedHolders[KeyRegister.pair(scope: scope, id: id)]
            ?? scopedHolders[KeyRegister.pair(scope: GraphIndex.none, id: id)] ?? GraphIndex.ambiguous
    }

    private mutating func addConflict(_ first: UInt32, _ vertex: UInt32) {
        inConflict[Int(first)] = true
        inConflict[Int(vertex)] = true
        conflicts[first, default: [first]].append(vertex)
    }
}
