public import Encoding

/// The name of an action: `segment *("." segment)`, `segment = LCALPHA *(LCALPHA / DIGIT / "_" / "-")`, at most
/// 128 octets, no wildcard.
public struct Action: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name.
    public let text: ExactString

    /// The longest name, in octets.
    public static let limit = 128

    /// Checks the grammar; nil where the text breaks it.
    public init?(_ text: ExactString) {
        //= ACT#req-act-action
        //# It MUST match the grammar of [fig-action] and be at most 128 octets long.
        guard (1...Self.limit).contains(text.utf8.count) else { return nil }
        var startsSegment = true
        for octet in text.utf8 {
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): startsSegment = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                if startsSegment { return nil }
            case UInt8(ascii: "."):
                if startsSegment { return nil }
                startsSegment = true
            default: return nil
            }
        }
        if startsSegment { return nil }
        self.text = text
    }

    /// Order by octets.
    public static func < (left: Action, right: Action) -> Bool { left.text < right.text }

    /// The name.
    public var description: String { text.string }
}
