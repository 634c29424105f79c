public import Signing

/// Why an identifier is no `did:key` of a supported key.
public enum DIDKeyFault: Error, Hashable, Sendable {
    /// Something else than `did:key:` and one multibase value: a version, a fragment, a query.
    case form
    /// More characters than the longest key takes.
    case tooLong
    /// The multibase value is not base58btc, `z` and its alphabet.
    case encoding
    /// A multicodec other than those of Ed25519, P-256 and P-384 public keys.
    case keyTypeUnsupported
    /// The octets are no key of their type.
    case key(SigningError)

    var code: String {
        switch self {
        case .form: "form"
        case .tooLong: "too-long"
        case .encoding: "encoding"
        case .keyTypeUnsupported: "key-type-unsupported"
        case .key(let error): error.code
        }
    }
}

extension DIDKeyFault: CustomStringConvertible {
    /// What is wrong, to follow a colon.
    public var description: String {
        switch self {
        case .form: "it is not 'did:key:' and one multibase value"
        case .tooLong: "it is longer than any supported key"
        case .encoding: "it is not base58btc"
        case .keyTypeUnsupported: "its multicodec is not that of an Ed25519, P-256 or P-384 public key"
        case .key(let error): error.description
        }
    }
}
