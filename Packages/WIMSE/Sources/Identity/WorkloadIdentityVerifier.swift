public import Claims
public import Encoding
import JOSE
public import Signing
public import Trust

/// Verifies workload identity tokens with the anchors of their trust domains.
///
/// The trust store lists a trust domain's keys under its identifier, scheme and authority without a path:
/// `{"issuers": {"spiffe://example.com": {"jwks": …}}}`. Nothing that a token says fetches a key.
public struct WorkloadIdentityVerifier: Sendable {
    /// The `typ` of a WIT.
    public static let type: ExactString = "wit+jwt"
    /// The longest WIT, in octets.
    public static let limit = 8192

    /// Whose keys attest which trust domain.
    public let trust: TrustStore
    /// What is demanded of identities.
    public let policy: IdentityPolicy
    private let cache: IdentityCache?

    /// A verifier. Up to `cacheCapacity` verified tokens are kept by their exact octets until they expire; 0
    /// keeps none. The cache belongs to this trust store: one that trusts otherwise is another verifier. A token
    /// that brings certificates is not kept, since they may expire before it does.
    public init(trust: TrustStore, policy: IdentityPolicy = IdentityPolicy(), cacheCapacity: Int = 4096) {
        self.trust = trust
        self.policy = policy
        cache = cacheCapacity > 0 ? IdentityCache(capacity: cacheCapacity) : nil
    }

    /// Verifies a token as of `now`. Throws `identity` errors only.
    public func verify(
        _ compact: [UInt8], at now: NumericDate
    ) throws(WIMSEError) -> VerifiedWorkloadIdentity {
        if let known = cache?.identity(for: compact, at: now) { return known }
        let identity: VerifiedWorkloadIdentity
        do {
            let token = try WorkloadIdentityToken(parsing: compact)
            identity = try verifyAnew(token, now)
            if token.jws.header.certificates.isEmpty { cache?.insert(identity, at: now) }
        } catch {
            throw .identity(error)
        }
        return identity
    }

    private func verifyAnew(
        _ token: WorkloadIdentityToken, _ now: NumericDate
    ) throws(IdentityFault) -> VerifiedWorkloadIdentity {
        let key: AuthorizedKey
        do {
            //= ECT#req-ect-wit-trust
            //# Under this profile a verifier MUST NOT use a WIT that it has not verified with a trust
            //# anchor of the issuer's trust domain.
            key = try trust.authorizedKey(
                for: token.unverifiedWorkload.trustDomain, header: token.jws.header, at: now.seconds,
                algorithms: policy.algorithms)
        } catch {
            throw .trust(error)
        }
        do { _ = try token.jws.verify(with: key.key, algorithms: key.algorithms) } catch { throw .jws(error) }
        let claims = token.claims
        if let issuers = policy.issuers[token.unverifiedWorkload.trustDomain] {
            guard let issuer = claims.issuer, issuers.contains(issuer) else { throw .issuerNotOfTrustDomain }
        }
        guard now < claims.expiration else { throw .expired }
        let latest = now.advanced(by: policy.skew)
        for opens in [claims.issuedAt, claims.notBefore].compactMap({ $0 }) where opens > latest {
            throw .notYetValid
        }
        guard claims.expiration <= latest.advanced(by: policy.maximumLifetime) else { throw .livesTooLong }
        guard policy.algorithms.contains(claims.algorithm.signatureAlgorithm) else {
            throw .confirmationAlgorithm
        }
        return VerifiedWorkloadIdentity(claims, of: token)
    }
}

/// What is demanded of workload identities.
public struct IdentityPolicy: Sendable {
    /// The algorithms that tokens and their confirmation keys may have.
    public var algorithms: Set<SignatureAlgorithm> = [.es256, .es384, .ed25519]
    /// Who may issue for a trust domain, by `iss`. A domain without an entry may be attested by any of its
    /// anchors, with any `iss` or none.
    public var issuers: [ExactString: Set<ExactString>] = [:]
    /// How far a token's `exp` may lie ahead, in seconds.
    public var maximumLifetime: Int64 = 86_400
    /// Allowance for clocks, in seconds.
    public var skew: Int64 = 30

    /// The defaults: ES256, ES384 and Ed25519; one day; 30 seconds.
    public init() {}
}
