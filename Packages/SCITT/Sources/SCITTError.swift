public import ACT
public import Audit
public import CBOR
public import COSE
public import ECT
public import Encoding
public import Merkle
public import Trust

/// Why a statement, a receipt or an evidence bundle was refused.
public enum SCITTError: Error, Hashable, Sendable {
    /// What is read.
    public enum Document: String, Hashable, Sendable {
        case statement
        case receipt
        case batch
        case bundle
    }

    // MARK: Reading

    /// A statement or receipt is no COSE_Sign1 as it must be.
    case message(COSEError, in: Document)
    /// Octets inside a document are not the CBOR that they have to be.
    case cbor(CBORError, in: Document)
    /// A proof of a receipt, or a path, has another shape than RFC 9942 gives it.
    case proofMalformed
    /// A document can't be read or written, for this reason of the system.
    case unavailable(Document, String)

    // MARK: Receipts, in the order of the steps

    /// The receipt names no service, or one that the policy has not.
    case serviceUnknown(ExactString?)
    /// The service has signed two trees that exclude each other.
    case serviceSuspended(ExactString)
    /// The receipt names no key, or one that is not pinned for its service.
    case serviceKeyUnknown(ExactString)
    /// The algorithm is missing, unknown, not allowed, or not one of the pinned key.
    case receiptAlgorithm(COSEError)
    /// The verifiable data structure is not that of the service's leaf profile; nil where it is not stated.
    case structureNotExpected(Int64?)
    /// The receipt carries a payload.
    case payloadAttached
    /// The receipt has no inclusion proof, or no consistency proof from the size that is asked for.
    case proofMissing
    /// The receipt has more proofs than a verifier looks at.
    case tooManyProofs(Int)
    /// The proof is for another statement.
    case leafOfAnotherStatement
    /// The path does not lead from the leaf, or from the older root, to a root.
    case path(MerkleError)
    /// The proofs of one receipt lead to different roots.
    case rootsDiffer
    /// The receipt's signature is not one by the pinned key over the root.
    case receiptSignature
    /// The receipt is about another subject than the statement.
    case subjectDiffers
    /// The receipt is issued in the future, too long ago, or at no stated time where one is demanded.
    case receiptIssuedAt(Int64?)
    /// The receipt has expired.
    case receiptExpired(Int64)
    /// No receipt was good; the services of which one was demanded.
    case receiptMissing([ExactString])

    // MARK: Statements

    /// The statement has no `iss`, or one that is no identifier.
    case statementIssuer
    /// The statement's `sub` is missing, or is not that of the record.
    case statementSubject
    /// The statement's header is not that of a statement about a record or a batch.
    case statementType
    /// The signer of the statement has no trusted key as the header says.
    case statementKey(TrustError)
    /// The statement's signature is not valid.
    case statementSignature(COSEError)
    /// The statement's payload does not commit to the record, or to the batch.
    case statementPayload
    /// The preimage type of the statement is not that of the record.
    case recordTypeDiffers
    /// A statement could not be made with this key.
    case signing(COSEError)

    // MARK: Batches

    /// A batch has no records, or more than 2^20.
    case batchSize(UInt64)
    /// A record in a batch comes without its path, or a single record with one.
    case pathMisplaced
    /// The path does not lead from the record to the root of the batch.
    case batchPath(MerkleError)

    // MARK: Bundles

    /// The bundle is not as its definition says, at this octet.
    case bundleMalformed(at: UInt64)
    /// Tokens, anchors, receipts or covers are out of order or repeated, at this octet.
    case bundleOrder(at: UInt64)
    /// A cover names a token or a leaf that the bundle does not have.
    case bundleIndex(UInt64)
    /// The octets of the bundle are not those that were written.
    case bundleDigest
    /// An element of the tokens is no token of either profile.
    case bundleToken(index: Int)
    /// The audit of the tokens could not be carried out.
    case audit(AuditError)
}

extension SCITTError {
    /// The rule of a draft that was broken.
    public enum Requirement: Hashable, Sendable, CustomStringConvertible {
        case ect(ECTRequirement)
        case act(ACTRequirement)

        /// `ECT#req-ect-…` or `ACT#req-act-…`, as tools name it.
        public var description: String {
            switch self {
            case .ect(let requirement): requirement.name
            case .act(let requirement): requirement.name
            }
        }

        /// The anchor without `req-`.
        var code: String {
            switch self {
            case .ect(let requirement): String(requirement.rawValue.dropFirst("req-".count))
            case .act(let requirement): String(requirement.rawValue.dropFirst("req-".count))
            }
        }
    }

