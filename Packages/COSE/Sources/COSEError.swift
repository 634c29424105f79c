public import CBOR
public import Signing

/// Why a COSE message or key was refused.
public enum COSEError: Error, Hashable, Sendable {
    /// What stands for a whole message, key or part of one.
    public enum Part: String, Hashable, Sendable {
        /// The message.
        case message
        /// The content of the protected header's byte string.
        case protectedHeader = "protected-header"
        /// The unprotected header.
        case unprotectedHeader = "unprotected-header"
        /// The payload.
        case payload
        /// The signature.
        case signature
        /// A COSE_Key.
        case key
        /// A COSE_KeySet.
        case keySet = "key-set"
    }

    /// A part is not the CBOR that it has to be; the offset counts from the part's first octet.
    case cbor(CBORError, in: Part)
    /// A part is of another CBOR type, or an array of another length, than RFC 9052 gives it.
    case malformed(Part)
    /// The message has another tag than 18 (RFC 9052 §2).
    case wrongTag(UInt64)
    /// The message has no tag where one is demanded.
    case tagMissing

    /// A header label is neither text nor an integer of 64 bits (RFC 9052 §1.5).
    case labelInvalid
    /// A header parameter has a value of a type that it can't have.
    case parameterInvalid(COSELabel)
    /// A label stands in both headers (RFC 9052 §3).
    case labelRepeated(COSELabel)
    /// A header parameter that must be protected is not.
    case parameterUnprotected(COSELabel)
    /// A header parameter that is added after signing stands in the protected header (RFC 9942).
    case parameterProtected(COSELabel)
    /// Two header parameters that exclude each other.
    case parametersExclusive(COSELabel, COSELabel)
    /// A label that drafts used before the RFC gave the parameter another one.
    case labelWithdrawn(COSELabel)

    /// `crit` names a label that the verifier does not process (RFC 9052 §3.1).
    case criticalNotUnderstood(COSELabel)
    /// `crit` names a label that the protected header does not have (RFC 9052 §3.1).
    case criticalAbsent(COSELabel)

    /// The protected header states no algorithm.
    case algorithmMissing
    /// The algorithm is none of `COSEAlgorithm`.
    case algorithmUnsupported(COSELabel)
    /// The algorithm is none that the verifier asked for.
    case algorithmNotAllowed(COSEAlgorithm)
    /// The algorithm does not go with the type or curve of the key.
    case algorithmNotForKey(COSEAlgorithm, KeyType)

    /// The payload is detached and was not given.
    case payloadMissing
    /// A payload was given for a message that has one.
    case payloadAttached
    /// The signature is not one by this key over this message. It carries no reason on purpose.
    case signatureInvalid

    /// The key's type, curve or form is one that this module has not.
    case keyUnsupported(KeyFeature)
    /// A parameter of the key is missing or of another type (RFC 9053 §7, RFC 8230 §4).
    case keyParameter(COSELabel)
    /// The key carries private parameters where a public key belongs.
    case keyPrivate
    /// The key's numbers are no key that may be used.
    case keyRejected(SigningError)
    /// The key's own `alg` is another one (RFC 9052 §7.1).
    case keyAlgorithm(COSELabel)
    /// The key's `key_ops` do not allow to verify (RFC 9052 §7.1).
    case keyOperation
    /// Making a signature failed.
    case signingFailed(SigningError)

    /// What of a key is not supported.
    public enum KeyFeature: String, Hashable, Sendable {
        /// The key type.
        case type
        /// The curve.
        case curve
        /// A point given by x and the sign of y.
        case compressedPoint = "compressed-point"
    }
}

