public import COSE
import Encoding

/// The type of a token that can be anchored, as statements and requests name it.
public enum RecordType: String, Hashable, Sendable, CaseIterable {
    /// An Agent Context Token: a mandate or a record.
    case act = "application/act+jwt"
    /// An Execution Context Token.
    case ect = "application/exec+jwt"

    /// The media type as a header parameter.
    public var contentType: ContentType { .mediaType(ExactString(rawValue)) }

    /// The record type that a header parameter names.
    init?(_ contentType: ContentType?) {
        guard let type = Self.allCases.first(where: { $0.contentType == contentType }) else { return nil }
        self = type
    }
}

/// The media types of this module's messages and files.
public enum SCITTMediaType {
    /// A signed statement (RFC 9943).
    public static let statement: ContentType = "application/scitt-statement+cose"
    /// A receipt (RFC 9943).
    public static let receipt: ContentType = "application/scitt-receipt+cose"
    /// Any COSE message (RFC 9052), which is what services of SCRAPI exchange.
    public static let cose: ContentType = "application/cose"
    /// The leaf hashes of a batch.
    public static let batch: ContentType = "application/vnd.act-ect.batch+cbor"
    /// An evidence bundle.
    public static let bundle: ContentType = "application/vnd.act-ect.bundle+cbor"
}
