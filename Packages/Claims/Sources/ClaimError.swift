public import Encoding

/// Why a claims set was refused; each case names the claim.
public enum ClaimError: Error, Hashable, Sendable {
    /// The payload is not strict JSON.
    case json(JSONError)
    /// The payload is not a JSON object.
    case notAnObject
    /// A required claim is not there.
    case missing(String)
    /// A claim has another JSON type than its definition.
    case wrongType(String, expected: String)
    /// A claim has the right type and breaks a rule of its grammar.
    case invalid(String, ClaimFault)
    /// A claim that this kind of token must not have.
    case forbidden(String)

    /// The claim that is wrong; nil where the payload as a whole is.
    public var claim: String? {
        switch self {
        case .json, .notAnObject: nil
        case .missing(let name), .wrongType(let name, _), .invalid(let name, _), .forbidden(let name): name
        }
    }

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .json(let error): error.code
        case .notAnObject: "claims-not-an-object"
        case .missing: "claim-missing"
        case .wrongType: "claim-type"
        case .invalid(_, let fault): "claim-\(fault.rawValue)"
        case .forbidden: "claim-forbidden"
        }
    }
}

/// The rules of the claims' grammars.
public enum ClaimFault: String, Hashable, Sendable {
    case empty = "empty"
    case tooLong = "too-long"
    case tooMany = "too-many"
    case repeated = "repeated"
    case notAUUID = "not-a-uuid"
    case notAUUIDVersion4 = "not-a-uuid-v4"
    case notAnIntegerDate = "not-an-integer-date"
    case notAnInteger = "not-an-integer"
    case outOfRange = "out-of-range"
    case notAnAction = "not-an-action"
    case notAHash = "not-a-hash"
    case notAStringOrURI = "not-a-string-or-uri"
    case selfReference = "self-reference"
    case unknownValue = "unknown-value"
    case unknownMember = "unknown-member"
    case notADecimal = "not-a-decimal"
    case notAURIPattern = "not-a-uri-pattern"
    case contradiction = "contradiction"
    case tooDeep = "too-deep"

    /// The fault, to be read after the name of a claim.
    var phrase: String {
        switch self {
        case .empty: "is empty"
        case .tooLong: "is too long"
        case .tooMany: "has too many elements"
        case .repeated: "has an element twice"
        case .notAUUID: "is not a lower-case UUID"
        case .notAUUIDVersion4: "is not a version 4 UUID"
        case .notAnIntegerDate: "is not a date in whole seconds"
        case .notAnInteger: "is not an integer"
        case .outOfRange: "is out of range"
        case .notAnAction: "is not an action name"
        case .notAHash: "is not a base64url SHA-256 value of 43 characters"
        case .notAStringOrURI: "is not a StringOrURI"
        case .selfReference: "names the token itself"
        case .unknownValue: "has a value that is not defined"
        case .unknownMember: "has a member that is not understood"
        case .notADecimal: "is not a decimal number"
        case .notAURIPattern: "is not a URI pattern"
        case .contradiction: "contradicts itself"
        case .tooDeep: "is nested too deep"
        }
    }
}

extension ClaimError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .json(let error): "in the payload: \(error)"
        case .notAnObject: "the payload is not a JSON object"
        case .missing(let name): "claim '\(name)' is missing"
        case .wrongType(let name, let expected): "claim '\(name)' is not \(expected)"
        case .invalid(let name, let fault): "claim '\(name)' \(fault.phrase)"
        case .forbidden(let name): "claim '\(name)' must not be there"
        }
    }
}
