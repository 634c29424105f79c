public import Claims

/// The claims of ACT, one list a phase, in the order of the draft's tables. The decoder checks by these lists,
/// and the tables are made from them.
public enum ACTClaims {
    /// Mandate claims (draft §4, "Mandate Claims").
    public static let mandate: [ClaimRule] = [
        .required(.issuer), .required(.subject), .required(.audience), .required(.issuedAt),
        .required(.expiration), .optional(.notBefore), .required(.identifier), .optional(.workflow),
        .required(.task), .required(.capabilities), .optional(.oversight), .optional(.delegation),
    ]

    /// Claims that the executing agent adds (draft §4, "Record Claims").
    public static let record: [ClaimRule] = [
        .required(.action), .required(.predecessors), .required(.executedAt), .required(.status),
        .required(.mandateHash), .optional(.inputHash), .optional(.outputHash), .optional(.failure),
    ]

    /// Members of `del`.
    public static let delegation: [ClaimRule] = [
        .required(.depth), .required(.maximumDepth), .required(.chain),
    ]

    /// Members of an element of `chain` in `del`.
    public static let hop: [ClaimRule] = [
        .required(.delegator), .required(.delegatorMandate), .required(.delegatorMandateHash),
        .required(.delegatorKey), .required(.delegatorSignature),
    ]
}

extension ClaimDefinition {
    /// `task`
    public static let task = ClaimDefinition("task", .object, "Task that is authorized", .requested)
    /// `cap`
    public static let capabilities = ClaimDefinition(
        "cap", .objects, "Actions that are authorized", .requested)
    /// `oversight`
    public static let oversight = ClaimDefinition(
        "oversight", .object, "Actions that need approval", .requested)
    /// `del`
    public static let delegation = ClaimDefinition("del", .object, "Delegation chain", .requested)
    /// `exec_ts`
    public static let executedAt = ClaimDefinition(
        "exec_ts", .numericDate, "Time when an execution ended", .requested)
    /// `status`, a name that the registry has with another meaning.
    public static let status = ClaimDefinition("status", .string, "How an execution ended")
    /// `err`
    public static let failure = ClaimDefinition("err", .object, "Error that ended a task", .requested)

    static let depth = ClaimDefinition("depth", .integer, "Number of hops from the root mandate")
    static let maximumDepth = ClaimDefinition("max_depth", .integer, "Greatest depth that is allowed")
    static let chain = ClaimDefinition("chain", .objects, "One entry a hop, the root's first")
    static let delegator = ClaimDefinition("delegator", .stringOrURI, "Party that delegated in this hop")
    static let delegatorMandate = ClaimDefinition("jti", .uuid, "Identifier of the mandate that it held")
    static let delegatorMandateHash = ClaimDefinition("hash", .hash, "SHA-256 of that mandate")
    static let delegatorKey = ClaimDefinition("kid", .string, "Name of the delegator's key")
    static let delegatorSignature = ClaimDefinition("sig", .string, "Signature over the hop, base64url")
}
