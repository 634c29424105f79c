/// A text string, equal to another only octet for octet: `String` takes "é" and "e" with an accent for the
/// same text, and two keys of a map must never be taken for one.
public struct CBORText: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text.
    public let string: String

    /// Wraps a text.
    public init(_ string: String) { self.string = string }

    /// Wraps a literal.
    public init(stringLiteral value: String) { string = value }

    /// The text itself.
    public var description: String { string }

    /// Whether both have the same UTF-8 octets.
    public static func == (a: Self, b: Self) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }

    /// Feeds the UTF-8 octets.
    public func hash(into hasher: inout Hasher) {
        for octet in string.utf8 { hasher.combine(octet) }
        hasher.combine(0xff as UInt8)
    }
}
