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
}

extension ClaimDefinition {
    /// `task`
    public static let task = ClaimDefinition("task", .object, "What the mandate is for")
    /// `cap`
    public static let capabilities = ClaimDefinition("cap", .objects, "What the agent may do")
    /// `oversight`
    public static let oversight = ClaimDefinition(
        "oversight", .object, "Which actions a further party approves")
    /// `del`
    public static let delegation = ClaimDefinition("del", .object, "Delegation chain and its limits")
    /// `exec_ts`
    public static let executedAt = ClaimDefinition("exec_ts", .numericDate, "When the execution ended")
    /// `status`
    public static let status = ClaimDefinition("status", .string, "How the execution ended")
    /// `err`
    public static let failure = ClaimDefinition("err", .object, "What went wrong")
}
