public import Encoding

/// A certificate authority that is trusted because the configuration says so.
public final class TrustAnchor: Sendable {
    /// The certificate's octets.
    public let der: [UInt8]
    let certificate: X509Certificate

    /// The anchor of a certificate in DER. It need not be self-signed, but it must be a CA.
    ///
    /// Throws `certificateRejected` with `tooLarge`, `notDER`, `extension` or `anchorNotCA`.
    public init(der: [UInt8]) throws(SigningError) {
        self.der = der
        certificate = try X509Certificate(der: der)
        guard certificate.isCA else { throw .certificateRejected(.anchorNotCA, verifyError: 0) }
    }

    /// The anchor of a text that is exactly one PEM block `CERTIFICATE` (RFC 7468 §5).
    ///
    /// Throws as for DER, and `certificateRejected` with `notPEM`.
    public convenience init(pem text: String) throws(SigningError) {
        let der: [UInt8]
        do {
            der = try PEM.decode(text, label: Self.label)
        } catch {
            throw .certificateRejected(.notPEM, verifyError: 0)
        }
        try self.init(der: der)
    }

    /// The certificate as a PEM block.
    public var pem: String { PEM.encode(der, label: Self.label) }

    private static let label = "CERTIFICATE"
}

extension TrustAnchor: Hashable, Comparable {
    /// Equal octet for octet.
    public static func == (left: TrustAnchor, right: TrustAnchor) -> Bool { left.der == right.der }

    /// Order by octets.
    public static func < (left: TrustAnchor, right: TrustAnchor) -> Bool {
        left.der.lexicographicallyPrecedes(right.der)
    }

    /// Feeds the octets.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}

/// A certificate chain as it stands in a token's `x5c` (RFC 7515 §4.1.6) or `x5chain` (RFC 9360 §2).
public enum CertificateChain {
    /// At most that many certificates are looked at.
    public static let maximumCount = 8

    /// The certificate that a chain vouches for.
    public struct VerifiedLeaf: Sendable {
        /// The key in it.
        public let publicKey: PublicKey
        /// The URIs among its subject alternative names (RFC 5280 §4.2.1.6), in their order: printable
        /// ASCII, and within the name constraints of every issuer.
        public let uriNames: [ExactString]
    }

    /// Verifies that `chain`, leaf first and each certificate certifying the one before it, leads to one of
    /// `anchors` (RFC 5280 §6.1) at `time`, in seconds since 1970.
    ///
    /// The leaf must not be a CA, and its keyUsage, if it has one, must include digitalSignature. Keys and
    /// digests of less than 112 bits of security are refused. Certificates behind the anchor are ignored.
    /// Revocation is not looked up.
    ///
    /// Throws `certificateRejected`, and `keyRejected` for a leaf key that is not used here.
    public static func verify(
        der chain: [[UInt8]], anchors: [TrustAnchor], at time: Int64
    ) throws(SigningError) -> VerifiedLeaf {
        guard let first = chain.first, chain.count <= maximumCount else {
            throw .certificateRejected(.chainLength, verifyError: 0)
        }
        let leaf = try X509Certificate(der: first)
        guard !leaf.isCA else { throw .certificateRejected(.leafIsCA, verifyError: 0) }
        guard leaf.allowsDigitalSignatures else { throw .certificateRejected(.leafKeyUsage, verifyError: 0) }
        let path = try X509Path(leaf: leaf, anchors: anchors)
        for issuer in chain.dropFirst() { try path.add(X509Certificate(der: issuer)) }
        try path.verify(at: time)
        return VerifiedLeaf(publicKey: try leaf.publicKey, uriNames: try leaf.uriNames)
    }
}
