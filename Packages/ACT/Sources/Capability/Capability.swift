public import Claims
public import Encoding

/// One element of `cap`: an action, and its limits.
public struct Capability: Hashable, Sendable {
    /// What may be done.
    public var action: Action
    /// Within which limits.
    public var constraints: Constraints

    /// A capability.
    public init(_ action: Action, _ constraints: Constraints = Constraints()) {
        self.action = action
        self.constraints = constraints
    }

    /// Reads an element of `cap`.
    public init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .object else { throw .rule(.cap) }
        guard let action = node["action"]?.string.flatMap(Action.init) else { throw .rule(.capAction) }
        for (name, _) in node.members where name != "action" && name != "constraints" {
            throw .rule(.capClosed)
        }
        self.action = action
        constraints =
            try node["constraints"].map { node throws(ACTError) in try Constraints(parsing: node) }
            ?? Constraints()
    }

    var value: JSONValue {
        var members = [JSONMember("action", .string(action.text))]
        if !constraints.isEmpty { members.append(JSONMember("constraints", constraints.value)) }
        return .object(members)
    }
}

/// `cap`: at least one capability, and no two for one action, so that no limits are ever pooled.
public struct Capabilities: Hashable, Sendable {
    /// The capabilities, in their order.
    public let list: [Capability]

    /// Capabilities; refused where there are none, or two for one action.
    public init(_ list: [Capability]) throws(ACTError) {
        guard !list.isEmpty else { throw .rule(.cap) }
        guard Set(list.map(\.action)).count == list.count else { throw .rule(.capUnique) }
        self.list = list
    }

    /// The capability for `action`; nil where it is not granted.
    public subscript(action: Action) -> Capability? {
        list.first { $0.action == action }
    }

    init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .array else { throw .rule(.cap) }
        var list: [Capability] = []
        for element in node.elements { list.append(try Capability(parsing: element)) }
        try self.init(list)
    }

    var value: JSONValue { .array(list.map(\.value)) }
}
