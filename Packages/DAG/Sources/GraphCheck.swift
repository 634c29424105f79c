import Encoding

/// The checks on a node, in the order in which they are made; a node is reported with the first that fails
/// (ACT §7.1, ECT §7).
///
/// The raw value is the check's stable name.
public enum GraphCheck: String, Hashable, Sendable, CaseIterable {
    /// One token for each id within a workflow. All tokens that share the id are refused and none is
    /// preferred, so it does not matter which came first; nothing that they claim is checked further.
    case unique
    /// Every predecessor is one known token. A predecessor that is not at hand makes the graph incomplete
    /// rather than invalid; this check fails when several workflows hold the id and nothing says which is meant.
    case knownPredecessors = "known-predecessors"
    /// No predecessor is later than the node by more than the skew.
    case time
    /// No node is its own ancestor; naming itself is the shortest cycle.
    case acyclic
    /// No predecessor belongs to another workflow, unless the policy allows it.
    case workflow
    /// No more predecessors than the policy allows.
    case fanIn = "fan-in"
    /// No predecessor is named twice.
    case repeatedPredecessor = "repeated-predecessor"
    /// No chain of ancestors is longer than the policy allows. Made once all ancestors are at hand.
    case depth

    /// The check's stable name, in kebab-case.
    public var code: String { rawValue }
}

//= ECT#req-ect-dag-name
//# The refusal MUST name the record, the check, and the other record where there is one.
/// One node that is refused: which, by which check, and because of which other node.
public struct GraphFailure: Hashable, Sendable {
    /// The node that is refused.
    public var node: GraphKey

    /// The first check that it fails.
    public var check: GraphCheck

    /// The predecessor that the check is about; `nil` for `unique` and `fanIn`, which are about the node alone.
    ///
    /// For an ambiguous predecessor it is the key that was looked for in the node's own scope.
    public var other: GraphKey?

    /// The failure of `check` at `node`.
    public init(node: GraphKey, check: GraphCheck, other: GraphKey? = nil) {
        self.node = node
        self.check = check
        self.other = other
    }
}

extension GraphFailure: Comparable {
    /// By node; a verdict has one failure a node.
    public static func < (left: GraphFailure, right: GraphFailure) -> Bool {
        left.node < right.node
    }
}

extension GraphFailure: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        let predecessor = other.map { "\($0)" } ?? "a predecessor"
        return switch check {
        case .unique: "\(node) is the id of more than one token"
        case .knownPredecessors: "\(node) names \(other?.id ?? "an id"), which several workflows hold"
        case .time: "\(node) is earlier than its predecessor \(predecessor)"
        case .acyclic:
            other == node
                ? "\(node) names itself as a predecessor"
                : "\(node) is its own ancestor by way of its predecessor \(predecessor)"
        case .workflow: "\(node) names \(predecessor), which is another workflow"
        case .fanIn: "\(node) names more predecessors than are allowed"
        case .repeatedPredecessor: "\(node) names its predecessor \(predecessor) more than once"
        case .depth: "\(node) has a longer chain of ancestors than is allowed, by way of \(predecessor)"
        }
    }
}
