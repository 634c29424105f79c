import ACT
public import Claims
import ECT
import Encoding
import JOSE
import Ledger
import Trust

/// A supporting token that was refused and is not used.
public struct RefusedToken: Hashable, Sendable {
    /// The SHA-256 of its compact form.
    public let hash: ContentHash
    /// Why.
    public let reason: WIMSEError
}

/// Verifies the tokens that are bound to a message, by the profiles' verifiers.
struct TokenVerifier {
    let trust: TrustStore
    let policy: WIMSEPolicy
    let replay: any ReplayStore
    let sender: VerifiedWorkloadIdentity
    let now: NumericDate

    /// Verifies all of them: the mandate first, since records name it, then supporting tokens, then presented ones,
    /// so that a message that is refused for another's token uses up no `jti`.
    func verify(_ bound: BoundTokens) throws(WIMSEError) -> VerifiedTokens {
        var sorted = SortedTokens()
        for token in bound.executionContext { try sorted.addECT(token, sender) }
        for token in bound.records { try sorted.addACT(token, sender, .actRecord) }
        for token in bound.content { try sorted.add(token, sender) }
        var tokens = VerifiedTokens()
        let mandates = mandateSet(sorted.mandates + (bound.mandate.map { [$0] } ?? []))
        if let mandate = try requestMandate(bound.mandate, sorted.mandates) {
            tokens.mandate = try verifyMandate(mandate, mandates)
        }
        //= ECT#req-ect-http-supporting
        //# A receiver MUST verify a supporting ECT as in audit, whatever its 'aud' and without replay
        //# protection, before it uses it in the graph.
        for token in sorted.supporting {
            try tokens.keep(token.compact, policy) { tokens throws(WIMSEError) in
                tokens.supporting.append(try verifyECT(token, .audit, mandates))
            }
        }
        //= ACT#req-act-http-supporting
        //# A receiver MUST verify a supporting record in audit mode before it uses that record in the
        //# graph.
        for token in sorted.supportingRecords {
            try tokens.keep(token, policy) { tokens throws(WIMSEError) in
                tokens.supportingRecords.append(try verifyRecord(token, .audit, mandates))
            }
        }
        //= ECT#req-ect-http-presented
        //# A receiver MUST verify each ECT whose 'iss' is the authenticated sender of the message
        for token in sorted.presented { tokens.presented.append(try verifyECT(token, .live, mandates)) }
        //= ACT#req-act-http-presented
        //# A receiver MUST verify a presented record in live mode ([modes]).
        for token in sorted.presentedRecords {
            tokens.presentedRecords.append(try verifyRecord(token, .live, mandates))
        }
        return tokens
    }

    /// Refuses a message without what the policy demands.
    func checkPresence(_ tokens: VerifiedTokens, unbound: UnboundTokens) throws(WIMSEError) {
        if policy.requiresExecutionContext, tokens.presented.isEmpty {
            if !unbound.content.isEmpty { throw .binding(.contentUnbound, .content) }
            throw .binding(.missing, .executionContext)
        }
        if policy.requiresMandate, tokens.mandate == nil { throw .binding(.missing, .actMandate) }
        if policy.requiresRecord, tokens.presentedRecords.isEmpty { throw .binding(.missing, .actRecord) }
    }

    /// The mandate of the field. Where there is none and one is demanded, that of the content with the longest
    /// chain, whose ancestors the others can be.
    private func requestMandate(
        _ mandate: [UInt8]?, _ mandates: [[UInt8]]
    ) throws(WIMSEError) -> [UInt8]? {
        guard mandate == nil, policy.requiresMandate else { return mandate }
        let depths = mandates.map { MandateSet.statedDepth(of: $0) }
        guard let deepest = depths.max(), let index = depths.firstIndex(of: deepest) else { return nil }
        guard depths.count(where: { $0 == deepest }) == 1 else {
            throw .binding(.severalMandates, .actMandate)
        }
        return mandates[index]
    }

    // MARK: One token

    private func mandateSet(_ tokens: [[UInt8]]) -> MandateSet {
        tokens.isEmpty ? MandateSet() : MandateSet(verifying: tokens, with: actVerifier(.audit))
    }

