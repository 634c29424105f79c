import Encoding

/// What a graph must keep to; the defaults are the drafts' (ACT §7.1, ECT §7).
public struct GraphPolicy: Hashable, Sendable {
    /// The most predecessors that any policy can allow.
    public static let largestFanIn = 256

    /// Seconds that a predecessor's time may lie after its successor's, at least 0.
    public let skew: Int64

    /// Whether a node may name a predecessor of another workflow.
    public let linksAcrossWorkflows: Bool

    /// The most predecessors of one node, 1 to 256.
    public let maximumFanIn: Int

    /// The most ancestors on the longest chain above one node, at least 0.
    ///
    /// The chain and not the number of distinct ancestors is limited: both bound the work of following a
    /// record to its roots, and only the chain can be counted for every node in one pass over the graph.
    public let maximumDepth: Int

    /// Whether a receiver that acts upon records as they arrive takes one whose ancestors are not all at hand
    /// (``GraphStream/admit(_:)``). Verdicts don't depend on it.
    public let acceptsIncomplete: Bool

    /// A policy; a value outside its range becomes the nearest one inside, so none switches a check off.
    public init(
        skew: Int64 = 30, linksAcrossWorkflows: Bool = false, maximumFanIn: Int = GraphPolicy.largestFanIn,
        maximumDepth: Int = 10_000, acceptsIncomplete: Bool = false
    ) {
        self.skew = max(0, skew)
        self.linksAcrossWorkflows = linksAcrossWorkflows
        self.maximumFanIn = min(max(1, maximumFanIn), GraphPolicy.largestFanIn)
        self.maximumDepth = max(0, maximumDepth)
        self.acceptsIncomplete = acceptsIncomplete
    }

    /// Whether a predecessor at `predecessor` may come before a node at `node`.
    func timeOrderHolds(from predecessor: Int64, to node: Int64) -> Bool {
        let (latest, overflow) = node.addingReportingOverflow(skew)
        return overflow || predecessor <= latest
    }

    /// Whether a node of `node` may name a predecessor of `predecessor`.
    func linkHolds(from predecessor: ExactString?, to node: ExactString?) -> Bool {
        guard !linksAcrossWorkflows, let predecessor, let node else { return true }
        return predecessor == node
    }
}
