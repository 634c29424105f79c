public import Encoding
public import JOSE
public import Signing

/// Why a trust file was refused, or why a key may not speak for an identifier.
public enum TrustError: Error, Hashable, Sendable {
    // The trust file.

    /// The trust file is not strict JSON.
    case json(JSONError)
    /// The trust file has a member that does not exist.
    case memberUnknown(TrustFilePlace)
    /// A member of the trust file has another type or value than it may have.
    case memberInvalid(TrustFilePlace, expected: Expectation)
    /// A JWK or JWK Set of the trust file was refused.
    case key(JWKError, at: TrustFilePlace)
    /// An anchor is no certificate that a chain can lead to.
    case anchorRejected(SigningError, at: TrustFilePlace)
    /// An identifier that may not stand in a trust file.
    case identifierInvalid(ExactString)
    /// An identifier has another key of this `kid` already.
    case keyConflict(ExactString, identifier: ExactString)
    /// An identifier has as many keys as it may have.
    case tooManyKeys(identifier: ExactString)

    // The key of a token, in the order of the checks.

    /// `alg` is none that the profile, or the issuer's `algs`, allows; `none` and HMAC never are.
    case algorithmNotAllowed(ExactString)
    /// There is no `kid` to select a key by.
    case keyIDMissing
    /// No tier knows a key for the identifier.
    case issuerUnknown(ExactString)
    /// The identifier is known, and none of its keys has this `kid`.
    case keyUnknown(ExactString, identifier: ExactString)
    /// The key is bound to another algorithm, or is of another type (RFC 8725 §3.1).
    case algorithmNotForKey(ExactString)
    /// There are certificates, and no anchor that they could lead to.
    case certificatesNotEnabled
    /// The certificate chain was refused (RFC 5280 §6).
    case certificate(SigningError)
    /// No URI of the leaf's subjectAltName is the identifier.
    case certificateForAnotherName(ExactString)
    /// The certificates vouch for another key than the one that is trusted for the identifier.
    case certificateForAnotherKey
    /// A DID method that is not enabled: `did:key` by the trust file, `did:web` by a resolver.
    case didMethodNotEnabled(ExactString)
    /// A text that begins like a DID and is none (DID Core §3.1).
    case didInvalid(ExactString)
    /// The identifier is no `did:key` of a supported key.
    case didKey(DIDKeyFault)
    /// The `kid` is no name of the one key that a `did:key` has.
    case didKeyID(ExactString, identifier: ExactString)

    /// What a member of the trust file must be.
    public enum Expectation: String, Hashable, Sendable {
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case boolean = "true or false"
        case identifier = "named by 1 to 2048 octets without control characters"
        case algorithm = "a JOSE name of a signature algorithm"
        case profile = "one of statement, statement-hash, payload-hash and ccf"
    }

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .json(let error): error.code
        case .memberUnknown: "trust-member-unknown"
        case .memberInvalid: "trust-member-invalid"
        case .key(let error, _): error.code
        case .anchorRejected: "trust-anchor-rejected"
        case .identifierInvalid: "trust-identifier-invalid"
        case .keyConflict: "trust-key-conflict"
        case .tooManyKeys: "trust-too-many-keys"
        case .algorithmNotAllowed: "trust-algorithm-not-allowed"
        case .keyIDMissing: "trust-kid-missing"
        case .issuerUnknown: "trust-issuer-unknown"
        case .keyUnknown: "trust-key-unknown"
        case .algorithmNotForKey: "trust-algorithm-not-for-key"
        case .certificatesNotEnabled: "trust-certificates-not-enabled"
        case .certificate(let error): "trust-\(error.code)"
        case .certificateForAnotherName: "trust-certificate-name"
        case .certificateForAnotherKey: "trust-certificate-key"
        case .didMethodNotEnabled: "trust-did-method-not-enabled"
        case .didInvalid: "trust-did-invalid"
        case .didKey(let fault): "trust-did-key-\(fault.code)"
        case .didKeyID: "trust-did-kid"
        }
    }
}

extension TrustError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .json(let error): "in the trust file: \(error)"
        case .memberUnknown(let place): "the trust file has a member that does not exist: \(place)"
        case .memberInvalid(let place, let expected):
            "in the trust file, \(place) must be \(expected.rawValue)"
        case .key(let error, let place): "in the trust file, at \(place): \(error)"
        case .anchorRejected(let error, let place):
            "in the trust file, at \(place): \(error)"
        case .identifierInvalid(let identifier):
            "\(identifier.quoted) must be \(Expectation.identifier.rawValue)"
        case .keyConflict(let keyID, let identifier):
            "\(identifier.quoted) has another key with the kid \(keyID.quoted) already"
        case .tooManyKeys(let identifier): "\(identifier.quoted) has \(JWKSet.limit) keys already"
        case .algorithmNotAllowed(let name): "algorithm \(name.quoted) is not allowed here"
        case .keyIDMissing: "there is no 'kid' to select a key by"
        case .issuerUnknown(let identifier): "no key is trusted for \(identifier.quoted)"
        case .keyUnknown(let keyID, let identifier):
            "\(identifier.quoted) has no key with the kid \(keyID.quoted)"
        case .algorithmNotForKey(let name): "the key is not one for algorithm \(name.quoted)"
        case .certificatesNotEnabled: "there are certificates, and no anchor is configured for them"
        case .certificate(let error): error.description
        case .certificateForAnotherName(let identifier):
            "the leaf certificate does not name \(identifier.quoted)"
        case .certificateForAnotherKey: "the leaf certificate has another key than the one that is trusted"
        case .didMethodNotEnabled(let method): "identifiers of the method \(method.quoted) are not enabled"
        case .didInvalid(let identifier): "\(identifier.quoted) is not a DID"
        case .didKey(let fault): "the did:key is refused: \(fault)"
        case .didKeyID(let keyID, let identifier):
            "the kid \(keyID.quoted) does not name the key of \(identifier.quoted)"
        }
    }
}
