public import Claims
import Encoding
public import JOSE
import Signing
public import Trust

/// Why an ECT was refused. Each error names one requirement of the draft.
public enum ECTError: Error, Hashable, Sendable {
    /// The token is no JWS as it must be, or its signature does not verify.
    case jws(JWSError)
    /// The issuer has no trusted key as the token says.
    case trust(TrustError)
    /// A claim is missing, or breaks its type or grammar.
    case claim(ClaimError)
    /// A rule of the profile is broken.
    case rule(ECTRequirement)
    /// The level is below what the deployment demands.
    case level(AssuranceLevel, minimum: AssuranceLevel)
    /// The mandate that `mnd_hash` names is at hand and was refused, for this reason.
    case mandate(String)
    /// The replay store could not be asked; the token is refused rather than let pass.
    case replayStoreUnavailable

    /// A stable name for machines: the requirement's anchor without `req-`.
    public var code: String { String(requirement.rawValue.dropFirst("req-".count)) }

    //= ECT#req-ect-error
    //# A refusal MUST name one rule of this document: the one that failed first.
    /// The requirement of the draft that was broken.
    public var requirement: ECTRequirement {
        switch self {
        case .jws(let error): ECTRequirement(error)
        case .trust(let error): ECTRequirement(error)
        case .claim(let error): ECTRequirement(error)
        case .rule(let requirement): requirement
        case .level: .minimumLevel
        case .mandate: .mndValid
        case .replayStoreUnavailable: .replayFull
        }
    }
}

extension ECTError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .jws(let error): error.description
        case .trust(let error): error.description
        case .claim(let error): error.description
        case .rule(let requirement): requirement.text
        case .level(let level, let minimum): "the token is at \(level), and at least \(minimum) is demanded"
        case .mandate(let reason): "the mandate that the token names is refused: \(reason)"
        case .replayStoreUnavailable: "the replay store could not be asked"
        }
    }
}

extension ECTError {
    //= ECT#req-ect-http-echo
    //# The answer MUST NOT contain the token or a part of its payload.
    /// One sentence for the party that sent the token: names of claims and parameters, and no values.
    public var answer: String {
        switch self {
        case .claim(.json), .jws, .trust, .rule, .mandate: requirement.text
        case .claim, .level, .replayStoreUnavailable: description
        }
    }
}

extension ECTRequirement {
    /// `ECT#req-ect-…`, as tools name it.
    public var name: String { "ECT#\(rawValue)" }

    init(_ error: JWSError) {
        self =
            switch error {
            case .tooLarge: .size
            case .notThreeSegments: .segments
            case .encoding: .base64url
            case .headerJSON(let error): ECTRequirement(error)
            case .headerNotAnObject: .json
            case .headerParameterInvalid("typ"), .typeMismatch: .typ
            case .headerParameterInvalid("x5c"): .x5c
            case .headerParameterInvalid("kid"), .keyIDMissing: .kid
            case .algorithmNotAllowed(let name) where name.lowercasedASCII == "none": .l1None
            case .headerParameterInvalid, .algorithmMissing, .algorithmNotAllowed: .alg
            case .headerParameterRefused("crit"): .crit
            case .headerParameterRefused("b64"): .b64
            case .headerParameterRefused: .headerKey
            case .keyUnknown: .keyKnown
            case .algorithmNotForKey: .algKey
            case .signatureLength: .signatureForm
            case .signatureInvalid: .signature
            }
    }

    init(_ error: TrustError) {
        self =
            switch error {
            case .algorithmNotAllowed: .alg
            case .keyIDMissing: .kid
            case .keyUnknown: .keyKnown
            case .algorithmNotForKey: .algKey
            case .certificatesNotEnabled: .x5c
            case .certificate(.certificateRejected(.expired, _)),
                .certificate(.certificateRejected(.notYetValid, _)):
                .keyValid
            case .certificate: .x509Path
            case .certificateForAnotherName: .x509Name
            case .certificateForAnotherKey: .x509Key
            default: .keyIssuer
            }
    }

    init(_ error: ClaimError) {
        self =
            switch error {
            case .json(let error): ECTRequirement(error)
            case .notAnObject: .json
            case .invalid("pred", .selfReference), .invalid("par", .selfReference): .predNoSelf
            case .invalid("pred", .repeated), .invalid("par", .repeated): .predRepeat
            case .invalid("pred", .tooMany), .invalid("par", .tooMany): .predLimit
            case .invalid("exp", .contradiction): .expAfterIat
            case .invalid(_, .notAnIntegerDate), .invalid(_, .outOfRange): .numericdate
            case .invalid(_, .notAStringOrURI): .identifier
            case .invalid(_, .notAHash): .hashForm
            case .invalid("ect_ext", .tooLong): .extSize
            case .invalid("ect_ext", .tooDeep): .extDepth
            case .missing(let name), .wrongType(let name, _), .invalid(let name, _), .forbidden(let name):
                Self.byClaim[name] ?? .json
            }
    }

    private init(_ error: JSONError) {
        self =
            switch error {
            case .tooLarge, .tooManyValues: .size
            case .tooDeep: .jsonDepth
            case .duplicateName: .jsonDuplicate
            default: .json
            }
    }

    private static let byClaim: [String: ECTRequirement] = [
        "iss": .iss, "aud": .aud, "iat": .iat, "exp": .exp, "jti": .jti, "wid": .wid, "exec_act": .execAct,
        "pred": .pred, "par": .pred, "inp_hash": .hashForm, "out_hash": .hashForm, "mnd_hash": .hashForm,
        "ect_ext": .ext, "ext": .ext,
    ]
}
