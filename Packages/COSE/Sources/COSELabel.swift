public import CBOR
public import Encoding

/// A label of a header, key or claims map, or an algorithm identifier (RFC 9052 §1.5).
///
/// ```cddl
/// label = int / tstr
/// ```
public enum COSELabel: Hashable, Sendable {
    /// A number of the registries.
    case integer(Int64)
    /// A name, compared octet for octet.
    case text(ExactString)

    /// The label that a data item is; nil if it is neither text nor an integer of 64 bits.
    public init?(_ value: CBORValue) {
        if let number = value.integer {
            self = .integer(number)
        } else if let text = value.text {
            self = .text(ExactString(text.string))
        } else {
            return nil
        }
    }

    /// The label as a data item.
    public var value: CBORValue {
        switch self {
        case .integer(let number): .integer(number)
        case .text(let text): .text(text.string)
        }
    }
}

extension COSELabel: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, CustomStringConvertible {
    /// A number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// A name.
    public init(stringLiteral value: String) { self = .text(ExactString(value)) }

    /// The label in diagnostic notation; of a name that is long or not printable, what `ExactString.quoted` shows,
    /// since errors with labels go into logs and answers.
    public var description: String {
        switch self {
        case .integer(let number): "\(number)"
        case .text(let text): text.quoted
        }
    }
}

// MARK: - Header parameters

extension COSELabel {
    /// `alg` (RFC 9052 §3.1).
    public static let algorithm: COSELabel = 1
    /// `crit` (RFC 9052 §3.1).
    public static let critical: COSELabel = 2
    /// `content type` (RFC 9052 §3.1).
    public static let contentType: COSELabel = 3
    /// `kid` (RFC 9052 §3.1).
    public static let keyID: COSELabel = 4
    /// `IV` (RFC 9052 §3.1).
    public static let initializationVector: COSELabel = 5
    /// `Partial IV` (RFC 9052 §3.1).
    public static let partialInitializationVector: COSELabel = 6
    /// `CWT Claims` (RFC 9597).
    public static let claims: COSELabel = 15
    /// `typ` (RFC 9596).
    public static let type: COSELabel = 16
    /// `x5chain` (RFC 9360).
    public static let certificateChain: COSELabel = 33
    /// `x5t` (RFC 9360).
    public static let certificateHash: COSELabel = 34
    /// `payload-hash-alg` (RFC 9995).
    public static let payloadHashAlgorithm: COSELabel = 258
    /// `preimage-content-type` (RFC 9995).
    public static let preimageContentType: COSELabel = 259
    /// `payload-location` (RFC 9995).
    public static let payloadLocation: COSELabel = 260
    /// `receipts` (RFC 9942).
    public static let receipts: COSELabel = 394
    /// `vds`, the verifiable data structure (RFC 9942).
    public static let verifiableDataStructure: COSELabel = 395
    /// `vdp`, the proofs of the verifiable data structure (RFC 9942).
    public static let verifiableDataProofs: COSELabel = 396
}
