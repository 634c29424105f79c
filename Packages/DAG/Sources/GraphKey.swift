public import Encoding

/// What a node is called: its `jti`, unique within its scope.
///
/// The scope is the workflow id (`wid`), or `nil` for a token without one; "no workflow" is a scope of its
/// own (draft-nennemann-act §7.1, draft-nennemann-wimse-ect §7). Both parts are compared as octets.
public struct GraphKey: Hashable, Comparable, Sendable {
    /// The `jti`.
    public var id: ExactString

    /// The `wid`, if the token has one.
    public var scope: ExactString?

    /// The key of `id` within `scope`.
    public init(id: ExactString, scope: ExactString? = nil) {
        self.id = id
        self.scope = scope
    }

    /// By id, then by scope, octet by octet; no scope comes first.
    public static func < (left: GraphKey, right: GraphKey) -> Bool {
        if left.id != right.id { return left.id < right.id }
        switch (left.scope, right.scope) {
        case (nil, nil), (_?, nil): return false
        case (nil, _?): return true
        case (let left?, let right?): return left < right
        }
    }
}

extension GraphKey: CustomStringConvertible {
    /// The id, followed by the workflow where there is one.
    public var description: String {
        guard let scope else { return id.string }
        return "\(id) in workflow \(scope)"
    }
}
