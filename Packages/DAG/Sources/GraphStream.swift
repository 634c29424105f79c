import Encoding

/// Judges nodes one at a time against those that came before: what a receiver does.
///
/// After every arrival ``verdict`` is what ``Graph/verdict(_:)`` says of the same nodes, whatever their order:
/// a predecessor may come after its successors, and an arrival may bring to light that earlier nodes fail (it
/// is too late in time for them, closes a cycle, claims an id that is taken, or makes one ambiguous).
///
/// An arrival that names only predecessors at hand costs look-ups for those. A late predecessor costs what it
/// settles, once for every node, and a search for cycles. The search keeps to nodes that are not settled and
/// have the same latest time above them, which in honest records are the few of one second.
public struct GraphStream<Store: GraphStore>: Sendable {
    /// What the nodes must keep to.
    public let policy: GraphPolicy

    /// The nodes at hand.
    public internal(set) var store: Store

    var failures: [GraphKey: GraphFailure] = [:]
    var missing: [ExactString: Set<GraphKey>] = [:]

    /// A stream into an empty store.
    ///
    /// To resume after a restart, insert the nodes of a ledger again: the order does not matter.
    public init(policy: GraphPolicy = GraphPolicy(), store: Store) {
        self.policy = policy
        self.store = store
    }

    //= ECT#req-ect-dag-agree
    //# Both ways MUST come to the same verdict for the same set of records.
    /// What is known of all nodes so far.
    public var verdict: GraphVerdict {
        let absent = missing.map { MissingPredecessor(id: $0.key, namedBy: $0.value.sorted()) }
        return GraphVerdict(failures: failures.values.sorted(), missing: absent.sorted { $0.id < $1.id })
    }

    /// Adds `node`, whatever is found: the set of nodes decides the verdict, so what was seen is kept.
    @discardableResult
    public mutating func insert(_ node: GraphNode) throws(Store.Failure) -> GraphArrival {
        let key = node.key
        var changes: GraphChanges
        if let entry = try store.entry(for: key) {
            if entry.inConflict {
                return GraphArrival(key: key, failures: [GraphFailure(node: key, check: .unique)])
            }
            changes = try addConflict(entry)
        } else {
            changes = try add(node)
        }
        try settle(&changes)
        try findCycles(&changes)
        let found = try judge(changes)
        let isSettled = try store.entry(for: key)?.depth != nil
        let absent = Set(node.predecessors).filter { missing[$0]?.contains(key) == true }
        return GraphArrival(key: key, failures: found, missing: absent.sorted(), isSettled: isSettled)
    }

    /// What ``insert(_:)`` would answer, without adding `node`: for a receiver that keeps only what is good.
    public func examine(_ node: GraphNode) throws(Store.Failure) -> GraphArrival {
        var trial = GraphStream<GraphOverlay<Store>>(policy: policy, store: GraphOverlay(over: store))
        trial.failures = failures
        trial.missing = missing
        return try trial.insert(node)
    }

    /// Adds `node` where a receiver may act upon it, and nothing otherwise: it brings no failure to light, and all
    /// its ancestors are at hand or the policy accepts less. What was found is answered, and whether it was added.
    public mutating func admit(
        _ node: GraphNode
    ) throws(Store.Failure) -> (isAdmitted: Bool, arrival: GraphArrival) {
        let arrival = try examine(node)
        switch arrival.verdict {
        case .invalid: return (false, arrival)
        case .incomplete:
            //= ACT#req-act-dag-stream
            //# MUST refuse a record with a missing predecessor unless its policy accepts incomplete graphs
            //= ECT#req-ect-dag-partial
            //# A receiver MAY accept a record with the verdict 'incomplete' where its policy allows it
            guard policy.acceptsIncomplete else { return (false, arrival) }
        case .complete: break
        }
        return (true, try insert(node))
    }

