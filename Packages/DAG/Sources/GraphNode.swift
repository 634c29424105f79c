public import Encoding

/// One token as the graph sees it: an ACT record or an ECT, both kinds may mix.
///
/// The graph knows nothing of signatures or claims. A node stands for one token: the caller drops a repeat of
/// the *same token octets* beforehand (a ledger answers it with the first entry), so two nodes of one key are
/// two different tokens in conflict.
public struct GraphNode: Hashable, Sendable {
    /// The `jti` within its `wid`.
    public var key: GraphKey

    /// The ids that `pred` names, in the token's order.
    public var predecessors: [ExactString]

    /// When it happened, in seconds since 1970: `exec_ts` of a record, `iat` of an ECT.
    public var time: Int64

    /// The assurance level, or `nil` for a kind of token that has none.
    public var level: GraphLevel?

    /// Whether everything downstream is tainted by this node.
    public var standing: GraphStanding

    /// A node called `id` within `scope`.
    public init(
        id: ExactString, scope: ExactString? = nil, predecessors: [ExactString], time: Int64,
        level: GraphLevel? = nil, standing: GraphStanding = .sound
    ) {
        self.key = GraphKey(id: id, scope: scope)
        self.predecessors = predecessors
        self.time = time
        self.level = level
        self.standing = standing
    }
}

/// An assurance level; the higher number is the stronger one (L1 = 1, L2 = 2, L3 = 3).
public struct GraphLevel: RawRepresentable, Hashable, Comparable, Sendable {
    /// The level's number.
    public var rawValue: UInt8

    /// The level with this number.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// By number.
    public static func < (left: GraphLevel, right: GraphLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Whether others may build on a node. It never changes a verdict; ``Graph/taint(revoked:refused:)`` follows it.
public enum GraphStanding: UInt8, Hashable, Sendable {
    /// Nothing is held against it.
    case sound
    /// Its token failed verification, or its task failed.
    case failed
    /// It was withdrawn after the fact.
    case revoked
}
