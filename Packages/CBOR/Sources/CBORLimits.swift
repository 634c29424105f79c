/// How much work one input may cause; all of it is checked before the work is done.
public struct CBORLimits: Hashable, Sendable {
    /// The most octets an input may have.
    public let octets: Int
    /// The most arrays, maps and tags inside one another, never more than 256: a tree is freed by code that
    /// calls itself.
    public let depth: Int
    /// The most data items an input may have, keys and values of maps counted each.
    public let items: Int

    /// Sets limits; negative ones count as 0 and a depth above 256 as 256.
    public init(octets: Int = 10 << 20, depth: Int = 32, items: Int = 1 << 20) {
        self.octets = max(0, octets)
        self.depth = min(max(0, depth), 256)
        self.items = max(0, items)
    }

    /// 10 MiB, 32 levels, 1 048 576 data items.
    public static let standard = CBORLimits()
}

/// How far an input must go beyond being well formed.
///
/// Both refuse indefinite lengths, heads that are longer than need be, duplicate keys, text that is not
/// UTF-8, reserved simple values and trailing octets.
public enum CBORRules: Hashable, Sendable {
    /// The core deterministic encoding requirements of RFC 8949 §4.2.1: one value, one encoding.
    case deterministic
    /// As `deterministic`, but map keys may come in any order and numbers may be wider than need be: what
    /// COSE headers and keys of other implementations look like.
    case unordered
}
