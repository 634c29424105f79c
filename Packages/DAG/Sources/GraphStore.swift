public import Encoding

/// What a ``GraphStream`` remembers of one key.
public struct GraphEntry: Hashable, Sendable {
    /// The first node that arrived under the key; never replaced.
    public var node: GraphNode

    /// Whether a second token claimed the key. Nothing that either claims counts then.
    public var inConflict = false

    /// The longest chain of ancestors in edges, once all of them are at hand and in order; else `nil`.
    public var depth: Int?

    /// The first predecessor that is in the same cycle; `nil` for a node in no cycle.
    public var cyclicPredecessor: GraphKey?

    /// At least the latest time of the node and its known ancestors; it bounds the search for cycles.
    public var latestTime: Int64

    /// The entry of a node that just arrived.
    public init(node: GraphNode) {
        self.node = node
        latestTime = node.time
    }
}

/// Where a ``GraphStream`` keeps its nodes: memory, or a table beside a ledger.
///
/// Four look-ups by index; a store makes no judgement. What it is given must survive as it is.
public protocol GraphStore: Sendable {
    /// What goes wrong when storage can't be read or written; `Never` for memory.
    associatedtype Failure: Error

    /// The entry of `key`.
    func entry(for key: GraphKey) throws(Failure) -> GraphEntry?

    /// Up to `limit` of the keys that have this id, in any scope and any order.
    func keys(withID id: ExactString, limit: Int) throws(Failure) -> [GraphKey]

    /// The keys of all nodes that name `id` among their predecessors, each once, in any order.
    func keys(naming id: ExactString) throws(Failure) -> [GraphKey]

    /// Adds the entry, or replaces the one of its key; the node of a key never changes.
    mutating func put(_ entry: GraphEntry) throws(Failure)
}

/// A store in memory.
public struct MemoryGraphStore: GraphStore {
    private var entries: [GraphKey: GraphEntry] = [:]
    private var keysByID: [ExactString: [GraphKey]] = [:]
    private var keysByPredecessor: [ExactString: [GraphKey]] = [:]

    /// An empty store.
    public init() {}

    /// How many keys there are.
    public var count: Int { entries.count }

    /// The entry of `key`.
    public func entry(for key: GraphKey) -> GraphEntry? {
        entries[key]
    }

    /// Up to `limit` of the keys that have this id, in the order of arrival.
    public func keys(withID id: ExactString, limit: Int) -> [GraphKey] {
        Array((keysByID[id] ?? []).prefix(limit))
    }

    /// The keys of all nodes that name `id`, in the order of arrival.
    public func keys(naming id: ExactString) -> [GraphKey] {
        keysByPredecessor[id] ?? []
    }

    /// Adds the entry, or replaces the one of its key.
    public mutating func put(_ entry: GraphEntry) {
        let key = entry.node.key
        guard entries.updateValue(entry, forKey: key) == nil else { return }
        keysByID[key.id, default: []].append(key)
        for predecessor in Set(entry.node.predecessors) {
            keysByPredecessor[predecessor, default: []].append(key)
        }
    }
}

/// A store that can be written without changing the one below it.
struct GraphOverlay<Base: GraphStore>: GraphStore {
    typealias Failure = Base.Failure

    private let base: Base
    private var written = MemoryGraphStore()

    init(over base: Base) {
        self.base = base
    }

    func entry(for key: GraphKey) throws(Base.Failure) -> GraphEntry? {
        if let entry = written.entry(for: key) { return entry }
        return try base.entry(for: key)
    }

    func keys(withID id: ExactString, limit: Int) throws(Base.Failure) -> [GraphKey] {
        let below = try base.keys(withID: id, limit: limit)
        let added = written.keys(withID: id, limit: limit).filter { !below.contains($0) }
        return Array((below + added).prefix(limit))
    }

    func keys(naming id: ExactString) throws(Base.Failure) -> [GraphKey] {
        let below = try base.keys(naming: id)
        let known = Set(below)
        return below + written.keys(naming: id).filter { !known.contains($0) }
    }

    mutating func put(_ entry: GraphEntry) {
        written.put(entry)
    }
}
