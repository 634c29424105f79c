public import Claims
public import JOSE
public import Trust

/// Why a workload identity token was refused.
public enum IdentityFault: Error, Hashable, Sendable {
    /// The message has no `Workload-Identity-Token`.
    case missing
    /// The message has more than one.
    case repeated
    /// A WIT stands in `Authorization`: it is no bearer token.
    case inAuthorization
    /// It is no JWS as it must be, or its signature does not verify.
    case jws(JWSError)
    /// A claim is missing, or breaks its type or grammar.
    case claim(ClaimError)
    /// `sub` is not a workload identifier: a `spiffe` or `wimse` URI with a trust domain and a path.
    case notAWorkloadIdentifier
    /// The trust domain has no anchor that the header selects.
    case trust(TrustError)
    /// The trust domain is bound to other issuers than `iss`.
    case issuerNotOfTrustDomain
    /// `exp` has passed.
    case expired
    /// `iat` or `nbf` lies ahead.
    case notYetValid
    /// `exp` lies further ahead than the policy allows.
    case livesTooLong
    /// `cnf.jwk` is missing or no public key that can verify.
    case confirmationKey(JWKError)
    /// `cnf.jwk.alg` is missing or not allowed here.
    case confirmationAlgorithm

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .missing: "wit-missing"
        case .repeated: "wit-repeated"
        case .inAuthorization: "wit-in-authorization"
        case .jws(.signatureInvalid): "wit-signature-invalid"
        case .jws(.typeMismatch): "wit-typ"
        case .jws: "wit-malformed"
        case .claim: "wit-claim"
        case .notAWorkloadIdentifier: "wit-sub"
        case .trust: "wit-untrusted"
        case .issuerNotOfTrustDomain: "wit-iss"
        case .expired: "wit-expired"
        case .notYetValid: "wit-not-yet-valid"
        case .livesTooLong: "wit-lifetime"
        case .confirmationKey: "wit-cnf"
        case .confirmationAlgorithm: "wit-cnf-alg"
        }
    }
}

extension IdentityFault: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .missing: "the message has no Workload-Identity-Token"
        case .repeated: "the message has more than one Workload-Identity-Token"
        case .inAuthorization:
            "a workload identity token is in Authorization, where it would be a bearer token"
        case .jws(let error): "the workload identity token is refused: \(error)"
        case .claim(let error): "the workload identity token is refused: \(error)"
        case .notAWorkloadIdentifier: "the workload identity token's 'sub' is no workload identifier"
        case .trust(let error): "the workload identity token is not trusted: \(error)"
        case .issuerNotOfTrustDomain: "the workload identity token's 'iss' may not issue for its trust domain"
        case .expired: "the workload identity token has expired"
        case .notYetValid: "the workload identity token is not valid yet"
        case .livesTooLong: "the workload identity token is valid for longer than is allowed"
        case .confirmationKey(let error): "the workload identity token's key is refused: \(error)"
        case .confirmationAlgorithm:
            "the workload identity token's key has no 'alg', or one that is not allowed"
        }
    }
}
