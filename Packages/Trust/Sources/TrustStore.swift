public import Encoding
public import JOSE
public import Signing

/// Answers whether a key may speak for an identifier with an algorithm.
///
/// The identifier alone decides which tier answers, and no other is asked when that one refuses:
/// 1. an identifier of the trust file: its listed keys;
/// 2. another that is not a DID: a certificate chain to an anchor, whose leaf names it;
/// 3. a DID: what the DID says, if its method is enabled.
/// A store made by `attesting` asks the attested key after the first tier and before the others.
///
/// An `x5c` that comes with an identifier of the first or third tier must lead to an anchor too, and vouch for
/// the very key that the tier answers: it can take trust away and never give any. So neither a `kid` nor an
/// `x5c` of an unverified token does more than select among the keys that are trusted for that identifier.
///
/// A pinned key is found by two look-ups, however many there are. Nothing that a token brings is remembered: a
/// chain costs the verifications of its certificates at each call, a good millisecond for two.
public struct TrustStore: Sendable {
    /// What is allowed where the caller does not say: ES256, ES384 and Ed25519.
    public static let defaultAlgorithms: Set<SignatureAlgorithm> = [.es256, .es384, .ed25519]

    /// What is allowed where the caller does not say.
    public let algorithms: Set<SignatureAlgorithm>

    let anchors: [TrustAnchor]
    let allowsDIDKey: Bool
    let resolver: (any DIDResolver)?
    //= ACT#req-act-trust-named
    //# A key MUST be trusted for named identifiers only.
    //= ECT#req-ect-jwks-scope
    //# A key MUST be trusted for the identifiers that the configuration names with it, and for no other.
    private let pinned: [ExactString: PinnedIssuer]
    private var attested: (identifier: ExactString, key: JWK)?

    private struct PinnedIssuer {
        let keys: [ExactString: JWK]
        let algorithms: Set<SignatureAlgorithm>?
    }

    /// A store of what `file` trusts. `algorithms` holds where a look-up brings no list of its own; `resolver`
    /// answers for `did:web`, which is refused without one.
    public init(
        _ file: TrustFile, algorithms: Set<SignatureAlgorithm> = defaultAlgorithms,
        resolver: (any DIDResolver)? = nil
    ) {
        self.algorithms = algorithms
        self.resolver = resolver
        anchors = file.anchors
        allowsDIDKey = file.allowsDIDKey
        pinned = file.issuers.mapValues { issuer in
            let keys = issuer.keys.map { ($0.effectiveKeyID, $0) }
            return PinnedIssuer(
                keys: Dictionary(keys, uniquingKeysWith: { first, _ in first }), algorithms: issuer.algorithms
            )
        }
    }

    /// Whether there is an anchor that a certificate can lead to.
    public var takesCertificates: Bool { !anchors.isEmpty }

    /// Whether the trust file has keys of `identifier`.
    package func lists(_ identifier: ExactString) -> Bool { pinned[identifier] != nil }

    /// The same store, in which `key` speaks for `identifier` as well, unless the trust file lists that identifier:
    /// for a key that was attested otherwise, as by a workload identity token that came with the message.
    public func attesting(_ key: JWK, for identifier: ExactString) -> TrustStore {
        var store = self
        store.attested = (identifier, key)
        return store
    }

    /// The key that `header` selects, if it may speak for `identifier`.
    ///
    /// `time` is when certificates must be valid, in seconds: now for a live token, its `iat` in an audit.
    /// `algorithms` is what the profile allows; the issuer's `algs` and the key may narrow it.
    public func authorizedKey(
        for identifier: ExactString, header: JWSProtectedHeader, at time: Int64,
        algorithms: Set<SignatureAlgorithm>? = nil
    ) throws(TrustError) -> AuthorizedKey {
        guard let algorithm = try? header.requireAlgorithm() else {
            throw .algorithmNotAllowed(header.algorithmName)
        }
        guard let keyID = header.keyID else { throw .keyIDMissing }
        let request = Request(
            identifier: identifier, keyID: keyID, algorithm: algorithm.signatureAlgorithm,
            certificates: header.certificates, time: time, allowed: algorithms ?? self.algorithms)
        return try authorizedKey(request)
    }

