import CBOR
public import COSE
public import Encoding

/// A COSE receipt (RFC 9942) that nobody has verified.
///
/// ```cddl
/// Receipt = #6.18([ protected: bstr .cbor { 1: alg, 4: kid, 15: { 1: iss, 2: sub, ? 6: iat }, 395: vds },
///                   unprotected: { 396: { -1: [+ bstr] } }, payload: nil, signature: bstr ])
/// ```
public struct Receipt: Hashable, Sendable {
    /// The exact octets.
    public let octets: [UInt8]
    /// The message.
    public let message: COSESign1
    /// The CWT claims, unverified; without any, all are nil.
    public let claims: CWTClaims
    /// The proofs, which no signature covers: they lead to what is signed.
    public let proofs: VerifiableDataProofs

    /// The labels whose meaning this module knows where `crit` names them.
    static let understood = COSESign1.understoodLabels.union([.verifiableDataStructure])

    /// Reads a receipt: steps 1 to 3 of the verification.
    public init(parsing octets: [UInt8]) throws(SCITTError) {
        try self.init(
            COSESign1(decoding: octets, for: .receipt, understood: Self.understood), octets: octets)
    }

    init(_ message: COSESign1, octets: [UInt8]) {
        self.octets = octets
        self.message = message
        claims = message.protected.claims ?? CWTClaims()
        proofs = message.unprotected.verifiableDataProofs ?? VerifiableDataProofs()
    }

    /// `iss`: the service that claims to have issued it.
    public var service: ExactString? { claims.issuer }

    /// `sub`: whom the statement is about.
    public var subject: ExactString? { claims.subject }

    /// `kid`, which selects among the pinned keys.
    public var keyID: [UInt8]? { message.protected.keyID }

    /// `vds`: 1 for RFC9162_SHA256, 2 for CCF_LEDGER_SHA256.
    public var verifiableDataStructure: Int64? { message.protected.verifiableDataStructure }
}
