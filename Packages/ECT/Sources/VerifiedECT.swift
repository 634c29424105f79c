public import Claims
public import JOSE

/// An ECT that was verified as far as its level goes. It comes out of an `ECTVerifier` only.
public struct VerifiedECT: Sendable {
    /// What its issuer claims to have done.
    public let claims: ExecutionClaims
    /// L1 for an unsigned one, L2 for a signed one. L3 takes evidence beyond the token.
    public let level: AssuranceLevel
    /// Whether the execution was shown to be authorized.
    public let verdict: Verdict
    /// The token's exact octets.
    public let compact: [UInt8]
    //= ECT#req-ect-l1-identity
    //# A verifier MUST NOT treat the 'iss' claim of an ECT at L1 as an authenticated identity.
    /// The key that signed it; nil at L1, where `iss` is nobody's word.
    public let key: JWK?

    /// What is known of the authority behind an execution.
    public enum Verdict: String, Hashable, Sendable {
        /// The mandate that `mnd_hash` names is at hand and allows it.
        case authorized
        /// There is no mandate, or it is not at hand, or the ECT is unsigned.
        case unproven
    }

    /// Refuses the ECT where `input` or `output` is not what its hashes commit to. A hash that is absent commits
    /// to nothing.
    public func check(input: [UInt8]? = nil, output: [UInt8]? = nil) throws(ECTError) {
        for (content, hash) in [(input, claims.inputHash), (output, claims.outputHash)] {
            if let content, let hash, ContentHash(of: content) != hash { throw .rule(.hashCompare) }
        }
    }
}

/// What a verifier of ECTs is told of the mandate with a given hash.
public enum MandateEvidence: Sendable {
    /// It verified, and this is what it allows.
    case verified(MandateScope)
    /// It is at hand and was refused, for this reason.
    case refused(String)
}

/// Finds the mandate whose compact form has the hash; nil where it is not at hand.
public typealias MandateLookup = @Sendable (ContentHash) -> MandateEvidence?
