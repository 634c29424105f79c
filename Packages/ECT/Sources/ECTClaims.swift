public import Claims

/// The claims of an ECT, one list a level, in the order of the draft's table. The decoder checks by these
/// lists, and the table is made from them.
public enum ECTClaims {
    /// Unsigned ECTs: issuer and audience may be absent.
    public static let level1: [ClaimRule] = [.optional(.issuer), .optional(.audience)] + shared

    /// Signed ECTs, anchored or not.
    public static let level2: [ClaimRule] = [.required(.issuer), .required(.audience)] + shared

    private static let shared: [ClaimRule] = [
        .required(.issuedAt), .required(.expiration), .required(.identifier), .optional(.workflow),
        .required(.executedAction), .required(.predecessors), .optional(.inputHash), .optional(.outputHash),
        .optional(.mandateHash), .optional(.extensions),
    ]
}

extension ClaimDefinition {
    /// `exec_act` in an ECT: not coupled to a capability, so wider than an ACT's action name.
    public static let executedAction = ClaimDefinition(
        "exec_act", .string, ClaimDefinition.action.meaning, .requested)
    /// `ect_ext`
    public static let extensions = ClaimDefinition(
        "ect_ext", .object, "Extensions of a record", .requested)
    /// What revision -00 called `pred`.
    static let draft00Predecessors = ClaimDefinition("par", .identifiers, "Predecessors in revision -00")
    /// What revision -00 called `ect_ext`.
    static let draft00Extensions = ClaimDefinition("ext", .object, "Extensions in revision -00")
}
