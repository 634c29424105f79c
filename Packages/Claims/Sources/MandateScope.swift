public import Encoding

/// What a verified mandate allows, as far as a record of any kind can be held against it. Only a verifier of
/// mandates makes one.
public struct MandateScope: Hashable, Sendable {
    /// The hash of the mandate's compact form.
    public let hash: ContentHash
    /// The agent that may act.
    public let subject: ExactString
    /// The parties that verify the mandate, and carry out calls under it.
    public let audience: Audience
    /// The workflow of the mandate.
    public let workflow: UUIDText?
    /// When the mandate may first be exercised.
    public let opens: NumericDate
    /// When it may last be exercised.
    public let closes: NumericDate
    /// The actions that it grants.
    public let actions: [Action: Limits]

    /// Limits of one action that a record states the facts for.
    public struct Limits: Hashable, Sendable {
        /// How many records may name the mandate with this action.
        public let maxCalls: Int64?
        /// When the action may first be executed.
        public let notBefore: NumericDate?
        /// When the action may last be executed.
        public let notAfter: NumericDate?
        /// From when to when the action is approved, by the approvals at hand; nil where it needs none.
        public let approvals: [ClosedRange<NumericDate>]?

        package init(
            maxCalls: Int64?, notBefore: NumericDate?, notAfter: NumericDate?,
            approvals: [ClosedRange<NumericDate>]? = nil
        ) {
            self.maxCalls = maxCalls
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.approvals = approvals
        }
    }

    package init(
        hash: ContentHash, subject: ExactString, audience: Audience, workflow: UUIDText?, opens: NumericDate,
        closes: NumericDate, actions: [Action: Limits]
    ) {
        self.hash = hash
        self.subject = subject
        self.audience = audience
        self.workflow = workflow
        self.opens = opens
        self.closes = closes
        self.actions = actions
    }
}