    /// The key of `identifier` that `keyID` selects, for a signature that has no header: a hop of a delegation
    /// chain. The algorithm is the one that the key has; an RSA key, which has six, is refused.
    public func authorizedKey(
        for identifier: ExactString, keyID: ExactString, certificates: [[UInt8]] = [], at time: Int64,
        algorithms: Set<SignatureAlgorithm>? = nil
    ) throws(TrustError) -> AuthorizedKey {
        let request = Request(
            identifier: identifier, keyID: keyID, algorithm: nil, certificates: certificates, time: time,
            allowed: algorithms ?? self.algorithms)
        return try authorizedKey(request)
    }

    /// What a token asks for, none of it verified yet.
    struct Request {
        let identifier: ExactString
        let keyID: ExactString
        /// What the header names; nil where there is no header.
        let algorithm: SignatureAlgorithm?
        let certificates: [[UInt8]]
        let time: Int64
        let allowed: Set<SignatureAlgorithm>
    }

    private func authorizedKey(_ request: Request) throws(TrustError) -> AuthorizedKey {
        if let algorithm = request.algorithm, !request.allowed.contains(algorithm) {
            throw .algorithmNotAllowed(ExactString(algorithm.rawValue))
        }
        //= ACT#req-act-trust-tier
        //# A verifier MUST NOT ask another tier when that one refuses.
        //= ECT#req-ect-key-profile
        //# A verifier MUST NOT ask another profile when that one refuses
        //= ACT#req-act-tier1
        //# Every implementation MUST support a JWK Set RFC7517 pinned for each identifier.
        if let issuer = pinned[request.identifier] {
            guard let key = issuer.keys[request.keyID] else {
                throw .keyUnknown(request.keyID, identifier: request.identifier)
            }
            return try authorize(key, request, .pinned, issuer.algorithms)
        }
        if let attested, attested.identifier == request.identifier {
            guard attested.key.effectiveKeyID == request.keyID else {
                throw .keyUnknown(request.keyID, identifier: request.identifier)
            }
            return try authorize(attested.key, request, .attested)
        }
        if Self.isDID(request.identifier) {
            return try authorize(key(ofDID: request), request, .did)
        }
        guard !request.certificates.isEmpty else { throw .issuerUnknown(request.identifier) }
        return try authorize(Self.named(leafKey(of: request), request), request, .certificate)
    }

    /// `key` under the name that the token has for it.
    static func named(_ key: PublicKey, _ request: Request) throws(TrustError) -> JWK {
        do {
            return try JWK(key, keyID: request.keyID)
        } catch {
            throw .keyUnknown(request.keyID, identifier: request.identifier)
        }
    }

    private func authorize(
        _ key: JWK, _ request: Request, _ tier: TrustTier, _ narrower: Set<SignatureAlgorithm>? = nil
    ) throws(TrustError) -> AuthorizedKey {
        if tier != .certificate, !request.certificates.isEmpty {
            guard try leafKey(of: request) == key.publicKey else { throw .certificateForAnotherKey }
        }
        guard let algorithm = request.algorithm ?? key.onlyAlgorithm?.signatureAlgorithm else {
            throw .algorithmNotForKey("RSA without 'alg'")
        }
        guard request.allowed.contains(algorithm), narrower?.contains(algorithm) ?? true else {
            throw .algorithmNotAllowed(ExactString(algorithm.rawValue))
        }
        guard key.publicKey.type.allows(algorithm), key.allows(JWSAlgorithm(writing: algorithm)) else {
            throw .algorithmNotForKey(ExactString(algorithm.rawValue))
        }
        return AuthorizedKey(key: key, identifier: request.identifier, tier: tier, algorithm: algorithm)
    }
}
