public import Claims
public import Encoding
import JOSE
public import Signing
public import Trust

/// Verifies ECTs in the order of the draft ("Verification"); the first failure is the one reported.
public struct ECTVerifier: Sendable {
    /// Whose keys may say what.
    public let trust: TrustStore
    /// What is demanded.
    public var policy: ECTPolicy

    //= ECT#req-ect-alg-support
    //# An implementation MUST support 'ES256'
    /// The algorithms of ECT.
    public static let algorithms: Set<SignatureAlgorithm> = [.es256, .es384, .ed25519]
    /// The `typ` that is written.
    public static let type: ExactString = "exec+jwt"
    /// The `typ` that earlier revisions wrote, which is read too.
    public static let earlierType: ExactString = "wimse-exec+jwt"
    private static let types = [type, earlierType]

    /// A verifier of what `trust` knows.
    public init(trust: TrustStore, policy: ECTPolicy) {
        self.trust = trust
        self.policy = policy
    }

    /// Verifies an ECT. `mandates` finds the mandate that `mnd_hash` names.
    public func verify(
        _ compact: [UInt8], mandates: MandateLookup = { _ in nil }
    ) throws(ECTError) -> VerifiedECT {
        try verify(UnverifiedECT(parsing: compact), mandates: mandates)
    }

    /// Verifies an ECT that was parsed before.
    public func verify(
        _ token: UnverifiedECT, mandates: MandateLookup = { _ in nil }
    ) throws(ECTError) -> VerifiedECT {
        //= ECT#req-ect-order
        //# A verifier MUST come to the outcome that the following steps give
        guard let jws = token.jws else { return try unsigned(token) }
        return try signed(token, jws, mandates)
    }

    /// What comes before the key: the minimum level as far as the envelope tells, the header, and that the payload is
    /// JSON. For profiles that have their own rules on the key, and take it in the same order.
    public func checkForm(of token: UnverifiedECT) throws(ECTError) {
        guard let jws = token.jws else { return try checkLevel(.level1) }
        try checkHeader(jws.header)
        _ = try token.claims.get()
    }

    // MARK: Envelopes

    private func unsigned(_ token: UnverifiedECT) throws(ECTError) -> VerifiedECT {
        try checkLevel(.level1)
        let execution = try executionClaims(token.claims.get(), .level1)
        //= ECT#req-ect-mnd-l1
        //# A verifier MUST NOT give the verdict 'authorized' to an ECT at L1.
        if policy.requiresAuthorized { throw .rule(.mndRequired) }
        try checkFirstUse(execution)
        return VerifiedECT(
            claims: execution, level: .level1, verdict: .unproven, compact: token.compact, key: nil)
    }

    private func signed(
        _ token: UnverifiedECT, _ jws: JWS, _ mandates: MandateLookup
    ) throws(ECTError) -> VerifiedECT {
        try checkHeader(jws.header)
        let claims = try token.claims.get()
        //= ECT#req-ect-unverified
        //# A verifier MUST NOT act upon a claim before the step that verifies it, except that it reads
        //# 'iss', and in an audit 'iat', to select a key.
        let verified = try verifySignature(of: jws, claims)
        let execution = try executionClaims(claims, .level2)
        let verdict = try checkMandate(execution, mandates)
        //= ECT#req-ect-replay-after-signature
        //# The insertion MUST NOT happen before the signature is verified.
        try checkFirstUse(execution)
        return VerifiedECT(
            claims: execution, level: .level2, verdict: verdict, compact: token.compact, key: verified.key)
    }

    private func checkHeader(_ header: JWSProtectedHeader) throws(ECTError) {
        do throws(JWSError) {
            try header.requireType(Self.types)
            let algorithm = try header.requireAlgorithm()
            guard Self.algorithms.contains(algorithm.signatureAlgorithm) else {
                throw .algorithmNotAllowed(header.algorithmName)
            }
            _ = try header.requireKeyID()
            try header.refuseForbiddenParameters()
        } catch {
            throw .jws(error)
        }
        if !header.certificates.isEmpty, !trust.takesCertificates { throw .trust(.certificatesNotEnabled) }
    }

    private func verifySignature(of jws: JWS, _ claims: ClaimSet) throws(ECTError) -> VerifiedJWS {
        let issuer: ExactString
        do { issuer = try claims.stringOrURI(.issuer).required(.issuer) } catch { throw .claim(error) }
        // Certificates are held to the time that counts: now when live, the token's own in an audit.
        let claimed = (try? claims.date(.issuedAt)) ?? nil
        let time = policy.mode == .live ? policy.now : claimed ?? policy.now
        let key: AuthorizedKey
        do {
            key = try trust.authorizedKey(
                for: issuer, header: jws.header, at: time.seconds, algorithms: Self.algorithms)
        } catch {
            throw .trust(error)
        }
        do { return try jws.verify(with: key.key, algorithms: Self.algorithms) } catch { throw .jws(error) }
    }

