public import Encoding

//= ACT#req-act-dag-order
//# The verdict MUST NOT depend on the order in which the records of a graph are presented.
/// What is known of a graph. It depends on the set of nodes alone, never on their order of arrival.
public enum GraphVerdict: Hashable, Sendable {
    /// Every predecessor is at hand and every check holds.
    case complete

    /// Every check that could be made holds, and these predecessors are not at hand.
    case incomplete(missing: [MissingPredecessor])

    /// These nodes fail a check. What is missing besides is named too.
    case invalid(failures: [GraphFailure], missing: [MissingPredecessor])

    /// The verdict that follows from what was found; both lists must be sorted.
    init(failures: [GraphFailure], missing: [MissingPredecessor]) {
        //= ACT#req-act-dag-invalid
        //# A verifier MUST name every record concerned and the first check that it failed.
        if !failures.isEmpty {
            self = .invalid(failures: failures, missing: missing)
        } else if !missing.isEmpty {
            //= ACT#req-act-dag-incomplete
            //# A verifier MUST name every missing predecessor.
            //= ECT#req-ect-dag-missing
            //# With the verdict 'incomplete' a verifier MUST name every missing predecessor and each record
            //# that names it.
            //= ECT#req-ect-dag-known
            //# Known: a verifier MUST give the verdict 'incomplete' to a record that has a predecessor
            //# which is not at hand.
            self = .incomplete(missing: missing)
        } else {
            //= ACT#req-act-dag-complete
            //# A verifier MUST NOT report this verdict while a predecessor is missing.
            //= ECT#req-ect-dag-complete
            //# A verifier MUST NOT report a graph as 'complete' when a predecessor is missing or a part of
            //# the graph was not checked.
            self = .complete
        }
    }

    /// The failures, one a node, ordered by node.
    public var failures: [GraphFailure] {
        if case .invalid(let failures, _) = self { failures } else { [] }
    }

    /// The predecessors that are not at hand, ordered by id.
    public var missing: [MissingPredecessor] {
        switch self {
        case .complete: []
        case .incomplete(let missing), .invalid(_, let missing): missing
        }
    }

    /// The verdict's stable name.
    public var code: String {
        switch self {
        case .complete: "complete"
        case .incomplete: "incomplete"
        case .invalid: "invalid"
        }
    }
}

/// A predecessor that no node at hand stands for, in any workflow, and who named it.
public struct MissingPredecessor: Hashable, Sendable {
    /// The id that was named.
    public var id: ExactString

    /// The nodes that name it, in order.
    public var namedBy: [GraphKey]

    /// The absence of `id`.
    public init(id: ExactString, namedBy: [GraphKey]) {
        self.id = id
        self.namedBy = namedBy
    }
}
