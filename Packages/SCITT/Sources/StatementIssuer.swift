public import Audit
import CBOR
import COSE
import Claims
public import Encoding
public import JOSE
public import Signing

/// Signs statements about records and batches.
///
/// ```swift
/// let issuer = try StatementIssuer("https://ledger.example", key: key)
/// let statement = try issuer.statement(about: token)
/// ```
public struct StatementIssuer: Sendable {
    /// `iss`: the anchoring party.
    public let issuer: ExactString
    private let signer: COSESigner
    private let keyID: [UInt8]
    private let certificates: [[UInt8]]

    /// An anchoring party with its key. `kid` is the key's, or its RFC 7638 thumbprint; `certificates` are
    /// `x5chain`, the end-entity's first.
    public init(
        _ issuer: ExactString, key: PrivateJWK, certificates: [[UInt8]] = []
    ) throws(SCITTError) {
        guard StringOrURI.isValid(issuer) else { throw .statementIssuer }
        self.issuer = issuer
        do { signer = try COSESigner(key: key.privateKey) } catch { throw .signing(error) }
        keyID = Array(key.publicJWK.effectiveKeyID.utf8)
        self.certificates = certificates
    }

    /// The statement about one verified token. `full` puts the token itself into the payload; otherwise it is
    /// named by its hash and stays with those who hold it.
    public func statement(
        about token: VerifiedToken, full: Bool = false
    ) throws(SCITTError) -> SignedStatement {
        try statement(
            about: token.compact, type: token.recordType,
            subject: RecordSubject(identifier: token.identifier, workflow: token.workflow), full: full)
    }

    /// The statement about the token with these octets, whose type and subject the caller knows.
    public func statement(
        about token: [UInt8], type: RecordType, subject: RecordSubject, full: Bool = false
    ) throws(SCITTError) -> SignedStatement {
        //= ECT#req-ect-statement-full
        //# An anchoring party MAY put the record itself into the payload
        if full { return try sign(token, [.contentType: type.contentType.value], subject) }
        return try statement(aboutRecordWith: SHA256.digest(token), type: type, subject: subject)
    }

    /// The statement about the token with this SHA-256, whose type and subject the caller knows.
    public func statement(
        aboutRecordWith hash: Digest32, type: RecordType, subject: RecordSubject
    ) throws(SCITTError) -> SignedStatement {
        try sign(hash.octets, Self.envelope(type.contentType), subject)
    }

    /// The statement about a batch; `subject` names the workflow that its records have in common, or is made
    /// for the batch.
    public func statement(about batch: Batch, subject: RecordSubject) throws(SCITTError) -> SignedStatement {
        guard batch.count > 0 else { throw .batchSize(0) }
        //= ECT#req-ect-batch-payload
        //# The payload of a statement about a batch MUST be the root of that tree.
        //= ECT#req-ect-batch-type
        //# The preimage content type of a statement about a batch MUST be
        //# 'application/vnd.act-ect.batch+cbor'.
        return try sign(batch.root.octets, Self.envelope(SCITTMediaType.batch), subject)
    }

    private static func envelope(_ preimage: ContentType) -> HeaderMap {
        [
            .payloadHashAlgorithm: .integer(StatementContent.sha256),
            .preimageContentType: preimage.value,
        ]
    }

    private func sign(
        _ payload: [UInt8], _ parameters: HeaderMap, _ subject: RecordSubject
    ) throws(SCITTError) -> SignedStatement {
        var header = parameters
        header[.keyID] = .byteString(keyID)
        header[.type] = SCITTMediaType.statement.value
        header[.claims] = CWTClaims(issuer: issuer, subject: subject.text).value
        switch certificates.count {
        case 0: break
        case 1: header[.certificateChain] = .byteString(certificates[0])
        default: header[.certificateChain] = .array(certificates.map { .byteString($0) })
        }
        let message: COSESign1
        do { message = try signer.sign(payload, protected: header) } catch { throw .signing(error) }
        return try SignedStatement(message)
    }
}

extension VerifiedToken {
    /// The type that a statement names.
    public var recordType: RecordType {
        switch self {
        case .mandate, .record: .act
        case .execution: .ect
        }
    }

    /// The `sub` of a statement about the token.
    public var recordSubject: RecordSubject {
        RecordSubject(identifier: identifier, workflow: workflow)
    }
}