    // MARK: Claims

    private func executionClaims(
        _ claims: ClaimSet, _ level: AssuranceLevel
    ) throws(ECTError) -> ExecutionClaims {
        let rules = level == .level1 ? ECTClaims.level1 : ECTClaims.level2
        let envelope = try EnvelopeClaims(claims, rules)
        try checkAudience(envelope.audience, level)
        try checkTimes(envelope)
        let execution = try ExecutionClaims(
            claims, envelope, rules, predecessorLimit: policy.predecessorLimit,
            readsDraft00: policy.readsDraft00)
        try checkLevel(level)
        return execution
    }

    //= ECT#req-ect-minimum-sender
    //# A verifier MUST NOT lower the minimum level because of anything that the sender says.
    private func checkLevel(_ level: AssuranceLevel) throws(ECTError) {
        guard level >= policy.minimumLevel else { throw .level(level, minimum: policy.minimumLevel) }
    }

    private func checkAudience(_ audience: Audience?, _ level: AssuranceLevel) throws(ECTError) {
        guard let audience else { return }
        guard !policy.audience.isEmpty else {
            if policy.mode == .live { throw .rule(.audMatch) }
            return
        }
        guard audience.parties.contains(where: policy.audience.contains) else {
            throw .rule(policy.mode == .live ? .audMatch : .audAudit)
        }
    }

    private func checkTimes(_ claims: EnvelopeClaims) throws(ECTError) {
        if policy.mode == .live {
            guard policy.now < claims.expiration else { throw .rule(.expPassed) }
            guard claims.issuedAt >= policy.now.advanced(by: -policy.maximumAge) else { throw .rule(.iatAge) }
        }
        guard claims.issuedAt <= policy.now.advanced(by: policy.maximumFuture) else {
            throw .rule(.iatFuture)
        }
    }

    // MARK: Mandate and replay

    private func checkMandate(
        _ claims: ExecutionClaims, _ mandates: MandateLookup
    ) throws(ECTError) -> VerifiedECT.Verdict {
        switch claims.mandateHash.flatMap(mandates) {
        case nil:
            if policy.requiresAuthorized { throw .rule(.mndRequired) }
            return .unproven
        case .refused(let reason)?: throw .mandate(reason)
        case .verified(let mandate)?:
            guard let action = Action(claims.action), let limits = mandate.actions[action] else {
                throw .rule(.mndAction)
            }
            let opens = max(mandate.opens, limits.notBefore ?? mandate.opens)
            let closes = min(mandate.closes, limits.notAfter ?? mandate.closes)
            guard claims.issuedAt >= opens.advanced(by: -policy.maximumFuture),
                claims.issuedAt <= closes.advanced(by: policy.maximumFuture)
            else { throw .rule(.mndWindow) }
            guard let issuer = claims.issuer, issuer == mandate.subject || mandate.audience.contains(issuer)
            else { throw .rule(.mndParty) }
            if let mine = claims.workflow, let other = mandate.workflow, mine != other {
                throw .rule(.mndWorkflow)
            }
            try checkApproval(claims, limits)
            return .authorized
        }
    }

    /// An action that needs approval has one that is at hand, and whose window holds the execution.
    private func checkApproval(
        _ claims: ExecutionClaims, _ limits: MandateScope.Limits
    ) throws(ECTError) {
        guard let approvals = limits.approvals else { return }
        let isApproved = approvals.contains { window in
            claims.issuedAt >= window.lowerBound.advanced(by: -policy.maximumFuture)
                && claims.issuedAt <= window.upperBound.advanced(by: policy.maximumFuture)
        }
        guard isApproved else { throw .rule(.mndApproval) }
    }

    private func checkFirstUse(_ claims: ExecutionClaims) throws(ECTError) {
        guard policy.mode == .live, let firstUse = policy.firstUse else { return }
        //= ECT#req-ect-replay-retention
        //# An entry MUST be kept until the ECT would be refused for its age or its expiry.
        let refused = min(claims.expiration, claims.issuedAt.advanced(by: policy.maximumAge))
        let use = TokenUse(
            of: claims.identifier, kind: "ect", workflow: claims.workflow, until: refused.advanced(by: 1))
        let isFirst: Bool
        do { isFirst = try firstUse(use) } catch { throw .replayStoreUnavailable }
        guard isFirst else { throw .rule(.replay) }
    }
}
