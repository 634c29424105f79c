public import Signing

/// The `alg` values that exist here (RFC 7518 §3.1, RFC 8037, RFC 9864). HMAC and `none` do not.
public enum JWSAlgorithm: String, Hashable, Sendable, CaseIterable {
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    /// The polymorphic name of RFC 8037; here it always means Ed25519.
    case edDSA = "EdDSA"
    /// The fully specified name of RFC 9864.
    case ed25519 = "Ed25519"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"

    /// What is computed. `EdDSA` and `Ed25519` are two names of one algorithm.
    public var signatureAlgorithm: SignatureAlgorithm {
        switch self {
        case .es256: .es256
        case .es384: .es384
        case .es512: .es512
        case .edDSA, .ed25519: .ed25519
        case .rs256: .rs256
        case .rs384: .rs384
        case .rs512: .rs512
        case .ps256: .ps256
        case .ps384: .ps384
        case .ps512: .ps512
        }
    }

    //= ACT#req-act-alg-issue
    //# An implementation that signs with an Ed25519 key SHOULD write 'EdDSA', because readers of earlier
    //# revisions know no other name.
    /// The name that is written for `algorithm`: `EdDSA` for Ed25519, because older peers read nothing else.
    public init(writing algorithm: SignatureAlgorithm) {
        self =
            switch algorithm {
            case .es256: .es256
            case .es384: .es384
            case .es512: .es512
            case .ed25519: .edDSA
            case .rs256: .rs256
            case .rs384: .rs384
            case .rs512: .rs512
            case .ps256: .ps256
            case .ps384: .ps384
            case .ps512: .ps512
            }
    }
}
