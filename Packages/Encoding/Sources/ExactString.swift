/// A string that equals another only octet for octet.
///
/// Swift's `String ==` treats canonically equivalent text (NFC and NFD) as equal, so two identifiers that
/// differ on the wire could name the same party. Identifiers are compared, ordered and hashed by their UTF-8
/// octets, as RFC 7519 §2 (StringOrURI: "case-sensitive strings with no transformations") asks.
public struct ExactString: Sendable {
    /// The text.
    public let string: String

    /// Wraps `string` without changing it.
    @inlinable
    public init(_ string: String) {
        self.string = string
    }

    /// The UTF-8 octets that decide equality and order.
    @inlinable public var utf8: String.UTF8View { string.utf8 }

    /// Whether there are no octets.
    @inlinable public var isEmpty: Bool { string.utf8.isEmpty }

    /// The text with the letters of ASCII in lower case, as protocols compare names of schemes and media types. Swift's
    /// own `==` of a hostile text can take minutes: it puts accents in order.
    public var lowercasedASCII: ExactString {
        let octets = string.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        return ExactString(String(decoding: octets, as: UTF8.self))
    }

    /// Whether there is a control character of ASCII (below 0x20, or 0x7F), which no identifier has.
    public var hasControlCharacters: Bool {
        let octets = string.utf8.span
        for at in octets.indices where octets[at] < 0x20 || octets[at] == 0x7F { return true }
        return false
    }
}

extension ExactString: Hashable {
    /// Equality by octets.
    @inlinable
    public static func == (left: ExactString, right: ExactString) -> Bool {
        left.string.utf8.span.isEqual(to: right.string.utf8.span)
    }

    /// Hashes the octets.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        var copy = string
        copy.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}

extension ExactString: Comparable {
    /// Order by octets.
    @inlinable
    public static func < (left: ExactString, right: ExactString) -> Bool {
        left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
    }
}

extension ExactString: ExpressibleByStringLiteral, CustomStringConvertible {
    /// A literal of the program.
    @inlinable
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text, as it is.
    @inlinable public var description: String { string }
}

extension Span<UInt8> {
    /// Whether both have the same octets. Not for secrets: it stops at the first difference.
    @inlinable
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var at = 0
        while at < count, self[at] == other[at] { at &+= 1 }
        return at == count
    }
}
