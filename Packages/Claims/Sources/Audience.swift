public import Encoding

/// `aud` (RFC 7519 §4.1.3): one or more parties, written as a string when it is one.
public struct Audience: Hashable, Sendable {
    /// The parties, as many as are named, in their order.
    public let parties: [ExactString]
    /// Whether it is written as a bare string.
    public let isSingleString: Bool

    /// An audience of `parties`; nil unless there is at least one and each is a StringOrURI.
    public init?(_ parties: [ExactString], isSingleString: Bool = false) {
        guard !parties.isEmpty, parties.allSatisfy(StringOrURI.isValid), !isSingleString || parties.count == 1
        else { return nil }
        self.parties = parties
        self.isSingleString = isSingleString
    }

    /// Whether `party` is named, compared by octets.
    public func contains(_ party: ExactString) -> Bool { parties.contains(party) }

    /// The claim's value.
    public var value: JSONValue {
        isSingleString ? .string(parties[0]) : .array(parties.map { .string($0) })
    }
}
