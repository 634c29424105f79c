/// What a JSON text may cost before it is refused.
public struct JSONLimits: Hashable, Sendable {
    /// The longest text, in octets.
    public var octets: Int
    /// The deepest nesting of arrays and objects, counted as `deepest` where it is more; a bare scalar has
    /// depth 0.
    public var depth: Int
    /// The most values and member names together.
    public var values: Int

    /// Limits of the caller's own.
    public init(octets: Int, depth: Int, values: Int) {
        self.octets = octets
        self.depth = depth
        self.values = values
    }

    /// No text is read deeper than this, so that its `JSONValue` can be compared, written and freed on any
    /// stack.
    public static let deepest = 512

    /// For tokens, keys and other input from strangers: 64 KiB, depth 64. No header or payload of a token of
    /// that size has as many values, so that a token is refused for its octets only.
    public static let token = JSONLimits(octets: 65_536, depth: 64, values: 32_768)

    /// For files that an operator hands over: 1 GiB, depth 64.
    public static let document = JSONLimits(octets: 1 << 30, depth: 64, values: 1 << 28)
}