extension COSEError {
    /// A stable name for machines. Errors of CBOR and of a key's numbers keep their own.
    public var code: String {
        switch self {
        case .cbor(let error, _): error.code
        case .malformed(let part): "cose-malformed-\(part.rawValue)"
        case .wrongTag: "cose-wrong-tag"
        case .tagMissing: "cose-tag-missing"
        case .labelInvalid: "cose-label-invalid"
        case .parameterInvalid: "cose-parameter-invalid"
        case .labelRepeated: "cose-label-repeated"
        case .parameterUnprotected: "cose-parameter-unprotected"
        case .parameterProtected: "cose-parameter-protected"
        case .parametersExclusive: "cose-parameters-exclusive"
        case .labelWithdrawn: "cose-label-withdrawn"
        case .criticalNotUnderstood: "cose-critical-not-understood"
        case .criticalAbsent: "cose-critical-absent"
        case .algorithmMissing: "cose-algorithm-missing"
        case .algorithmUnsupported: "cose-algorithm-unsupported"
        case .algorithmNotAllowed: "cose-algorithm-not-allowed"
        case .algorithmNotForKey: "cose-algorithm-not-for-key"
        case .payloadMissing: "cose-payload-missing"
        case .payloadAttached: "cose-payload-attached"
        case .signatureInvalid: "cose-signature-invalid"
        case .keyUnsupported(let feature): "cose-key-unsupported-\(feature.rawValue)"
        case .keyParameter: "cose-key-parameter"
        case .keyPrivate: "cose-key-private"
        case .keyRejected(let error), .signingFailed(let error): error.code
        case .keyAlgorithm: "cose-key-algorithm"
        case .keyOperation: "cose-key-operation"
        }
    }
}

extension COSEError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .cbor(let error, let part): "\(error) of the COSE \(part.words)"
        case .malformed(let part):
            "the COSE \(part.words) has a type or length that RFC 9052 does not give it"
        case .wrongTag(let tag): "the CBOR tag is \(tag), not 18"
        case .tagMissing: "the COSE message lacks the CBOR tag 18"
        case .labelInvalid: "a COSE label is neither text nor an integer of 64 bits"
        case .parameterInvalid(let label): "the header parameter \(label) has a value that it can't have"
        case .labelRepeated(let label):
            "the label \(label) stands in the protected and the unprotected header"
        case .parameterUnprotected(let label): "the header parameter \(label) is not protected"
        case .parameterProtected(let label): "the header parameter \(label) stands in the protected header"
        case .parametersExclusive(let a, let b): "the header parameters \(a) and \(b) exclude each other"
        case .labelWithdrawn(let label): "the label \(label) was used by drafts and is withdrawn"
        case .criticalNotUnderstood(let label): "the critical header parameter \(label) is not understood"
        case .criticalAbsent(let label):
            "the critical header parameter \(label) is not in the protected header"
        case .algorithmMissing: "the protected header states no algorithm"
        case .algorithmUnsupported(let label): "the algorithm \(label) is not supported"
        case .algorithmNotAllowed(let algorithm): "the algorithm \(algorithm) is not allowed"
        case .algorithmNotForKey(let algorithm, let type):
            "the algorithm \(algorithm) cannot be used with a key of type \(type)"
        case .payloadMissing: "the payload is detached and was not given"
        case .payloadAttached: "a payload was given for a message that carries its own"
        case .signatureInvalid: "the signature is not valid"
        case .keyUnsupported(let feature): "the \(feature.words) of the COSE key is not supported"
        case .keyParameter(let label): "the COSE key parameter \(label) is missing or has a wrong type"
        case .keyPrivate: "the COSE key carries private parameters"
        case .keyRejected(let error), .signingFailed(let error): error.description
        case .keyAlgorithm(let label): "the COSE key is for the algorithm \(label) only"
        case .keyOperation: "the COSE key is not for verifying"
        }
    }
}

extension COSEError.Part {
    /// The part in a sentence.
    fileprivate var words: String {
        switch self {
        case .message, .payload, .signature, .key: rawValue
        case .protectedHeader: "protected header"
        case .unprotectedHeader: "unprotected header"
        case .keySet: "key set"
        }
    }
}

extension COSEError.KeyFeature {
    /// The feature in a sentence.
    fileprivate var words: String { self == .compressedPoint ? "compressed point" : rawValue }
}