    private func verifyMandate(
        _ token: [UInt8], _ mandates: MandateSet
    ) throws(WIMSEError) -> VerifiedMandate {
        let mandate: VerifiedMandate
        do {
            mandate = try actVerifier(.live).mandate(token, mandates: mandates)
        } catch {
            if error == .rule(.phaseExpected) { throw .act(.rule(.httpMandatePhase)) }
            throw .act(error)
        }
        // A mandate is no bearer token: who comes with it has to be its subject, or hands a task to its subject.
        let isTask = policy.acceptsTasks && policy.audiences.contains(mandate.claims.subject)
        let caller = isTask ? mandate.claims.issuer : mandate.claims.subject
        guard caller == sender.workload.uri else { throw .act(.rule(.possession)) }
        return mandate
    }

    private func verifyECT(
        _ token: UnverifiedECT, _ mode: ECTPolicy.Mode, _ mandates: MandateSet
    ) throws(WIMSEError) -> VerifiedECT {
        var demands = ECTPolicy(
            mode: mode, now: now, audience: mode == .live ? policy.audiences : [],
            minimumLevel: policy.minimumLevel, firstUse: firstUse)
        demands.maximumFuture = policy.skew
        demands.requiresAuthorized = policy.requiresAuthorized && mode == .live
        // A presented ECT is signed with the key of the WIT that came with it, and no other.
        let verifier = ECTVerifier(trust: mode == .live ? sender.attested.store : trust, policy: demands)
        if mode == .live, let header = token.header {
            do { try verifier.checkForm(of: token) } catch { throw .ect(error) }
            try sender.checkKey(of: header)
        }
        let lookup: MandateLookup = { hash in
            switch mandates[hash] {
            case nil: nil
            case .success(let mandate)?: .verified(mandate.scope)
            case .failure(let error)?: .refused(error.description)
            }
        }
        do { return try verifier.verify(token, mandates: lookup) } catch { throw .ect(error) }
    }

    private func verifyRecord(
        _ token: [UInt8], _ mode: ACTPolicy.Mode, _ mandates: MandateSet
    ) throws(WIMSEError) -> VerifiedRecord {
        do {
            var verifier = actVerifier(mode)
            if mode == .live { verifier.policy.firstUse = firstUse }
            return try verifier.record(token, mandates: mandates)
        } catch {
            if error == .rule(.phaseExpected) { throw .act(.rule(.httpRecordPhase)) }
            throw .act(error)
        }
    }

    private func actVerifier(_ mode: ACTPolicy.Mode) -> ACTVerifier {
        var demands = ACTPolicy(
            mode: mode, now: now, audience: mode == .live ? policy.audiences : [], firstUse: nil)
        demands.skew = policy.skew
        demands.rootIssuers = policy.rootIssuers
        demands.requiresAuthorized = policy.requiresAuthorized && mode == .live
        demands.requiresProvenDelegation = policy.requiresProvenDelegation
        // Where the trust file does not say whose key is the sender's, its WIT does: who it is, not that it may grant.
        let own = sender.workload.uri
        if policy.rootIssuers == nil, !trust.lists(own) { demands.taskIssuers = [own] }
        return ACTVerifier(trust: trust.attesting(sender.confirmationKey, for: own), policy: demands)
    }

    private var firstUse: FirstUse {
        let (replay, now) = (replay, now)
        return { use in
            try replay.firstUse(
                of: ExactString(use.identifier.description), scope: use.scope, until: use.until.seconds,
                now: now.seconds)
        }
    }
}

extension VerifiedWorkloadIdentity {
    /// The rules of the WIT profile that stand in for those on the look-up of a key.
    fileprivate func checkKey(of header: JWSProtectedHeader) throws(WIMSEError) {
        guard header.keyID == confirmationKey.effectiveKeyID else { throw .ect(.rule(.witKid)) }
        guard header.algorithmName == ExactString(algorithm.rawValue) else { throw .ect(.rule(.witAlg)) }
    }
}

extension VerifiedTokens {
    /// Verifies a supporting token; where the policy lets the message pass without it, keeps the reason.
    fileprivate mutating func keep(
        _ token: [UInt8], _ policy: WIMSEPolicy,
        _ verify: (inout VerifiedTokens) throws(WIMSEError) -> Void
    ) throws(WIMSEError) {
        do throws(WIMSEError) {
            try verify(&self)
        } catch {
            guard !policy.refusesSupporting else { throw error }
            refused.append(RefusedToken(hash: ContentHash(of: token), reason: error))
        }
    }
}
