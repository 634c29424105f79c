public import Encoding

/// `pred`: the tasks that this one followed from. `[]` is a root.
public struct Predecessors: Hashable, Sendable {
    /// The identifiers, in their order.
    public let identifiers: [UUIDText]

    /// The most predecessors that any token may name.
    public static let limit = 256

    /// No predecessors.
    public static let none = Predecessors(unchecked: [])

    /// The predecessors of the task `task`: at most 256, none twice, never the task itself.
    public init(_ identifiers: [UUIDText], of task: UUIDText, limit: Int = limit) throws(ClaimError) {
        let name = ClaimDefinition.predecessors.name
        guard identifiers.count <= min(limit, Self.limit) else { throw .invalid(name, .tooMany) }
        guard !identifiers.contains(task) else { throw .invalid(name, .selfReference) }
        guard identifiers.count < 2 || Set(identifiers).count == identifiers.count else {
            throw .invalid(name, .repeated)
        }
        self.init(unchecked: identifiers)
    }

    private init(unchecked identifiers: [UUIDText]) {
        self.identifiers = identifiers
    }

    /// The claim's value.
    public var value: JSONValue { .array(identifiers.map { .string($0.text) }) }
}
