/// What Signing refuses.
public enum SigningError: Error, Hashable, Sendable {
    /// The signature is not one by this key over this message. It carries no reason on purpose: a
    /// reason is of use only to who forges.
    case signatureInvalid
    /// The key's type does not go with the algorithm.
    case algorithmNotForKey(SignatureAlgorithm, KeyType)
    /// The octets are no key that may be used.
    case keyRejected(KeyRejection)
    /// The certificate chain leads to no anchor, with the `X509_V_ERR_` number where OpenSSL found it
    /// out, else 0.
    case certificateRejected(CertificateRejection, verifyError: Int32)
    /// The library could not do its work: no memory, or an algorithm that its provider lacks.
    case libraryFailed

    /// The stable name of the error, for machines.
    public var code: String {
        switch self {
        case .signatureInvalid: "signature-invalid"
        case .algorithmNotForKey: "algorithm-not-for-key"
        case .keyRejected(let reason): "key-rejected-\(reason.rawValue)"
        case .certificateRejected(let reason, _): "certificate-rejected-\(reason.rawValue)"
        case .libraryFailed: "crypto-library-failed"
        }
    }
}

extension SigningError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .signatureInvalid: "the signature is not valid"
        case .algorithmNotForKey(let algorithm, let type):
            "the algorithm \(algorithm.rawValue) cannot be used with a key of type \(type)"
        case .keyRejected(let reason): "the key is refused: \(reason)"
        case .certificateRejected(let reason, 0): "the certificate chain is refused: \(reason)"
        case .certificateRejected(let reason, let number):
            "the certificate chain is refused: \(reason) (X.509 verify error \(number))"
        case .libraryFailed: "the cryptographic library could not do its work"
        }
    }
}
