public import Encoding

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
        if !failures.isEmpty {
            self = .invalid(failures: failures, missing: missing)
        } else if !missing.isEmpty {
            self = .incomplete(missing: missing)
        } else {
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
