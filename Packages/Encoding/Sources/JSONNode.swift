/// A value inside a `JSONDocument`.
public struct JSONNode: Sendable {
    let storage: JSONDocument.Storage
    let index: Int

    /// The six kinds of JSON values.
    public enum Kind: UInt8, Hashable, Sendable {
        case object, array, string, number, boolean, null
    }

    private var token: JSONToken { storage.tokens[index] }

    /// Which kind of value this is.
    public var kind: Kind { token.kind }

    /// Where the value starts, in octets from the start of the text.
    public var offset: Int { Int(token.start) - (kind == .string ? 1 : 0) }

    /// The octets of the value as they stand in the text, quotes included.
    public var text: ArraySlice<UInt8> {
        let quote = kind == .string ? 1 : 0
        return storage.octets[Int(token.start) - quote..<Int(token.end) + quote]
    }

    /// The text of a string; nil for other kinds.
    public var string: ExactString? {
        kind == .string ? storage.string(token) : nil
    }

    /// The value of a number that is written as an integer within Int64; nil for fractions, exponents, `-0`
    /// and other kinds.
    public var integer: Int64? {
        guard kind == .number else { return nil }
        let octets = storage.octets
        return JSONText.integer(octets.span, token)
    }

    /// The number as it is written; nil for other kinds.
    public var numberText: String? {
        kind == .number ? String(decoding: text, as: UTF8.self) : nil
    }

    /// The value of `true` or `false`; nil for other kinds.
    public var boolean: Bool? {
        kind == .boolean ? storage.octets[Int(token.start)] == UInt8(ascii: "t") : nil
    }

    /// Whether this is `null`.
    public var isNull: Bool { kind == .null }

    /// The member of an object whose name has the octets of `name`; nil where there is none.
    public subscript(name: String) -> JSONNode? {
        guard kind == .object else { return nil }
        let (octets, tokens) = (storage.octets, storage.tokens)
        let (text, table, wanted) = (octets.span, tokens.span, name.utf8.span)
        var at = index + 1
        let end = Int(token.next)
        // A claims set is asked for dozens of names. That a name and its value lie within the table, and a
        // name within the text, is the scanner's doing.
        while at < end {
            let found = unsafe table[unchecked: at]
            if found.isEscaped
                ? JSONText.string(text, found).utf8.span.isEqual(to: wanted)
                : found.hasOctets(wanted, in: text)
            {
                return JSONNode(storage: storage, index: at + 1)
            }
            at = unsafe Int(table[unchecked: at &+ 1].next)
        }
        return nil
    }

    /// Names and values of an object in the order of the text; empty for other kinds.
    public var members: JSONMembers { JSONMembers(node: self) }

    /// The elements of an array; empty for other kinds.
    public var elements: JSONElements { JSONElements(node: self) }

    /// How many members or elements there are, counted one by one; 0 for other kinds.
    public var count: Int {
        guard kind == .object || kind == .array else { return 0 }
        let tokens = storage.tokens
        let name = kind == .object ? 1 : 0
        var (count, at) = (0, index + 1)
        let end = Int(token.next)
        while at < end {
            count += 1
            at = Int(tokens[at + name].next)
        }
        return count
    }

}

/// The members of an object.
public struct JSONMembers: Sequence, Sendable {
    let node: JSONNode

    /// Starts at the first member.
    public func makeIterator() -> Iterator { Iterator(node: node) }

    /// One pass over the members.
    public struct Iterator: IteratorProtocol {
        private let storage: JSONDocument.Storage
        private var at: Int
        private let end: Int

        init(node: JSONNode) {
            storage = node.storage
            at = node.index + 1
            end = node.kind == .object ? Int(node.storage.tokens[node.index].next) : 0
        }

        /// The next member.
        public mutating func next() -> (name: ExactString, value: JSONNode)? {
            guard at < end else { return nil }
            let name = storage.string(storage.tokens[at])
            let value = JSONNode(storage: storage, index: at + 1)
            at = Int(storage.tokens[at + 1].next)
            return (name, value)
        }
    }
}

/// The elements of an array.
public struct JSONElements: Sequence, Sendable {
    let node: JSONNode

    /// Starts at the first element.
    public func makeIterator() -> Iterator { Iterator(node: node) }

    /// One pass over the elements.
    public struct Iterator: IteratorProtocol {
        private let storage: JSONDocument.Storage
        private var at: Int
        private let end: Int

        init(node: JSONNode) {
            storage = node.storage
            at = node.index + 1
            end = node.kind == .array ? Int(node.storage.tokens[node.index].next) : 0
        }

        /// The next element.
        public mutating func next() -> JSONNode? {
            guard at < end else { return nil }
            let element = JSONNode(storage: storage, index: at)
            at = Int(storage.tokens[at].next)
            return element
        }
    }
}

extension JSONNode {
    /// Whether two values say the same: strings by octets, numbers as they are written, arrays in order, objects
    /// with the same members in any order. Runs over pairs on a list of its own, not by recursion.
    public func isEquivalent(to other: JSONNode) -> Bool {
        var pairs = [(self, other)]
        while let (left, right) = pairs.popLast() {
            guard left.kind == right.kind else { return false }
            switch left.kind {
            case .object:
                guard left.count == right.count else { return false }
                for (name, value) in left.members {
                    guard let counterpart = right[name.string] else { return false }
                    pairs.append((value, counterpart))
                }
            case .array:
                guard left.count == right.count else { return false }
                pairs.append(contentsOf: zip(left.elements, right.elements))
            case .string: guard left.string == right.string else { return false }
            case .number, .boolean, .null: guard left.text.elementsEqual(right.text) else { return false }
            }
        }
        return true
    }
}

extension JSONNode {
    /// How deep arrays and objects are nested: 0 for a scalar, 1 for a container without another in it.
    public var depth: Int {
        var ends: [Int] = []
        var deepest = 0
        for at in index..<Int(token.next) {
            while let end = ends.last, at >= end { ends.removeLast() }
            let inner = storage.tokens[at]
            guard inner.kind == .object || inner.kind == .array else { continue }
            ends.append(Int(inner.next))
            deepest = max(deepest, ends.count)
        }
        return deepest
    }
}