    /// A second token for a key: what the first one claimed no longer counts.
    private mutating func addConflict(_ entry: GraphEntry) throws(Store.Failure) -> GraphChanges {
        let key = entry.node.key
        var changes = GraphChanges()
        changes.redone = [key]
        changes.judged = [key]
        changes.judged.formUnion(try successors(of: key))
        if entry.cyclicPredecessor != nil { changes.formerCycles = try cyclicAncestors(of: [key]) }
        var entry = entry
        entry.inConflict = true
        entry.cyclicPredecessor = nil
        try store.put(entry)
        for predecessor in entry.node.predecessors {
            missing[predecessor]?.remove(key)
            if missing[predecessor]?.isEmpty == true { missing[predecessor] = nil }
        }
        return changes
    }

    /// A new key: names that meant nothing, or something else, may mean it now.
    private mutating func add(_ node: GraphNode) throws(Store.Failure) -> GraphChanges {
        let key = node.key
        var changes = GraphChanges()
        let others = try store.keys(withID: key.id, limit: 2).count
        var former: [(namer: GraphKey, meaning: GraphReference)] = []
        for namer in try store.keys(naming: key.id) {
            // Once two keys have the id, a third matters to its own workflow only; one without a workflow, to all.
            if others > 1, key.scope != nil, namer.scope != key.scope { continue }
            guard let entry = try store.entry(for: namer), !entry.inConflict else { continue }
            former.append((namer, try resolve(key.id, from: namer.scope)))
        }
        changes.formerCycles = try cyclicAncestors(of: former.map(\.namer))
        try putNew(node)
        changes.redone = [key]
        for (namer, meaning) in former where try resolve(key.id, from: namer.scope) != meaning {
            changes.redone.append(namer)
        }
        changes.judged = Set(changes.redone)
        missing[key.id] = nil
        for predecessor in node.predecessors where try resolve(predecessor, from: key.scope) == .missing {
            missing[predecessor, default: []].insert(key)
        }
        if try !successors(of: key).isEmpty { changes.cycleStart = key }
        return changes
    }

    /// Gives depths to the nodes whose ancestors are now all at hand, and takes them from those whose are not.
    private mutating func settle(_ changes: inout GraphChanges) throws(Store.Failure) {
        var queue = changes.redone
        var head = 0
        while head < queue.count {
            let key = queue[head]
            head += 1
            guard var entry = try store.entry(for: key), entry.depth != nil else { continue }
            entry.depth = nil
            try store.put(entry)
            changes.judged.insert(key)
            queue += try successors(of: key)
        }
        head = 0
        while head < queue.count {
            let key = queue[head]
            head += 1
            guard var entry = try store.entry(for: key), entry.depth == nil, !entry.inConflict,
                let depth = try settledDepth(of: entry.node)
            else { continue }
            entry.depth = depth
            entry.cyclicPredecessor = nil
            try store.put(entry)
            changes.judged.insert(key)
            queue += try successors(of: key)
        }
    }

    /// One more than the deepest predecessor, or `nil` while one of them is not settled.
    private func settledDepth(of node: GraphNode) throws(Store.Failure) -> Int? {
        var depth = 0
        for predecessor in node.predecessors {
            guard case .key(let key) = try resolve(predecessor, from: node.key.scope),
                let above = try store.entry(for: key)?.depth
            else { return nil }
            depth = max(depth, above + 1)
        }
        return depth
    }

    /// Judges the nodes anew that the arrival may have changed; returns the failures that are news.
    private mutating func judge(_ changes: GraphChanges) throws(Store.Failure) -> [GraphFailure] {
        var found: [GraphFailure] = []
        for key in changes.judged {
            guard let entry = try store.entry(for: key) else { continue }
            let failure = try failure(of: entry)
            if let failure, failure != failures[key] { found.append(failure) }
            failures[key] = failure
        }
        return found.sorted()
    }
}

extension GraphStream where Store == MemoryGraphStore {
    /// A stream into memory.
    public init(policy: GraphPolicy = GraphPolicy()) {
        self.init(policy: policy, store: MemoryGraphStore())
    }
}

/// What one arrival changes, as it is found out.
struct GraphChanges {
    /// The keys whose predecessors mean something else than before.
    var redone: [GraphKey] = []
    /// The keys whose checks must be made again.
    var judged: Set<GraphKey> = []
    /// Nodes that were in a cycle which the change may open.
    var formerCycles: Set<GraphKey> = []
    /// The new node, where others name it: every new cycle goes through it.
    var cycleStart: GraphKey?
}
