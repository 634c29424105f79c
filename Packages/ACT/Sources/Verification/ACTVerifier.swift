import Claims
public import Encoding
import JOSE
public import Signing
public import Trust

/// Verifies ACTs in the order of the draft (§8, "Order"); the first failure is the one reported.
///
/// ```swift
/// let verifier = ACTVerifier(trust: store, policy: ACTPolicy(mode: .live, now: now, audience: ["https://me"]))
/// let mandate = try verifier.mandate(token)
/// ```
public struct ACTVerifier: Sendable {
    /// Whose keys may say what.
    public let trust: TrustStore
    /// What is demanded.
    public var policy: ACTPolicy

    //= ACT#req-act-alg-implement
    //# A verifier MUST implement ES256 and Ed25519, the latter under both of its names.
    /// The algorithms of ACT.
    public static let algorithms: Set<SignatureAlgorithm> = [.es256, .ed25519]
    /// The `typ` of both phases.
    public static let type: ExactString = "act+jwt"

    /// A verifier of what `trust` knows.
    public init(trust: TrustStore, policy: ACTPolicy) {
        self.trust = trust
        self.policy = policy
    }

    /// Verifies a token of either phase. `mandates` are what a record's `mnd_hash` and a delegated mandate's
    /// parent are looked up in; `approvals` are approval tokens presented beside the token.
    public func verify(
        _ compact: [UInt8], mandates: MandateSet = MandateSet(), approvals: [[UInt8]] = []
    ) throws(ACTError) -> VerifiedACT {
        try verify(compact, expecting: nil, mandates, approvals)
    }

    /// Verifies a token that must be a mandate.
    public func mandate(
        _ compact: [UInt8], mandates: MandateSet = MandateSet()
    ) throws(ACTError) -> VerifiedMandate {
        guard case .mandate(let mandate) = try verify(compact, expecting: .mandate, mandates, []) else {
            throw .rule(.phaseExpected)
        }
        return mandate
    }

    /// Verifies a token that must be a record.
    public func record(
        _ compact: [UInt8], mandates: MandateSet = MandateSet(), approvals: [[UInt8]] = []
    ) throws(ACTError) -> VerifiedRecord {
        guard case .record(let record) = try verify(compact, expecting: .record, mandates, approvals) else {
            throw .rule(.phaseExpected)
        }
        return record
    }

    /// The phase is held against the expected one before the claims are read, and so before the replay store
    /// is asked.
    private func verify(
        _ compact: [UInt8], expecting: ACTPhase?, _ mandates: MandateSet, _ approvals: [[UInt8]]
    ) throws(ACTError) -> VerifiedACT {
        //= ACT#req-act-order
        //# A verifier MUST come to the outcome that the following steps give
        let token = try UnverifiedACT(compact)
        let signed = try signature(of: token)
        let phase = try token.phase()
        if let expecting, expecting != phase { throw .rule(.phaseExpected) }
        switch phase {
        case .mandate: return .mandate(try mandate(token, signed, mandates))
        case .record: return .record(try record(token, signed, mandates, approvals))
        }
    }

    // MARK: Steps 1 to 7

    /// Header, key of the right party, signature.
    private func signature(of token: UnverifiedACT) throws(ACTError) -> VerifiedJWS {
        try checkHeader(token.jws.header, type: Self.type)
        return try verifySignature(
            of: token.jws, by: token.signer(), at: certificateTime(token.signingTime ?? policy.now))
    }

    /// When certificates must be valid: at present where the token is acted upon, at signing in an audit.
    func certificateTime(_ signing: NumericDate) -> NumericDate {
        policy.mode == .live ? policy.now : signing
    }

    func checkHeader(_ header: JWSProtectedHeader, type: ExactString) throws(ACTError) {
        do throws(JWSError) {
            try header.requireType([type])
            try header.refuseForbiddenParameters()
            let algorithm = try header.requireAlgorithm()
            guard Self.algorithms.contains(algorithm.signatureAlgorithm) else {
                throw .algorithmNotAllowed(header.algorithmName)
            }
            _ = try header.requireKeyID()
        } catch {
            throw .jws(error)
        }
    }

    func verifySignature(
        of jws: JWS, by party: ExactString, at time: NumericDate
    ) throws(ACTError) -> VerifiedJWS {
        let key: AuthorizedKey
        do {
            key = try trust.authorizedKey(
                for: party, header: jws.header, at: time.seconds, algorithms: Self.algorithms)
        } catch {
            throw .trust(error)
        }
        do { return try jws.verify(with: key.key, algorithms: Self.algorithms) } catch { throw .jws(error) }
    }

    // MARK: Steps 8 to 13

