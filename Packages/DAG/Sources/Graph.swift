import Encoding

/// A whole workflow, or many, held as numbers: what an auditor judges after the fact.
///
/// Nodes are vertices, numbered from 0 in the order given, so a vertex number is also the caller's handle on the
/// token it came from. Which vertex a predecessor's id means:
/// 1. the one in the node's own scope (no `wid` is a scope of its own);
/// 2. else the one without a `wid`;
/// 3. else the one of the only workflow that holds the id;
/// 4. else, where several do, none: the reference is ambiguous and fails ``GraphCheck/knownPredecessors``.
///
/// Whether a link into another workflow is allowed is asked afterwards (``GraphCheck/workflow``). A key that
/// several tokens claim is one node without predecessors, time or level: none of the claims is believed.
///
/// Time and memory grow with nodes plus predecessors; nothing recurses.
public struct Graph: Sendable {
    let symbols: SymbolTable
    let ids: [UInt32]
    let scopes: [UInt32]
    let times: [Int64]
    let levels: [Int16]
    let standings: [GraphStanding]
    let starts: [UInt32]
    let references: [UInt32]

    /// Symbol of an id to the first vertex of its only key, or `ambiguous` when several keys have it.
    let holders: [UInt32]
    /// Where an id has several keys: scope and id to the first vertex of the key.
    let scopedHolders: [UInt64: UInt32]
    /// The first vertex of a key in conflict to all its vertices.
    let conflicts: [UInt32: [UInt32]]
    /// Each vertex's standing among tokens: whether another vertex has its key.
    let inConflict: [Bool]

    /// The vertex that each reference means, or one of `GraphIndex`.
    let targets: [UInt32]
    let successorStarts: [UInt32]
    let successorList: [UInt32]
    let order: GraphOrder

    /// The graph of `nodes`, in any order. A lazy sequence is read once and not kept.
    public init(_ nodes: some Sequence<GraphNode>) throws(GraphError) {
        var builder = GraphBuilder()
        for node in nodes { try builder.append(node) }
        self.init(builder)
    }

    init(_ builder: consuming GraphBuilder) {
        symbols = builder.symbols
        ids = builder.ids
        scopes = builder.scopes
        times = builder.times
        levels = builder.levels
        standings = builder.standings
        starts = builder.starts
        references = builder.references
        var register = KeyRegister(symbolCount: symbols.count, vertexCount: ids.count)
        for vertex in ids.indices { register.add(UInt32(vertex), id: ids[vertex], scopes: scopes) }
        holders = register.holders
        scopedHolders = register.scopedHolders
        conflicts = register.conflicts
        inConflict = register.inConflict

        var targets = [UInt32](repeating: GraphIndex.ignored, count: references.count)
        for vertex in ids.indices where !inConflict[vertex] {
            for index in Int(starts[vertex])..<Int(starts[vertex + 1]) {
                targets[index] = register.target(of: references[index], from: scopes[vertex])
            }
        }
        self.targets = targets
        (successorStarts, successorList) = Graph.transpose(starts: starts, targets: targets)
        order = GraphOrder(
            starts: starts, targets: targets, successorStarts: successorStarts, successorList: successorList,
            inConflict: inConflict)
    }

    /// How many nodes there are, tokens in conflict included.
    public var count: Int { ids.count }

    /// The key of `vertex`.
    public func key(of vertex: Int) -> GraphKey {
        let scope = scopes[vertex]
        return GraphKey(id: symbols[ids[vertex]], scope: scope == GraphIndex.none ? nil : symbols[scope])
    }

    /// The vertices of `key`: none, one, or all the tokens in conflict.
    public func vertices(of key: GraphKey) -> [Int] {
        guard let id = symbols.find(key.id) else { return [] }
        var scope = GraphIndex.none
        if let name = key.scope {
            guard let found = symbols.find(name) else { return [] }
            scope = found
        }
        var first = holders[Int(id)]
        if first == GraphIndex.ambiguous {
            first = scopedHolders[KeyRegister.pair(scope: scope, id: id)] ?? GraphIndex.none
        }
        guard first != GraphIndex.none, scopes[Int(first)] == scope else { return [] }
        return conflicts[first]?.map { Int($0) } ?? [Int(first)]
    }

    /// The vertices that `vertex` names, in the token's order; what is missing or ambiguous is left out.
    public func predecessors(of vertex: Int) -> [Int] {
        referenceRange(of: vertex).compactMap { targets[$0] < GraphIndex.ambiguous ? Int(targets[$0]) : nil }
    }

    /// The vertices that name `vertex`, in the order given to the graph.
    public func successors(of vertex: Int) -> [Int] {
        successorRange(of: vertex).map { Int(successorList[$0]) }
    }

    func referenceRange(of vertex: Int) -> Range<Int> {
        Int(starts[vertex])..<Int(starts[vertex + 1])
    }

    func successorRange(of vertex: Int) -> Range<Int> {
        Int(successorStarts[vertex])..<Int(successorStarts[vertex + 1])
    }

    /// Edges turned round, in two passes.
    private static func transpose(starts: [UInt32], targets: [UInt32]) -> ([UInt32], [UInt32]) {
        var offsets = [UInt32](repeating: 0, count: starts.count)
        for target in targets where target < GraphIndex.ambiguous { offsets[Int(target) + 1] += 1 }
        for vertex in 1..<offsets.count { offsets[vertex] += offsets[vertex - 1] }
        var list = [UInt32](repeating: 0, count: Int(offsets[offsets.count - 1]))
        var next = offsets
        for vertex in 0..<(starts.count - 1) {
            for index in Int(starts[vertex])..<Int(starts[vertex + 1])
            where targets[index] < GraphIndex.ambiguous {
                let target = Int(targets[index])
                list[Int(next[target])] = UInt32(vertex)
                next[target] += 1
            }
        }
        return (offsets, list)
    }
}
