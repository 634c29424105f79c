public import DAG

/// How much an ECT is worth (draft, "Assurance Levels"). It follows from the envelope and from evidence, and is
/// never written into the token.
public enum AssuranceLevel: UInt8, Hashable, Comparable, Sendable, CaseIterable, CustomStringConvertible {
    /// Unsigned: detects accidents.
    case level1 = 1
    /// Signed: detects forgery and tampering.
    case level2 = 2
    /// Signed, appended to a ledger, with verified evidence of it: detects later removal and replacement.
    case level3 = 3

    /// Weaker before stronger.
    public static func < (left: AssuranceLevel, right: AssuranceLevel) -> Bool {
        left.rawValue < right.rawValue
    }

    /// `L1`, `L2` or `L3`.
    public var description: String { "L\(rawValue)" }

    /// Reads `L1`, `L2` or `L3`; nil for another text.
    public init?(_ text: String) {
        guard let level = Self.allCases.first(where: { $0.description == text }) else { return nil }
        self = level
    }

    /// The level as a graph compares it.
    public var graphLevel: GraphLevel { GraphLevel(rawValue: rawValue) }
}
