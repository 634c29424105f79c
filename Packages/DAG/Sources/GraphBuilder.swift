import Encoding

/// Collects nodes in any order, compactly: nothing of a ``GraphNode`` is kept but numbers and the octets of
/// ids not seen before, so a caller can feed a million tokens one at a time.
public struct GraphBuilder: Sendable {
    var symbols = SymbolTable()
    var ids: [UInt32] = []
    /// The scope's symbol, or `GraphIndex.none`.
    var scopes: [UInt32] = []
    var times: [Int64] = []
    /// The level's number, or -1.
    var levels: [Int16] = []
    var standings: [GraphStanding] = []
    /// Where each node's references start in `references`; one more than there are nodes.
    var starts: [UInt32] = [0]
    /// The symbols of the predecessors as they were named.
    var references: [UInt32] = []

    /// A builder without nodes.
    public init() {}

    /// How many nodes there are.
    public var count: Int { ids.count }

    /// Adds the node whose vertex number is the ``count`` before the call.
    public mutating func append(_ node: GraphNode) throws(GraphError) {
        guard ids.count < GraphIndex.limit,
            references.count + node.predecessors.count <= Int(UInt32.max)
        else { throw .tooLarge }
        let id = try symbols.intern(node.key.id)
        var scope = GraphIndex.none
        if let name = node.key.scope { scope = try symbols.intern(name) }
        let start = references.count
        for predecessor in node.predecessors {
            do throws(GraphError) {
                references.append(try symbols.intern(predecessor))
            } catch {
                references.removeSubrange(start...)
                throw error
            }
        }
        ids.append(id)
        scopes.append(scope)
        times.append(node.time)
        levels.append(node.level.map { Int16($0.rawValue) } ?? -1)
        standings.append(node.standing)
        starts.append(UInt32(references.count))
    }

    /// The graph of the nodes so far.
    public consuming func graph() -> Graph {
        Graph(self)
    }
}

/// The values of a vertex or symbol number that are none.
enum GraphIndex {
    /// How many numbers there are.
    static let limit = Int(ambiguous)
    /// Nothing at all.
    static let none = UInt32.max
    /// A reference of a node in conflict: it is not followed.
    static let ignored = UInt32.max - 1
    /// Several vertices, none of them meant more than the others.
    static let ambiguous = UInt32.max - 2
}
