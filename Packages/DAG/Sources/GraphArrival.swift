public import Encoding

/// What the arrival of one node in a ``GraphStream`` brought to light.
public struct GraphArrival: Hashable, Sendable {
    /// The node that arrived.
    public var key: GraphKey

    /// The failures that are news, of the node itself and of earlier ones, ordered by node. Failures that were
    /// known before are not repeated.
    public var failures: [GraphFailure]

    /// The predecessors of the node that are not at hand, in order.
    public var missing: [ExactString]

    /// Whether all ancestors of the node are at hand, unambiguous, without conflict and without a cycle.
    public var isSettled: Bool

    init(key: GraphKey, failures: [GraphFailure], missing: [ExactString] = [], isSettled: Bool = false) {
        self.key = key
        self.failures = failures
        self.missing = missing
        self.isSettled = isSettled
    }

    /// The verdict on the arrival: invalid when it brought a failure; complete when its ancestry is settled;
    /// else incomplete, naming what is missing of its own predecessors, which may be nothing when the gap is
    /// further up. An ancestor that failed earlier is not held against it here: the graph's verdict says so.
    public var verdict: GraphVerdict {
        let absent = missing.map { MissingPredecessor(id: $0, namedBy: [key]) }
        if !failures.isEmpty { return .invalid(failures: failures, missing: absent) }
        return isSettled ? .complete : .incomplete(missing: absent)
    }
}
