/// Why octets were refused, and where.
public struct CBORError: Error, Hashable, Sendable {
    /// What was broken.
    public let rule: Rule
    /// The octet, counted from 0, at which it was broken: for a data item the first octet of its head.
    public let offset: Int

    /// Says that a rule was broken at an octet.
    public init(_ rule: Rule, at offset: Int) {
        self.rule = rule
        self.offset = offset
    }

    /// The rules of RFC 8949 that a decoder holds its input to, and the limits of this one.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// The input ends inside a data item, or a length goes beyond its end (Appendix C).
        case truncated = "cbor-truncated"
        /// Octets follow the data item.
        case trailingOctets = "cbor-trailing-octets"
        /// Additional information 28 to 30, or 31 where no length stands (§3).
        case reservedInformation = "cbor-reserved-information"
        /// A string, array or map of indefinite length (§4.2.1).
        case indefiniteLength = "cbor-indefinite-length"
        /// A "break" where a data item belongs (§3.2.1).
        case unexpectedBreak = "cbor-unexpected-break"
        /// An argument that has a shorter head (§4.2.1).
        case headNotShortest = "cbor-head-not-shortest"
        /// A simple value below 32 in two octets (§3.3).
        case reservedSimpleValue = "cbor-reserved-simple-value"
        /// A text string that is not UTF-8 (§3.1).
        case invalidUTF8 = "cbor-invalid-utf8"
        /// A key that a map has twice (§5.6).
        case duplicateKey = "cbor-duplicate-key"
        /// A key that sorts before the one that stands before it (§4.2.1).
        case unsortedKeys = "cbor-unsorted-keys"
        /// A floating-point number that has a shorter form (§4.2.1).
        case floatNotShortest = "cbor-float-not-shortest"
        /// A NaN that says more than "not a number" (§4.2.2).
        case nanPayload = "cbor-nan-payload"
        /// A bignum that is no byte string, has leading zeros or fits an integer (§3.4.3).
        case bignumNotPreferred = "cbor-bignum-not-preferred"
        /// More octets than `CBORLimits.octets`.
        case tooLarge = "cbor-too-large"
        /// Deeper nesting than `CBORLimits.depth`.
        case tooDeep = "cbor-too-deep"
        /// More data items than `CBORLimits.items`.
        case tooManyItems = "cbor-too-many-items"
    }

    /// A stable name of the rule.
    public var code: String { rule.rawValue }
}

extension CBORError: CustomStringConvertible {
    /// One sentence for people: what was wrong and where.
    public var description: String { "\(sentence) at octet \(offset)" }

    private var sentence: String {
        switch rule {
        case .truncated: "the CBOR data item ends too early"
        case .trailingOctets: "octets follow the CBOR data item"
        case .reservedInformation: "the CBOR head uses reserved additional information"
        case .indefiniteLength: "the CBOR item has an indefinite length"
        case .unexpectedBreak: "a CBOR break stands outside an indefinite-length item"
        case .headNotShortest: "the CBOR head is longer than its argument needs"
        case .reservedSimpleValue: "the CBOR simple value is reserved"
        case .invalidUTF8: "the CBOR text string is not UTF-8"
        case .duplicateKey: "the CBOR map has the same key twice"
        case .unsortedKeys: "the CBOR map key is out of order"
        case .floatNotShortest: "the CBOR floating-point number has a shorter form"
        case .nanPayload: "the CBOR NaN carries a payload"
        case .bignumNotPreferred: "the CBOR bignum is not in its preferred form"
        case .tooLarge: "the CBOR input is larger than the limit"
        case .tooDeep: "the CBOR item nests deeper than the limit"
        case .tooManyItems: "the CBOR input has more data items than the limit"
        }
    }
}
