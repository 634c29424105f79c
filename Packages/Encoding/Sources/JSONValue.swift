/// A JSON value apart from any text: what extension claims are kept as, and what writers are given.
public enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that is not an integer within Int64, as it is written.
    case number(String)
    case string(ExactString)
    case array([JSONValue])
    /// Members in the order of the text.
    case object([JSONMember])

    /// The first member of an object with this name; nil where there is none.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == ExactString(name) }?.value
    }

    /// The value as JSON without white space.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.octets
    }
}

/// One member of an object.
public struct JSONMember: Hashable, Sendable {
    /// The name, unescaped.
    public var name: ExactString
    /// The value.
    public var value: JSONValue

    /// A member.
    public init(_ name: ExactString, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(ExactString(value)) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object, members in the order written.
    public init(dictionaryLiteral elements: (ExactString, JSONValue)...) {
        self = .object(elements.map { JSONMember($0.0, $0.1) })
    }
}

extension JSONNode {
    /// The value apart from its document. Built without recursion: the text may be hostile.
    public var value: JSONValue {
        var open: [(kind: Kind, end: Int, name: ExactString?, members: [JSONMember], elements: [JSONValue])] =
            []
        var name: ExactString?
        var at = index
        while true {
            let node = JSONNode(storage: storage, index: at)
            if let container = open.last, container.kind == .object, name == nil, at < container.end {
                name = node.string
                at += 1
                continue
            }
            var finished: JSONValue?
            if let container = open.last, at >= container.end {
                finished = container.kind == .object ? .object(container.members) : .array(container.elements)
                name = container.name
                open.removeLast()
            } else if node.kind == .object || node.kind == .array {
                open.append((node.kind, Int(storage.tokens[at].next), name, [], []))
                name = nil
                at += 1
            } else {
                finished = node.scalar
                at += 1
            }
            guard let finished else { continue }
            guard !open.isEmpty else { return finished }
            if let key = name {
                open[open.count - 1].members.append(JSONMember(key, finished))
                name = nil
            } else {
                open[open.count - 1].elements.append(finished)
            }
        }
    }

    private var scalar: JSONValue {
        switch kind {
        case .string: .string(string ?? "")
        case .number: integer.map { .integer($0) } ?? .number(numberText ?? "0")
        case .boolean: .boolean(boolean ?? false)
        default: .null
        }
    }
}
