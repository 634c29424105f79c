public import Claims
public import JOSE

/// How an execution becomes ECTs.
public struct ImportOptions: Sendable {
    /// The present time: tasks without times of their own are dated by it.
    public var now: NumericDate
    /// Who is to verify.
    public var audience: Audience
    /// How agents' names become identifiers.
    public var naming = AgentNaming.urn
    /// What keys that are made sign with: ES256, ES384 or EdDSA.
    public var algorithm = JWSAlgorithm.es256
    /// How many parts are signed at a time.
    public var workers = 2

    /// The audience where none is given: whoever audits the records.
    public static let defaultAudience = "urn:act-ect:audit"

    /// Options with the defaults.
    public init(now: NumericDate, audience: Audience) {
        self.now = now
        self.audience = audience
    }
}

/// What an import wrote.
public struct ImportSummary: Hashable, Sendable {
    /// ECTs, of which `joins` stand for no task of the source.
    public var records: Int
    /// ECTs that gather predecessors which are too many for one.
    public var joins: Int
    /// Workflows.
    public var workflows: Int
    /// Agents, each with a key.
    public var agents: Int
    /// Keys that were made.
    public var keysMade: Int
    /// References to predecessors.
    public var references: Int
    /// Predecessors that the source names and does not have: the records are an incomplete graph.
    public var missing: Int
}