    private func mandate(
        _ token: UnverifiedACT, _ signed: VerifiedJWS, _ mandates: MandateSet
    ) throws(ACTError) -> VerifiedMandate {
        let claims = try MandateClaims(token.claims)
        try checkTimes(claims)
        try checkAudience(claims.audience)
        let approval = try checkEmbeddedApproval(claims)
        let authority = try checkDelegation(claims, mandates)
        try checkFirstUse(claims, .mandate)
        return VerifiedMandate(
            claims: claims, authority: authority, approval: approval, signed: signed,
            payload: token.claims.root)
    }

    private func record(
        _ token: UnverifiedACT, _ signed: VerifiedJWS, _ mandates: MandateSet, _ approvals: [[UInt8]]
    ) throws(ACTError) -> VerifiedRecord {
        let mandate = try MandateClaims(token.claims)
        let claims = try RecordClaims(
            token.claims, mandate: mandate, predecessors: try predecessorsClaim(token.claims))
        try checkTimes(mandate)
        try checkExecutionTime(claims, mandate)
        try checkAudience(mandate.audience)
        try checkApproval(of: claims, mandate, presented: approvals)
        let unchecked = try checkConstraints(of: claims, mandate)
        let authority = try checkDelegation(mandate, mandates)
        let verdict = try checkPair(claims, mandate, token.claims.root, mandates)
        // Last: a record that is refused must not use up its jti.
        try checkFirstUse(mandate, .record)
        return VerifiedRecord(
            mandate: mandate, claims: claims, verdict: verdict, delegation: authority.delegation,
            unchecked: unchecked,
            compact: signed.compact, key: signed.key)
    }

    private func predecessorsClaim(_ claims: ClaimSet) throws(ACTError) -> ClaimDefinition {
        guard claims.has(.draft00Predecessors) else { return .predecessors }
        //= ACT#req-act-compat-read
        //# A verifier that was so configured MUST apply every rule for 'pred' to 'par'.
        guard policy.readsDraft00 else { throw .rule(.compatOff) }
        guard !claims.has(.predecessors) else { throw .rule(.compatBoth) }
        return .draft00Predecessors
    }

    private func checkTimes(_ claims: MandateClaims) throws(ACTError) {
        let latest = policy.now.advanced(by: skew)
        guard claims.issuedAt <= latest else { throw .rule(.timeIat) }
        //= ACT#req-act-audit-expiry
        //# In audit mode, a token MUST NOT be refused because the present time is after 'exp' or before
        //# 'nbf'.
        guard policy.mode == .live else { return }
        if let notBefore = claims.notBefore, notBefore > latest { throw .rule(.timeNbf) }
        guard policy.now < claims.expiration.advanced(by: skew) else { throw .rule(.timeExp) }
    }

    private func checkExecutionTime(_ record: RecordClaims, _ mandate: MandateClaims) throws(ACTError) {
        guard record.executedAt <= policy.now.advanced(by: skew) else { throw .rule(.timeExecTs) }
        let opens = max(mandate.issuedAt, mandate.notBefore ?? mandate.issuedAt)
        guard record.executedAt >= opens.advanced(by: -skew),
            record.executedAt <= mandate.expiration.advanced(by: skew)
        else { throw .rule(.execTsWindow) }
    }

    private func checkAudience(_ audience: Audience) throws(ACTError) {
        guard !policy.audience.isEmpty else {
            if policy.mode == .live { throw .rule(.audLive) }
            return
        }
        guard audience.parties.contains(where: policy.audience.contains) else { throw .rule(.audMatch) }
    }

    private func checkFirstUse(_ claims: MandateClaims, _ phase: ACTPhase) throws(ACTError) {
        guard policy.mode == .live, let firstUse = policy.firstUse else { return }
        //= ACT#req-act-replay-retention
        //# A stored 'jti' MUST be kept until the token would be refused for its 'exp'.
        let use = TokenUse(
            of: claims.identifier, kind: "act-\(phase.rawValue)", workflow: claims.workflow,
            until: claims.expiration.advanced(by: skew))
        let isFirst: Bool
        do { isFirst = try firstUse(use) } catch { throw .replayStoreUnavailable }
        guard isFirst else { throw .rule(.replay) }
    }

    //= ACT#req-act-skew
    //# A policy MUST NOT set the skew to more than 300 seconds.
    /// The policy's skew, within what the draft lets a policy set.
    var skew: Int64 { min(max(0, policy.skew), 300) }
}

extension ClaimDefinition {
    /// What revision -00 called `pred`.
    static let draft00Predecessors = ClaimDefinition("par", .identifiers, "Predecessors in revision -00")
}
