public import Claims
public import Encoding

/// What a verifier of ECTs demands.
public struct ECTPolicy: Sendable {
    /// Live or audit; never guessed from the token.
    public var mode: Mode
    /// The present time.
    public var now: NumericDate
    /// The verifier's own identifiers, one of which `aud` must contain. Live verification of a signed ECT needs
    /// one; an audit without any does not look at `aud`.
    public var audience: Set<ExactString>
    //= ECT#req-ect-minimum-stated
    //# A deployment MUST state the minimum level that its verifiers accept.
    /// The lowest level that is accepted: a deployment states it, nothing that a sender says lowers it.
    public var minimumLevel: AssuranceLevel
    /// How old `iat` may be in live verification, in seconds.
    public var maximumAge: Int64 = 900
    /// How far `iat` may lie ahead, in seconds; also the allowance for a mandate's window.
    public var maximumFuture: Int64 = 30
    /// The most predecessors of one ECT, up to 256.
    public var predecessorLimit = 100
    /// Whether the claim names of revision -00 are read.
    public var readsDraft00 = false
    /// Whether an ECT that is not shown to be authorized is refused.
    public var requiresAuthorized = false
    /// Where first uses are kept; nil turns replay protection off, which a caller has to write. Audits never ask
    /// it.
    public var firstUse: FirstUse?

    /// The two modes of verification.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// By a party that acts on the outcome now.
        case live
        /// By a party that judges the past.
        case audit
    }

    //= ECT#req-ect-replay-default
    //# Replay protection MUST be on unless the configuration turns it off.
    /// A policy with the defaults of the draft.
    public init(
        mode: Mode, now: NumericDate, audience: Set<ExactString>, minimumLevel: AssuranceLevel,
        firstUse: FirstUse?
    ) {
        self.mode = mode
        self.now = now
        self.audience = audience
        self.minimumLevel = minimumLevel
        self.firstUse = firstUse
    }
}
