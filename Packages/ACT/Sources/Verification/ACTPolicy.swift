public import Claims
public import Encoding

/// What a verifier demands.
public struct ACTPolicy: Sendable {
    //= ACT#req-act-mode
    //# A verifier MUST be told the mode; it is never guessed from the token.
    /// Live or audit; never guessed from the token.
    public var mode: Mode
    /// The present time.
    public var now: NumericDate
    //= ACT#req-act-aud-configured
    //# A verifier MUST take its own identifiers from its configuration, and never from the message or the
    //# token.
    /// The verifier's own identifiers, one of which `aud` must contain. Live verification needs at least one;
    /// an audit without any does not look at `aud`.
    public var audience: Set<ExactString>
    /// Allowance for clocks, in seconds; 0 to 300.
    public var skew: Int64 = 30
    /// Who may issue root mandates; nil where anyone with a trusted key may.
    public var rootIssuers: Set<ExactString>?
    /// Whose root mandates count as tasks for the verifier itself, and as nothing else: parties that only the message
    /// vouches for, who may pass authority on and have none of their own to give.
    public var taskIssuers: Set<ExactString> = []
    //= ACT#req-act-verdict-policy
    //# A policy MAY demand the verdict authorized.
    /// Whether a record without its mandate is refused.
    public var requiresAuthorized = false
    //= ACT#req-act-del-policy
    //# A verifier that acts on a delegated mandate SHOULD demand a proven chain.
    /// Whether a chain without its ancestors is refused: off, since only a party that has the ancestors can ask.
    public var requiresProvenDelegation = false
    /// Whether `par` of revision -00 is read as `pred`.
    public var readsDraft00 = false
    /// Where first uses are kept; nil leaves replay to the caller. Audits never ask it.
    public var firstUse: FirstUse?

    /// The two modes of verification (draft §8, "Live and Audit").
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// By a party that is about to act upon the token.
        case live
        /// By a party that judges what happened, at any time later.
        case audit
    }

    /// A policy with the defaults of the draft.
    public init(mode: Mode, now: NumericDate, audience: Set<ExactString>, firstUse: FirstUse? = nil) {
        self.mode = mode
        self.now = now
        self.audience = audience
        self.firstUse = firstUse
    }
}
