public import Claims
public import JOSE

/// Why a workload proof token was refused.
public enum ProofFault: Error, Hashable, Sendable {
    /// The message has no `Authorization: WPT`.
    case missing
    /// `Authorization` stands there more than once, or is no scheme and one token.
    case malformed
    /// It is no JWS as it must be, or its signature does not verify.
    case jws(JWSError)
    /// A claim is missing, or breaks its type or grammar.
    case claim(ClaimError)
    /// `alg` is not `cnf.jwk.alg` of the WIT, letter for letter.
    case algorithm
    /// `aud` is none of the receiver's audiences.
    case audience
    /// `exp` has passed.
    case expired
    /// `exp` lies further ahead than the policy allows.
    case livesTooLong
    /// `wth` is not the hash of the WIT.
    case identityHash
    /// `tth` is not there although there is a `Txn-Token`, or is not its hash.
    case transactionTokenHash
    /// `oth` has a member that is not understood here.
    case unknownToken
    /// A member of `oth` is not the hash of the field, or there is no such field.
    case otherTokenHash
    /// The `jti` was seen before.
    case replayed

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .missing: "wpt-missing"
        case .malformed: "wpt-malformed"
        case .jws(.signatureInvalid): "wpt-signature-invalid"
        case .jws(.typeMismatch): "wpt-typ"
        case .jws: "wpt-malformed"
        case .claim: "wpt-claim"
        case .algorithm: "wpt-alg"
        case .audience: "wpt-aud"
        case .expired: "wpt-expired"
        case .livesTooLong: "wpt-lifetime"
        case .identityHash: "wpt-wth"
        case .transactionTokenHash: "wpt-tth"
        case .unknownToken: "wpt-oth-unknown"
        case .otherTokenHash: "wpt-oth"
        case .replayed: "wpt-replayed"
        }
    }
}

extension ProofFault: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .missing: "the message has no workload proof token"
        case .malformed: "Authorization is not one scheme with one token"
        case .jws(let error): "the workload proof token is refused: \(error)"
        case .claim(let error): "the workload proof token is refused: \(error)"
        case .algorithm: "the workload proof token's 'alg' is not that of the workload's key"
        case .audience: "the workload proof token's 'aud' is not an audience of this receiver"
        case .expired: "the workload proof token has expired"
        case .livesTooLong: "the workload proof token is valid for longer than is allowed"
        case .identityHash: "the workload proof token's 'wth' is not the hash of the identity token"
        case .transactionTokenHash: "the workload proof token's 'tth' is not the hash of the Txn-Token"
        case .unknownToken: "the workload proof token's 'oth' has a member that is not understood"
        case .otherTokenHash: "a member of the workload proof token's 'oth' is not the hash of its field"
        case .replayed: "the workload proof token was seen before"
        }
    }
}
