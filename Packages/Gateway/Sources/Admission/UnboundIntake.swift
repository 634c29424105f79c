import ACT
import Audit
import Claims
import ECT
import Encoding
import HTTPTypes
import MCP
import Trust

/// Takes mandates that nothing binds to the request, for trying out on the own machine: whoever holds one is taken
/// for its agent.
struct UnboundIntake: AuthorityIntake {
    let trust: TrustStore
    let identity: ExactString
    let audiences: Set<ExactString>
    let rootIssuers: Set<ExactString>
    let tokenOctets: Int

    func authority(
        in request: HTTPRequest, content: [UInt8], message: JSONRPCMessage, at now: NumericDate
    ) throws(CallRefusal) -> PresentedAuthority {
        let tokens = try PresentedTokens(request.headerFields, message, limit: tokenOctets)
        var policy = ACTPolicy(mode: .live, now: now, audience: audiences)
        policy.rootIssuers = rootIssuers
        let verifier = ACTVerifier(trust: trust, policy: policy)
        let ancestors = MandateSet(verifying: tokens.ancestors, with: verifier)
        let mandate: VerifiedMandate
        do { mandate = try verifier.mandate(tokens.mandate, mandates: ancestors) } catch {
            throw error == .rule(.phaseExpected) ? .act(.httpMandatePhase) : .act(error)
        }
        let caller = mandate.claims.subject == identity ? mandate.claims.issuer : mandate.claims.subject
        let records = try records(
            tokens.records, of: caller,
            under: MandateSet(verifying: tokens.ancestors + [tokens.mandate], with: verifier), at: now)
        return PresentedAuthority(
            sender: nil, mandate: mandate, ancestors: ancestors.verified,
            records: records.presented + records.supporting, presented: records.presented.count,
            uses: mandate.taskUse(by: identity) + records.uses)
    }

    /// Presented ones are verified live and once, supporting ones as in an audit.
    private func records(
        _ tokens: [[UInt8]], of caller: ExactString, under mandates: MandateSet, at now: NumericDate
    ) throws(CallRefusal) -> (presented: [VerifiedToken], supporting: [VerifiedToken], uses: [TokenUse]) {
        let taken = CollectedUses()
        let audit = verifier(.audit, now, mandates, nil)
        let live = verifier(.live, now, mandates, taken.firstUse)
        var (presented, supporting): ([VerifiedToken], [VerifiedToken]) = ([], [])
        for token in tokens {
            do throws(TokenError) {
                if UnverifiedRecord(parsing: token)?.signer == caller {
                    presented.append(try live.verify(token))
                } else {
                    supporting.append(try audit.verify(token))
                }
            } catch {
                throw .token(error)
            }
        }
        return (presented, supporting, taken.uses)
    }

    private func verifier(
        _ mode: ACTPolicy.Mode, _ now: NumericDate, _ mandates: MandateSet, _ firstUse: FirstUse?
    ) -> TokenVerifier {
        // A supporting record is not for this server in the first place.
        let audience = mode == .live ? audiences : []
        return TokenVerifier(
            act: ACTVerifier(
                trust: trust,
                policy: ACTPolicy(mode: mode, now: now, audience: audience, firstUse: firstUse)),
            ect: ECTVerifier(
                trust: trust,
                policy: ECTPolicy(
                    mode: mode == .live ? .live : .audit, now: now, audience: audience, minimumLevel: .level2,
                    firstUse: firstUse)),
            mandates: mandates)
    }
}
