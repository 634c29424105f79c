import CBOR

/// The unprotected header: hints and additions that no signature covers (RFC 9052 §3). What it says selects;
/// it proves nothing.
///
/// ```cddl
/// unprotected: header_map
/// ```
public struct UnprotectedHeader: Hashable, Sendable {
    /// All parameters.
    public let parameters: HeaderMap

    /// A header without parameters.
    public static let empty = UnprotectedHeader()

    private init() { parameters = HeaderMap() }

    /// Makes a header.
    ///
    /// Throws `parameterInvalid` and `parameterUnprotected`.
    public init(_ parameters: HeaderMap) throws(COSEError) {
        try parameters.check(in: .unprotected)
        self.parameters = parameters
    }

    /// `kid`.
    public var keyID: [UInt8]? { parameters[.keyID]?.bytes }

    /// `x5chain`: certificates in DER, the end-entity's first; empty where there is none.
    public var certificateChain: [[UInt8]] { parameters[.certificateChain].flatMap(X509.chain) ?? [] }

    /// `x5t`.
    public var certificateHash: X509.Hash? { parameters[.certificateHash].flatMap(X509.Hash.init) }

    /// `receipts`: the octets of COSE receipts (RFC 9942); empty where there are none.
    public var receipts: [[UInt8]] { parameters[.receipts]?.byteStrings ?? [] }

    /// `vdp`: the proofs of a receipt (RFC 9942).
    public var verifiableDataProofs: VerifiableDataProofs? {
        parameters[.verifiableDataProofs].flatMap(VerifiableDataProofs.init)
    }
}
