public import Encoding
public import Signing

/// Why a JWK or a JWK Set (RFC 7517) was refused.
public enum JWKError: Error, Hashable, Sendable {
    /// Not JSON as it must be.
    case json(JSONError)
    /// The text is not a JSON object.
    case notAnObject
    /// A member that the key type needs is not there.
    case memberMissing(String)
    /// A member has another JSON type or form than its definition.
    case memberInvalid(String)
    /// A member is not strict base64url.
    case encoding(String, EncodingError)
    /// A `kty` that can't verify a signature here; `oct` is one of them.
    case keyTypeUnsupported(ExactString)
    /// A `crv` that is not supported for the `kty`.
    case curveUnsupported(ExactString)
    /// The key's `alg` is unknown, or not for its `kty` and `crv`.
    case algorithmNotForKey(ExactString)
    /// `use` is not `sig`, or `key_ops` lacks the operation (RFC 7517 §4.2, §4.3).
    case useForbidsSignatures
    /// Signing refused the key: off its curve, of small order, too short.
    case key(SigningError)
    /// The private value does not belong to the public one.
    case privateValueMismatch
    /// There is no private value where one is needed.
    case notPrivate
    /// More keys than a set may have.
    case tooManyKeys(limit: Int)
    /// Two keys of a set that one `kid` would select alike.
    case duplicateKeyID(ExactString)

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .json(let error): error.code
        case .notAnObject: "jwk-not-an-object"
        case .memberMissing: "jwk-member-missing"
        case .memberInvalid: "jwk-member-invalid"
        case .encoding: "jwk-encoding"
        case .keyTypeUnsupported: "jwk-key-type-unsupported"
        case .curveUnsupported: "jwk-curve-unsupported"
        case .algorithmNotForKey: "jwk-algorithm-not-for-key"
        case .useForbidsSignatures: "jwk-use"
        case .key: "jwk-key-rejected"
        case .privateValueMismatch: "jwk-private-value-mismatch"
        case .notPrivate: "jwk-not-private"
        case .tooManyKeys: "jwk-too-many-keys"
        case .duplicateKeyID: "jwk-duplicate-kid"
        }
    }

    /// Whether RFC 7517 §5 lets a set skip the key: it is well formed, but of a kind that is not supported.
    var isUnsupported: Bool {
        switch self {
        case .keyTypeUnsupported, .curveUnsupported, .algorithmNotForKey, .useForbidsSignatures: true
        default: false
        }
    }
}

extension JWKError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .json(let error): error.description
        case .notAnObject: "a JWK must be a JSON object"
        case .memberMissing(let name): "the JWK has no '\(name)'"
        case .memberInvalid(let name): "the JWK's '\(name)' is not of the form that RFC 7517 gives it"
        case .encoding(let name, let error): "the JWK's '\(name)' is not base64url: \(error)"
        case .keyTypeUnsupported(let type): "key type \(type.quoted) can't verify signatures here"
        case .curveUnsupported(let curve): "curve \(curve.quoted) is not supported for the key type"
        case .algorithmNotForKey(let name): "algorithm \(name.quoted) is not one for this key"
        case .useForbidsSignatures: "the JWK's 'use' or 'key_ops' does not allow signatures"
        case .key(let error): "the key was rejected: \(error)"
        case .privateValueMismatch: "the JWK's private value does not belong to its public value"
        case .notPrivate: "the JWK has no private value"
        case .tooManyKeys(let limit): "the JWK Set has more than \(limit) keys"
        case .duplicateKeyID(let keyID): "two keys of the JWK Set have the kid \(keyID.quoted)"
        }
    }
}