    /// A stable name for machines: the requirement's anchor without `req-`, or where no requirement is broken,
    /// `scitt-unavailable` or the code of the error below.
    public var code: String {
        if let requirement { return requirement.code }
        switch self {
        case .audit(let error): return error.code
        case .signing(let error): return error.code
        default: return "scitt-unavailable"
        }
    }

    /// The requirement that was broken; nil for failures of the system.
    public var requirement: Requirement? {
        switch self {
        case .message(let error, let document): Self.requirement(error, document)
        case .cbor(let error, let document): Self.requirement(error, document)
        case .unavailable, .audit, .signing: nil
        case .serviceUnknown, .serviceKeyUnknown: .ect(.receiptKey)
        case .serviceSuspended: .ect(.anchorConflict)
        case .receiptAlgorithm: .ect(.receiptAlg)
        case .structureNotExpected: .ect(.receiptVds)
        case .payloadAttached: .ect(.receiptDetached)
        case .tooManyProofs: .ect(.receiptLimits)
        case .leafOfAnotherStatement: .ect(.receiptLeaf)
        case .proofMalformed, .proofMissing, .path: .ect(.receiptPath)
        case .rootsDiffer: .ect(.receiptRoot)
        case .receiptSignature: .ect(.receiptSignature)
        case .subjectDiffers: .ect(.receiptClaims)
        case .receiptIssuedAt, .receiptExpired: .ect(.receiptTime)
        case .receiptMissing: .ect(.receiptSeveral)
        case .statementIssuer: .ect(.statementIss)
        case .statementSubject: .ect(.statementSub)
        case .statementType, .recordTypeDiffers: .ect(.statementType)
        case .statementKey, .statementSignature: .ect(.receiptStatement)
        case .statementPayload: .ect(.statementPayload)
        case .batchSize: .ect(.batchPayload)
        case .pathMisplaced, .batchPath: .ect(.batchPath)
        case .bundleMalformed: .act(.bundleCbor)
        case .bundleOrder: .act(.bundleOrder)
        case .bundleIndex: .act(.bundleIndex)
        case .bundleDigest: .act(.bundleDigest)
        case .bundleToken: .act(.bundleToken)
        }
    }

    private static func requirement(_ error: COSEError, _ document: Document) -> Requirement {
        switch error {
        case .cbor(let error, _): requirement(error, document)
        case .labelWithdrawn, .criticalNotUnderstood: .ect(.receiptLabels)
        default: .ect(.receiptCbor)
        }
    }

    private static func requirement(_ error: CBORError, _ document: Document) -> Requirement {
        if document == .bundle { return .act(.bundleCbor) }
        switch error.rule {
        case .tooLarge, .tooDeep, .tooManyItems: return .ect(.receiptLimits)
        default: return .ect(.receiptCbor)
        }
    }

    /// What was wrong in particular, stable for machines: several reasons can break one requirement.
    public var reason: String {
        switch self {
        case .message(let error, _), .receiptAlgorithm(let error), .statementSignature(let error),
            .signing(let error):
            error.code
        case .cbor(let error, _): error.code
        case .path(let error), .batchPath(let error): error.code
        case .statementKey(let error): error.code
        case .audit(let error): error.code
        case .unavailable: "unavailable"
        case .proofMalformed: "proof-malformed"
        case .serviceUnknown: "service-unknown"
        case .serviceSuspended: "service-suspended"
        case .serviceKeyUnknown: "service-key-unknown"
        case .structureNotExpected: "structure-not-expected"
        case .payloadAttached: "payload-attached"
        case .proofMissing: "proof-missing"
        case .tooManyProofs: "too-many-proofs"
        case .leafOfAnotherStatement: "leaf-of-another-statement"
        case .rootsDiffer: "roots-differ"
        case .receiptSignature: "receipt-signature-invalid"
        case .subjectDiffers: "subject-differs"
        case .receiptIssuedAt: "receipt-issued-at"
        case .receiptExpired: "receipt-expired"
        case .receiptMissing: "receipt-missing"
        case .statementIssuer: "statement-issuer"
        case .statementSubject: "statement-subject"
        case .statementType: "statement-type"
        case .statementPayload: "statement-payload"
        case .recordTypeDiffers: "record-type-differs"
        case .batchSize: "batch-size"
        case .pathMisplaced: "path-misplaced"
        case .bundleMalformed: "bundle-malformed"
        case .bundleOrder: "bundle-order"
        case .bundleIndex: "bundle-index"
        case .bundleDigest: "bundle-digest"
        case .bundleToken: "bundle-token"
        }
    }
}
