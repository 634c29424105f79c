/// Why an HTTP message signature was refused.
public enum SignatureFault: Error, Hashable, Sendable {
    /// The message has no signature, or none with the tag.
    case missing
    /// `Signature-Input` or `Signature` is malformed.
    case malformed
    /// Two signatures have the tag.
    case ambiguous
    /// `Signature` has no member of the label.
    case valueMissing
    /// A component identifier is malformed, unknown, or has parameters that are not supported.
    case componentRefused(String)
    /// A component is covered twice.
    case componentRepeated(String)
    /// A covered component is not in the message.
    case componentMissing(String)
    /// A component that must be covered is not.
    case notCovered(String)
    /// A parameter is missing.
    case parameterMissing(String)
    /// A parameter has another type or form than its definition.
    case parameterInvalid(String)
    /// A parameter that the WIMSE profile forbids: `keyid` or `alg`.
    case parameterForbidden(String)
    /// `created` lies ahead.
    case createdAhead
    /// `expires` has passed.
    case expired
    /// `expires` is further from `created` than the policy allows, or before it.
    case lifetime
    /// `wimse-aud` is none of the receiver's audiences.
    case audience
    /// The nonce was seen before.
    case replayed
    /// No key is known for the signature (plain RFC 9421 only).
    case keyUnknown
    /// `alg` is unknown, or not one of the key.
    case algorithm
    /// The signature does not verify.
    case invalid

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .missing: "signature-missing"
        case .malformed: "signature-malformed"
        case .ambiguous: "signature-ambiguous"
        case .valueMissing: "signature-value-missing"
        case .componentRefused: "signature-component-refused"
        case .componentRepeated: "signature-component-repeated"
        case .componentMissing: "signature-component-missing"
        case .notCovered: "signature-not-covered"
        case .parameterMissing: "signature-parameter-missing"
        case .parameterInvalid: "signature-parameter-invalid"
        case .parameterForbidden: "signature-parameter-forbidden"
        case .createdAhead: "signature-created-ahead"
        case .expired: "signature-expired"
        case .lifetime: "signature-lifetime"
        case .audience: "signature-audience"
        case .replayed: "signature-replayed"
        case .keyUnknown: "signature-key-unknown"
        case .algorithm: "signature-algorithm"
        case .invalid: "signature-invalid"
        }
    }

    /// The document whose rule was broken.
    var document: String {
        switch self {
        case .ambiguous, .notCovered, .parameterForbidden, .audience, .replayed, .lifetime:
            "draft-ietf-wimse-http-signature-07"
        default: "RFC 9421"
        }
    }
}

extension SignatureFault: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .missing: "the message has no signature that applies"
        case .malformed: "Signature-Input or Signature is malformed"
        case .ambiguous: "more than one signature of the message has the tag"
        case .valueMissing: "Signature has no value for the label of Signature-Input"
        case .componentRefused(let name): "component \(name) can't be covered here"
        case .componentRepeated(let name): "component \(name) is covered twice"
        case .componentMissing(let name): "covered component \(name) is not in the message"
        case .notCovered(let name): "component \(name) is not covered by the signature"
        case .parameterMissing(let name): "the signature has no parameter '\(name)'"
        case .parameterInvalid(let name): "the signature's parameter '\(name)' is not of its defined form"
        case .parameterForbidden(let name): "the signature has the parameter '\(name)', which is not allowed"
        case .createdAhead: "the signature was created in the future"
        case .expired: "the signature has expired"
        case .lifetime: "the signature is valid for longer than is allowed"
        case .audience: "the signature's wimse-aud is not an audience of this receiver"
        case .replayed: "the signature's nonce was seen before"
        case .keyUnknown: "no key is known for the signature"
        case .algorithm: "the signature's algorithm is not one of its key"
        case .invalid: "the signature does not verify"
        }
    }
}
