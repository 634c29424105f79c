/// What stops a graph from being built or followed; what is wrong *with* a graph is a ``GraphVerdict``.
public enum GraphError: Error, Hashable, Sendable {
    /// More nodes, predecessors or octets of ids than can be numbered: 2³² - 4 nodes or ids, 2³² - 1 of the rest.
    case tooLarge

    /// A walk met more nodes than its limit; what it found so far is not given, lest it pass for the whole.
    case limitReached(limit: Int)

    /// The error's stable name.
    public var code: String {
        switch self {
        case .tooLarge: "graph-too-large"
        case .limitReached: "graph-limit-reached"
        }
    }
}

extension GraphError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .tooLarge: "the graph has more nodes, predecessors or octets of ids than can be numbered"
        case .limitReached(let limit): "the walk met more than \(limit) nodes"
        }
    }
}
