import ACT
import Audit
import Claims
import DAG
import ECT
import Encoding
import HTTPTypes
import Ledger
import MCP
import Signing

/// Admits tool calls: verifies what they bring, holds them against the mandate, counts them and writes down that
/// they are started, in this order, so that a call that is refused does not count. Its nonce is used up, and so are
/// the records that it presented, where a workload identity bound them to it.
struct CallAdmission: Sendable {
    let configuration: GatewayConfiguration
    let intake: any AuthorityIntake
    let journal: CallJournal
    let evidence: EvidenceKeeper

    /// Allowance for clocks, in seconds: that of the drafts.
    static let skew: Int64 = 30
    /// The most predecessors of a record, the default of verifiers.
    private static let fanIn = 100

    /// Throws why the call is refused.
    func admit(
        _ request: HTTPRequest, content: [UInt8], message: JSONRPCMessage, at now: NumericDate
    ) async throws(CallRefusal) -> AdmittedCall {
        try Self.checkNames(of: message.params, for: MemberNames.call)
        guard let name = message.params?["name"]?.string else {
            throw CallRefusal(400, .invalidParams, "tool-name", "'params' has no 'name'")
        }
        let arguments = message.params?["arguments"]
        if let arguments, arguments.kind != .object {
            throw CallRefusal(400, .invalidParams, "tool-arguments", "'arguments' is not an object")
        }
        if message.params?["task"] != nil {
            throw CallRefusal(
                400, .invalidParams, "tool-task",
                "a call that goes on after its answer can't be recorded: 'task' is not taken")
        }
        let authority = try intake.authority(in: request, content: content, message: message, at: now)
        try checkParties(authority)
        let mandate = authority.mandate
        guard let tool = configuration.tools.tool(name),
            let capability = mandate.claims.capabilities[tool.action]
        else { throw .act(.execActInCap) }
        try Self.checkNames(
            of: arguments, for: tool.arguments.union((capability.constraints.parameters ?? [:]).keys))
        try CallConstraints.check(
            tool.execution(arguments, of: mandate.claims.task, at: now), capability, skew: Self.skew)
        let end = try CallConstraints.end(of: mandate, tool.action, at: now, skew: Self.skew)
        let plan = try plan(
            tool.action, authority, input: ContentHash(of: content), at: now)
        try await evidence.keep(authority, for: plan, at: now)
        do throws(CallRefusal) {
            return try await start(plan, authority, capability, end: end, at: now)
        } catch {
            evidence.release(plan)
            throw error
        }
    }

    private static func checkNames(of object: JSONNode?, for names: Set<ExactString>) throws(CallRefusal) {
        do { try MemberNames.check(object, for: names) } catch { throw .message(error) }
    }

    /// The caller is the mandate's agent, or, where the mandate is one for this server, its issuer.
    private func checkParties(_ authority: PresentedAuthority) throws(CallRefusal) {
        let claims = authority.mandate.claims
        let caller = claims.subject == configuration.identity ? claims.issuer : claims.subject
        if let sender = authority.sender, sender != caller { throw .act(.possession) }
        if configuration.requiresPresentedRecord, authority.presented == 0 { throw .ect(.httpMissing) }
    }

    private func start(
        _ plan: CallPlan, _ authority: PresentedAuthority, _ capability: Capability, end: NumericDate,
        at now: NumericDate
    ) async throws(CallRefusal) -> AdmittedCall {
        let entry = CallJournal.Entry(
            plan: plan, uses: authority.uses, maximum: capability.constraints.maxCalls,
            until: authority.mandate.claims.expiration.advanced(by: 2 * Self.skew), now: now)
        let outcome: CallJournal.Outcome
        do { outcome = try await journal.start(entry) } catch { throw .storage }
        switch outcome {
        case .started(let number):
            return AdmittedCall(number: number, plan: plan, mandate: authority.mandate, end: end)
        case .exhausted: throw .act(.execMaxCalls)
        case .replayed(let use): throw use.scope.string.hasPrefix("ect:") ? .ect(.replay) : .act(.replay)
        }
    }

    // MARK: The record to be

    private func plan(
        _ action: Action, _ authority: PresentedAuthority, input: ContentHash, at now: NumericDate
    ) throws(CallRefusal) -> CallPlan {
        let claims = authority.mandate.claims
        let heads = Self.heads(of: authority.records)
        let workflow = claims.workflow ?? heads.lazy.compactMap(\.workflow).first
        for head in heads {
            if let other = head.workflow, let workflow, other != workflow { throw .ect(.dagWorkflow) }
        }
        guard heads.count <= Self.fanIn else { throw .ect(.predLimit) }
        let isTask = claims.subject == configuration.identity
        guard let identifier = isTask ? claims.identifier : UUIDText(random: SystemRandom().octets(count: 16))
        else { throw .storage }
        let predecessors = heads.map(\.identifier)
        if isTask {
            let authorities = Set(claims.delegation?.chain.map(\.identifier) ?? [])
            guard authorities.isDisjoint(with: predecessors) else { throw .act(.predNoMandate) }
            guard !predecessors.contains(identifier) else { throw .act(.predNoSelf) }
        }
        return CallPlan(
            form: isTask
                ? .record(mandate: authority.mandate.compact)
                : .execution(
                    audience: Self.parties(
                        [claims.issuer, claims.subject, configuration.identity] + configuration.auditors)),
            identifier: identifier, workflow: isTask ? claims.workflow : workflow, action: action,
            mandate: authority.mandate.hash, predecessors: predecessors, input: input, started: now)
    }

    /// The records that no other of them names: the call follows from these.
    private static func heads(of records: [VerifiedToken]) -> [VerifiedToken] {
        let named = Set(records.flatMap { $0.node?.predecessors ?? [] })
        var seen: Set<UUIDText> = []
        return records.filter { !named.contains($0.identifier.text) && seen.insert($0.identifier).inserted }
    }

    private static func parties(_ parties: [ExactString]) -> [ExactString] {
        var seen: Set<ExactString> = []
        return parties.filter { seen.insert($0).inserted }
    }
}
