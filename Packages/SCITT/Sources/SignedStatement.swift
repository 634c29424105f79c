import CBOR
public import COSE
public import Encoding
public import Signing

/// A Signed Statement (RFC 9943) that nobody has verified: a COSE_Sign1 whose unprotected header is set aside,
/// since no signature covers it and no service registers it.
public struct SignedStatement: Hashable, Sendable {
    /// The message with an empty unprotected header.
    public let message: COSESign1
    /// The octets of `message`: what a service registers, and what leaves and hashes are made from.
    public let octets: [UInt8]
    /// Receipts that came in the unprotected header (label 394), unverified.
    public let receipts: [[UInt8]]
    /// `iss` of the CWT claims: who claims to have signed.
    public let issuer: ExactString?
    /// `sub` of the CWT claims.
    public let subject: ExactString?

    /// The labels whose meaning this module knows where `crit` names them.
    static let understood = COSESign1.understoodLabels.union([
        .certificateChain, .certificateHash, .payloadHashAlgorithm, .preimageContentType, .payloadLocation,
    ])

    /// Reads a statement, with or without receipts.
    ///
    /// Any Signed Statement is read; whether it is one about a record is found when it is verified.
    public init(parsing octets: [UInt8]) throws(SCITTError) {
        try self.init(COSESign1(decoding: octets, for: .statement, understood: Self.understood))
    }

    init(_ message: COSESign1) throws(SCITTError) {
        receipts = message.unprotected.receipts
        do {
            self.message = try message.replacing(unprotected: .empty)
        } catch {
            throw .message(error, in: .statement)
        }
        octets = self.message.encode()
        let claims = message.protected.claims
        issuer = claims?.issuer
        subject = claims?.subject
    }

    /// SHA-256 of `octets`: one statement, one name. Idempotent registration goes by it.
    public var digest: Digest32 { SHA256.digest(octets) }

    /// The Transparent Statement: the message with `receipts` in its unprotected header (RFC 9942).
    public func transparent(with receipts: [[UInt8]]) throws(SCITTError) -> [UInt8] {
        guard !receipts.isEmpty else { return octets }
        do throws(COSEError) {
            let header = try UnprotectedHeader([.receipts: .array(receipts.map { .byteString($0) })])
            return try message.replacing(unprotected: header).encode()
        } catch {
            throw .message(error, in: .statement)
        }
    }
}

extension COSESign1 {
    /// Steps 1 to 3 of the verification of a receipt, which are also those of a statement: strict CBOR within
    /// the limits, tag 18, no label of an earlier revision, no critical parameter that isn't processed.
    init(
        decoding octets: [UInt8], for document: SCITTError.Document, understood: Set<COSELabel>
    ) throws(SCITTError) {
        do throws(COSEError) {
            self = try COSESign1(decoding: octets, tag: .required)
            try refuseWithdrawnLabels()
            for label in protected.critical where !understood.contains(label) {
                throw .criticalNotUnderstood(label)
            }
        } catch {
            throw .message(error, in: document)
        }
    }
}
