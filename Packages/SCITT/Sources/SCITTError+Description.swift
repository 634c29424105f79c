import Audit
import CBOR
import COSE
import Encoding
import Merkle
import Trust

extension SCITTError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .message(let error, let document): "the \(document.rawValue) is refused: \(error)"
        case .cbor(let error, let document): "in the \(document.rawValue): \(error)"
        case .proofMalformed: "a proof has another shape than RFC 9942 gives it"
        case .unavailable(let document, let reason): "the \(document.rawValue) is not available: \(reason)"
        case .serviceUnknown(nil): "the receipt names no service"
        case .serviceUnknown(let service?): "the service \(service.quoted) is not trusted"
        case .serviceSuspended(let service):
            "the service \(service.quoted) has signed two trees that exclude each other, and is not relied on"
        case .serviceKeyUnknown(let service): "the receipt names no key that is trusted for \(service.quoted)"
        case .receiptAlgorithm(let error): "the receipt's algorithm is refused: \(error)"
        case .structureNotExpected(nil): "the receipt states no verifiable data structure"
        case .structureNotExpected(let number?):
            "the receipt is of the verifiable data structure \(number), which the service is not known for"
        case .payloadAttached: "the receipt carries a payload; it must be detached"
        case .proofMissing: "the receipt has no proof of what is asked"
        case .tooManyProofs(let count): "the receipt has \(count) proofs, more than 16"
        case .leafOfAnotherStatement: "the receipt's proof is for another statement"
        case .path(let error): "the receipt's proof is refused: \(error)"
        case .rootsDiffer: "the receipt's proofs lead to different roots"
        case .receiptSignature: "the receipt's signature over the root is not valid"
        case .subjectDiffers: "the receipt is about another subject than the statement"
        case .receiptIssuedAt(nil): "the receipt does not say when it was issued"
        case .receiptIssuedAt(let time?): "the receipt's time of issue \(time) is outside what is allowed"
        case .receiptExpired(let time): "the receipt expired at \(time)"
        case .receiptMissing(let services) where services.isEmpty: "there is no receipt that verifies"
        case .receiptMissing(let services):
            "there is no receipt that verifies of \(services.map(\.quoted).joined(separator: ", "))"
        case .statementIssuer: "the statement does not say who anchors"
        case .statementSubject: "the statement's sub is not that of the record"
        case .statementType: "the statement's header is not that of a statement about a record or a batch"
        case .statementKey(let error): "the statement's signer is not trusted: \(error)"
        case .statementSignature(let error): "the statement's signature is refused: \(error)"
        case .statementPayload: "the statement's payload does not commit to the record"
        case .recordTypeDiffers: "the statement is about a record of another type"
        case .signing(let error): "the signature could not be made: \(error)"
        case .batchSize(let count): "a batch has 1 to \(Batch.limit) records, not \(count)"
        case .pathMisplaced: "a record in a batch needs its path, and a record by itself has none"
        case .batchPath(let error): "the record's path in the batch is refused: \(error)"
        case .bundleMalformed(let offset): "the bundle is not as it is defined at octet \(offset)"
        case .bundleOrder(let offset): "the bundle's parts are out of order or repeated at octet \(offset)"
        case .bundleIndex(let index): "the bundle refers to the element \(index), which it does not have"
        case .bundleDigest: "the bundle's octets are not those that were written"
        case .bundleToken(let index): "the element \(index) of the bundle is no token of either profile"
        case .audit(let error): error.description
        }
    }
}
