public import Encoding

/// Why a compact JWS (RFC 7515 §7.1) was refused. Cases stand in the order in which they are checked.
public enum JWSError: Error, Hashable, Sendable {
    /// More octets than the limit.
    case tooLarge(octets: Int, limit: Int)
    /// Not three segments between two dots, or no header or no signature.
    case notThreeSegments
    /// A segment is not strict base64url.
    case encoding(JWSSegment, EncodingError)
    /// The header is not strict JSON.
    case headerJSON(JSONError)
    /// The header is not a JSON object.
    case headerNotAnObject
    /// A header parameter has another type or form than its definition.
    case headerParameterInvalid(String)
    /// A header parameter that is never accepted: `crit`, `b64`, `jwk`, `jku`, `x5u` (RFC 8725 §2).
    case headerParameterRefused(String)
    /// `typ` is missing or another than what is expected here (RFC 8725 §3.11).
    case typeMismatch(found: ExactString?)
    /// `alg` is not there.
    case algorithmMissing
    /// `alg` is none of those allowed here; `none` and HMAC never are.
    case algorithmNotAllowed(ExactString)
    /// `kid` is missing where a key has to be selected.
    case keyIDMissing
    /// No trusted key has this `kid`.
    case keyUnknown(ExactString)
    /// The key is bound to another algorithm than the header names (RFC 8725 §3.1).
    case algorithmNotForKey(ExactString)
    /// The signature has not the length that the algorithm prescribes.
    case signatureLength(Int)
    /// The signature does not verify. There is nothing more to say (and nothing more to learn).
    case signatureInvalid

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .tooLarge: "jws-too-large"
        case .notThreeSegments: "jws-segments"
        case .encoding: "jws-encoding"
        case .headerJSON(let error): error.code
        case .headerNotAnObject: "jws-header-not-an-object"
        case .headerParameterInvalid: "jws-header-parameter-invalid"
        case .headerParameterRefused: "jws-header-parameter-refused"
        case .typeMismatch: "jws-typ"
        case .algorithmMissing: "jws-algorithm-missing"
        case .algorithmNotAllowed: "jws-algorithm-not-allowed"
        case .keyIDMissing: "jws-kid-missing"
        case .keyUnknown: "jws-key-unknown"
        case .algorithmNotForKey: "jws-algorithm-not-for-key"
        case .signatureLength: "jws-signature-length"
        case .signatureInvalid: "jws-signature-invalid"
        }
    }
}

/// The three parts of a compact JWS.
public enum JWSSegment: String, Hashable, Sendable {
    case header, payload, signature
}

extension JWSError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .tooLarge(let octets, let limit): "the token has \(octets) octets, more than \(limit)"
        case .notThreeSegments: "the token is not three segments between two dots"
        case .encoding(let segment, let error): "the \(segment.rawValue) is not base64url: \(error)"
        case .headerJSON(let error): "in the header: \(error)"
        case .headerNotAnObject: "the header is not a JSON object"
        case .headerParameterInvalid(let name): "the header's '\(name)' is not of its defined form"
        case .headerParameterRefused(let name): "the header has '\(name)', which is never accepted"
        case .typeMismatch(let found):
            found.map { "the header's 'typ' is \($0.quoted), which is not expected here" }
                ?? "the header has no 'typ'"
        case .algorithmMissing: "the header has no 'alg'"
        case .algorithmNotAllowed(let name): "algorithm \(name.quoted) is not allowed here"
        case .keyIDMissing: "the header has no 'kid' to select a key by"
        case .keyUnknown(let keyID): "no trusted key has the kid \(keyID.quoted)"
        case .algorithmNotForKey(let name): "the key is not one for algorithm \(name.quoted)"
        case .signatureLength(let count): "\(count) octets are no signature of the algorithm"
        case .signatureInvalid: "the signature does not verify"
        }
    }
}
