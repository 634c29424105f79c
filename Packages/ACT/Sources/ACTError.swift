public import Claims
public import JOSE
import Signing
public import Trust

//= ACT#req-act-verdict-invalid
//# A verifier MUST report which one.
/// Why an ACT was refused. Each error names one requirement of the draft.
public enum ACTError: Error, Hashable, Sendable {
    /// The token is no JWS as it must be, or its signature does not verify.
    case jws(JWSError)
    /// The signing party has no trusted key as the token says.
    case trust(TrustError)
    /// A claim is missing, or breaks its type or grammar.
    case claim(ClaimError)
    /// A rule of the profile is broken.
    case rule(ACTRequirement)
    /// The mandate of the record is refused, for this reason.
    indirect case mandate(ACTError)
    /// The parent of the mandate is refused, for this reason.
    indirect case parent(ACTError)
    /// The approval is refused, for this reason.
    indirect case approval(ACTError)
    /// The replay store could not be asked; the token is refused rather than let pass.
    case replayStoreUnavailable

    /// A stable name for machines: the requirement's anchor without `req-`.
    public var code: String { String(requirement.rawValue.dropFirst("req-".count)) }

    //= ACT#req-act-one-reason
    //# A refusal MUST name one reason, with the claim or parameter that it concerns.
    /// The requirement of the draft that was broken.
    public var requirement: ACTRequirement {
        switch self {
        case .jws(let error): ACTRequirement(error)
        case .trust(let error): ACTRequirement(error)
        case .claim(let error): ACTRequirement(error)
        case .rule(let requirement): requirement
        case .mandate: .pairMandate
        case .parent: .delParentValid
        case .approval(let error): error.approvalRequirement
        case .replayStoreUnavailable: .replayAtomic
        }
    }

    private var approvalRequirement: ACTRequirement {
        switch self {
        case .jws(.typeMismatch), .jws(.headerParameterInvalid("typ")): .approvalTyp
        case .jws(.signatureInvalid), .jws(.algorithmNotForKey), .trust: .approvalKey
        case .claim(.json), .claim(.notAnObject): requirement
        case .claim: .approvalClaims
        default: requirement
        }
    }
}

extension ACTError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .jws(let error): error.description
        case .trust(let error): error.description
        case .claim(let error): error.description
        case .rule(let requirement): requirement.text
        case .mandate(let error): "the record's mandate is refused: \(error)"
        case .parent(let error): "the parent mandate is refused: \(error)"
        case .approval(let error): "the approval is refused: \(error)"
        case .replayStoreUnavailable: "the replay store could not be asked"
        }
    }
}

extension ACTError {
    //= ACT#req-act-error-content
    //# A reason that is sent to another party MUST NOT contain the token or the value of a claim.
    /// One sentence for the party that sent the token: names of claims and parameters, and no values.
    public var answer: String {
        switch self {
        case .claim(.json), .jws, .trust, .rule: requirement.text
        case .claim, .replayStoreUnavailable: description
        case .mandate(let error): "the record's mandate is refused: \(error.answer)"
        case .parent(let error): "the parent mandate is refused: \(error.answer)"
        case .approval(let error): "the approval is refused: \(error.answer)"
        }
    }
}

extension ACTRequirement {
    /// `ACT#req-act-…`, as tools name it.
    public var name: String { "ACT#\(rawValue)" }

    init(_ error: JWSError) {
        self =
            switch error {
            case .tooLarge: .size
            case .notThreeSegments: .segments
            case .encoding: .base64url
            case .headerJSON(let error): ACTRequirement(error)
            case .headerNotAnObject: .jsonObject
            case .headerParameterInvalid("typ"), .typeMismatch: .typ
            case .headerParameterInvalid("x5c"): .x5c
            case .headerParameterInvalid("kid"), .keyIDMissing: .kid
            case .headerParameterInvalid, .algorithmMissing, .algorithmNotAllowed: .alg
            case .headerParameterRefused("crit"): .crit
            case .headerParameterRefused("b64"): .b64
            case .headerParameterRefused: .keyReference
            case .keyUnknown: .trustKid
            case .algorithmNotForKey: .algKey
            case .signatureLength: .sigForm
            case .signatureInvalid: .sig
            }
    }

    init(_ error: ClaimError) {
        self =
            switch error {
            case .json(let error): ACTRequirement(error)
            case .notAnObject: .jsonObject
            case .invalid("pred", .selfReference), .invalid("par", .selfReference): .predNoSelf
            case .invalid("pred", .repeated), .invalid("par", .repeated): .predUnique
            case .invalid("pred", .tooMany), .invalid("par", .tooMany): .predLimit
            case .invalid("exp", .contradiction): .expAfterIat
            case .missing(let name), .wrongType(let name, _), .invalid(let name, _), .forbidden(let name):
                Self.byClaim[name] ?? .jsonObject
            }
    }

    init(_ error: TrustError) {
        self =
            switch error {
            case .algorithmNotAllowed: .alg
            case .keyIDMissing: .kid
            case .keyUnknown: .trustKid
            case .algorithmNotForKey: .algKey
            case .certificatesNotEnabled: .x5c
            case .certificate(.certificateRejected(.expired, _)),
                .certificate(.certificateRejected(.notYetValid, _)):
                .x5cTime
            case .certificate: .x5cChain
            case .certificateForAnotherName: .x5cIdentifier
            case .certificateForAnotherKey: .x5cLeaf
            case .didMethodNotEnabled: .didEnabled
            case .didKey: .didKey
            case .didKeyID: .didKid
            default: .trustParty
            }
    }

    private static let byClaim: [String: ACTRequirement] = [
        "iss": .iss, "sub": .sub, "aud": .aud, "iat": .iat, "exp": .exp, "nbf": .nbf, "jti": .jti,
        "wid": .wid, "task": .task, "cap": .cap, "oversight": .oversight, "del": .del,
        "exec_act": .execAct, "pred": .pred, "par": .pred, "exec_ts": .execTs, "status": .status,
        "mnd_hash": .mndHash, "inp_hash": .inpHash, "out_hash": .outHash, "err": .err,
        "action": .approvalClaims,
    ]
}
