import ACT
import Audit
import Claims
import Encoding
import HTTPTypes
import Ledger
import MCP
import Trust
import WIMSE

/// Takes mandates that the request's sender, a workload with an identity (WIT), binds to it: by an HTTP message
/// signature or a workload proof token.
struct WorkloadIntake: AuthorityIntake {
    private let trust: TrustStore
    private let identity: ExactString
    private let policy: WIMSEPolicy
    private let tokenOctets: Int
    private let verifier: RequestVerifier

    init(trust: TrustStore, _ configuration: GatewayConfiguration, replay: any ReplayStore) {
        self.trust = trust
        identity = configuration.identity
        tokenOctets = configuration.tokenOctets
        var policy = WIMSEPolicy(audiences: configuration.audiences)
        policy.rootIssuers = configuration.rootIssuers
        policy.fieldLimit = configuration.tokenOctets
        policy.acceptsTasks = true
        self.policy = policy
        verifier = RequestVerifier(trust: trust, policy: policy, replay: replay)
    }

    func authority(
        in request: HTTPRequest, content: [UInt8], message: JSONRPCMessage, at now: NumericDate
    ) throws(CallRefusal) -> PresentedAuthority {
        let verified: VerifiedRequest
        do { verified = try verifier.verify(request, content: MessageContent(content), at: now) } catch {
            throw .workload(error)
        }
        // What is called, and with what, is in the content: a proof that leaves it out proves nothing of the call.
        guard Self.bindsContent(verified) else { throw .act(.bodyDigest) }
        if verified.responseBinding.mustSign { throw .workload(.response(.cannotBeSigned)) }
        let tokens = try PresentedTokens(request.headerFields, message, limit: tokenOctets)
        var live = ACTPolicy(mode: .live, now: now, audience: policy.audiences)
        live.rootIssuers = policy.rootIssuers
        let acts = ACTVerifier(trust: trust, policy: live)
        let ancestors = MandateSet(verifying: tokens.ancestors, with: acts)
        let mandate: VerifiedMandate
        do { mandate = try acts.mandate(tokens.mandate, mandates: ancestors) } catch { throw .act(error) }
        let found = verified.tokens
        let presented =
            found.presented.map { VerifiedToken.execution($0) }
            + found.presentedRecords.map { .record($0) }
        return PresentedAuthority(
            sender: verified.workload.workload.uri, mandate: mandate, ancestors: ancestors.verified,
            records: presented + found.supporting.map { .execution($0) }
                + found.supportingRecords.map { .record($0) },
            presented: presented.count, uses: mandate.taskUse(by: identity))
    }

    private static func bindsContent(_ request: VerifiedRequest) -> Bool {
        guard request.contentDigest != nil else { return false }
        return request.signature != nil
            || request.proofToken?.otherHashes[HTTPField.Name.contentDigest.canonicalName] != nil
    }
}

extension CallRefusal {
    /// A request that does not show who sent it, or tokens that are not bound to it.
    static func workload(_ error: WIMSEError) -> CallRefusal {
        var refusal = CallRefusal(
            error.status, error.status == 503 ? .unavailable : .refused, error.code, error.problem.title,
            requirement: error.requirement)
        refusal.challenge = error.challenge
        return refusal
    }
}

extension VerifiedMandate {
    /// A mandate for an agent comes with every call that it makes; one for this server is a task, once.
    func taskUse(by identity: ExactString) -> [TokenUse] {
        guard claims.subject == identity else { return [] }
        return [
            TokenUse(
                of: claims.identifier, kind: "act-mandate", workflow: claims.workflow,
                until: claims.expiration.advanced(by: CallAdmission.skew))
        ]
    }
}
