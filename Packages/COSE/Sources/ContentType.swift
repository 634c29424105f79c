public import CBOR
public import Encoding

/// The type of a payload, of its preimage or of the whole message (RFC 9052 §3.1, RFC 9596, RFC 9995).
///
/// ```cddl
/// tstr / uint
/// ```
public enum ContentType: Hashable, Sendable {
    /// A media type.
    case mediaType(ExactString)
    /// A number of the CoAP Content-Formats registry.
    case contentFormat(UInt64)

    /// The type that a data item is; nil if it is neither text nor an unsigned integer.
    public init?(_ value: CBORValue) {
        switch value {
        case .textString(let text): self = .mediaType(ExactString(text.string))
        case .unsigned(let number): self = .contentFormat(number)
        default: return nil
        }
    }

    /// The type as a data item.
    public var value: CBORValue {
        switch self {
        case .mediaType(let name): .text(name.string)
        case .contentFormat(let number): .unsigned(number)
        }
    }
}

extension ContentType: ExpressibleByStringLiteral, CustomStringConvertible {
    /// A media type.
    public init(stringLiteral value: String) { self = .mediaType(ExactString(value)) }

    /// The media type, or the number.
    public var description: String {
        switch self {
        case .mediaType(let name): name.string
        case .contentFormat(let number): "\(number)"
        }
    }
}
