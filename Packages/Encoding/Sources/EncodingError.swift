/// Why base64url or hexadecimal text was refused.
public enum EncodingError: Error, Hashable, Sendable {
    /// A character outside the alphabet (padding and white space are outside it), at this octet offset.
    case character(at: Int)
    /// A length that no octet sequence encodes to.
    case length(Int)
    /// The spare bits of the last character are not zero: a second spelling of the same octets (RFC 4648 §3.5).
    case spareBits

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .character: "encoding-character"
        case .length: "encoding-length"
        case .spareBits: "encoding-spare-bits"
        }
    }
}

extension EncodingError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .character(let offset): "character outside the alphabet at octet \(offset)"
        case .length(let length): "\(length) characters encode no whole number of octets"
        case .spareBits: "spare bits of the last character are not zero"
        }
    }
}
