import COSE
public import Signing

/// What a statement of this document's form commits to.
public enum StatementContent: Hashable, Sendable {
    /// One record, by the SHA-256 of its compact form: a hash envelope (RFC 9995).
    case hash(Digest32, RecordType)
    /// One record, which the statement carries.
    case record([UInt8], RecordType)
    /// A batch of records, by the root of the tree over them.
    case batch(root: Digest32)

    /// COSE's number for SHA-256.
    static let sha256: Int64 = -16

    /// Reads what the header and the payload say.
    init(_ message: COSESign1) throws(SCITTError) {
        let header = message.protected
        guard header.type == SCITTMediaType.statement else { throw .statementType }
        guard let payload = message.unverifiedPayload else { throw .statementPayload }
        guard let algorithm = header.payloadHashAlgorithm else {
            guard header.preimageContentType == nil, let type = RecordType(header.contentType) else {
                throw .statementType
            }
            self = .record(payload, type)
            return
        }
        guard algorithm == Self.sha256, let digest = Digest32(payload) else { throw .statementPayload }
        if header.preimageContentType == SCITTMediaType.batch {
            self = .batch(root: digest)
        } else if let type = RecordType(header.preimageContentType) {
            self = .hash(digest, type)
        } else {
            throw .statementType
        }
    }

    /// The type of the one record; nil for a batch.
    public var recordType: RecordType? {
        switch self {
        case .hash(_, let type), .record(_, let type): type
        case .batch: nil
        }
    }

    /// The SHA-256 of the one record; nil for a batch.
    public var recordHash: Digest32? {
        switch self {
        case .hash(let digest, _): digest
        case .record(let octets, _): SHA256.digest(octets)
        case .batch: nil
        }
    }
}
