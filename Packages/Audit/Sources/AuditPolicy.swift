import ACT
public import Claims
public import DAG
public import ECT
public import Encoding

/// What an auditor demands.
public struct AuditPolicy: Sendable {
    /// The present time, also the time that ledger entries are recorded with.
    public var now: NumericDate
    /// The auditor's own identifiers; without any, audiences are not looked at.
    public var audience: Set<ExactString> = []
    /// The lowest level of an ECT.
    public var minimumLevel = AssuranceLevel.level2
    /// Whether records that are not shown to be authorized are refused.
    public var requiresAuthorized = false
    /// Whether the claim names of revision -00 are read.
    public var readsDraft00 = false
    /// Who may issue root mandates; nil where anyone with a trusted key may.
    public var rootIssuers: Set<ExactString>?
    /// The lowest effective level of a record: its own or that of the weakest record that it follows from. Nil
    /// where effective levels refuse nothing.
    public var minimumEffectiveLevel: AssuranceLevel?
    /// Whether a record is refused whose ancestors are not all at hand.
    public var requiresComplete = false
    /// What the graph must keep to.
    public var graph = GraphPolicy()
    /// Approval tokens presented beside the set, for records of actions that need approval.
    public var approvals: [[UInt8]] = []
    /// Identifiers of records that were withdrawn.
    public var revoked: Set<ExactString> = []

    /// A policy with the defaults of the drafts.
    public init(now: NumericDate) {
        self.now = now
    }

    var act: ACTPolicy {
        var policy = ACTPolicy(mode: .audit, now: now, audience: audience)
        policy.requiresAuthorized = requiresAuthorized
        policy.readsDraft00 = readsDraft00
        policy.rootIssuers = rootIssuers
        return policy
    }

    var ect: ECTPolicy {
        var policy = ECTPolicy(
            mode: .audit, now: now, audience: audience, minimumLevel: minimumLevel, firstUse: nil)
        policy.requiresAuthorized = requiresAuthorized
        policy.readsDraft00 = readsDraft00
        policy.predecessorLimit = Predecessors.limit
        return policy
    }
}
