public import Claims
public import Encoding
public import JOSE
import Trust

/// A workload identity that a trust domain's issuer attests. It comes out of a `WorkloadIdentityVerifier` only.
///
/// It says who holds the key `confirmationKey`. That the sender of a message does is shown by the message's
/// signature or proof token, not by this.
public struct VerifiedWorkloadIdentity: Sendable {
    /// `sub`: the workload.
    public let workload: WorkloadIdentifier
    /// `iss`, where it is stated.
    public let issuer: ExactString?
    /// `jti`, where it is stated.
    public let identifier: ExactString?
    /// `exp`: until when the identity is attested.
    public let expiration: NumericDate
    /// `cnf.jwk`: the workload's key, bound to `algorithm`.
    public let confirmationKey: JWK
    /// `cnf.jwk.alg`: the one algorithm that the key is used with.
    public let algorithm: JWSAlgorithm
    /// The token's exact octets.
    public let compact: [UInt8]
    /// SHA-256 over those octets: `wth` of a proof token.
    public let hash: ContentHash
    /// The key for this workload alone, as verifiers of ECTs ask for it.
    let attested: AttestedTrust
}
