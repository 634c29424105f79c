/// Why a certificate chain is refused (RFC 5280 §6.1).
public enum CertificateRejection: String, Hashable, Sendable, CaseIterable {
    /// No certificate at all, or more than eight.
    case chainLength = "chain-length"
    /// A certificate of more than 16 KiB.
    case tooLarge = "too-large"
    /// Octets that are not exactly one certificate in DER.
    case notDER = "not-der"
    /// An anchor's text that is not exactly one PEM block `CERTIFICATE`.
    case notPEM = "not-pem"
    /// A certificate that does not certify the one before it.
    case order
    /// The chain leads to no anchor.
    case untrusted
    /// A signature in the chain is not valid.
    case signature
    /// The time is before a certificate's validity.
    case notYetValid = "not-yet-valid"
    /// The time is after a certificate's validity.
    case expired
    /// An issuer that may not issue: no CA, no keyCertSign, or too long a path below it.
    case issuer
    /// A name outside the name constraints of an issuer, or one that they can't be applied to.
    case nameConstraints = "name-constraints"
    /// A key or digest of less than 112 bits of security.
    case weak
    /// A critical extension that is not understood, or an extension that is malformed.
    case `extension`
    /// The leaf is a CA.
    case leafIsCA = "leaf-is-ca"
    /// The leaf's keyUsage lacks digitalSignature.
    case leafKeyUsage = "leaf-key-usage"
    /// A URI in the leaf's subjectAltName that is empty or not printable ASCII.
    case uriName = "uri-name"
    /// An anchor that is not a CA.
    case anchorNotCA = "anchor-not-ca"
    /// Any other failure; the number says which.
    case other
}

extension CertificateRejection: CustomStringConvertible {
    /// What is wrong, to follow a colon.
    public var description: String {
        switch self {
        case .chainLength: "it has no certificate or more than eight"
        case .tooLarge: "a certificate has more than 16 KiB"
        case .notDER: "a certificate is not exactly one DER structure"
        case .notPEM: "an anchor is not exactly one PEM block of a certificate"
        case .order: "a certificate does not certify the one before it"
        case .untrusted: "it leads to no trust anchor"
        case .signature: "a certificate's signature is not valid"
        case .notYetValid: "a certificate is not yet valid"
        case .expired: "a certificate has expired"
        case .issuer: "an issuer is not allowed to issue"
        case .nameConstraints: "a name is outside an issuer's name constraints"
        case .weak: "a key or digest is too weak"
        case .extension: "a critical extension is unknown or malformed"
        case .leafIsCA: "the leaf is a certificate authority"
        case .leafKeyUsage: "the leaf's key usage excludes digital signatures"
        case .uriName: "a URI name of the leaf is not printable ASCII"
        case .anchorNotCA: "an anchor is not a certificate authority"
        case .other: "it does not verify"
        }
    }
}
