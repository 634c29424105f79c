public import ECT
public import Encoding
public import HTTPTypes

/// What a receiver demands of messages and of the tokens in them.
public struct WIMSEPolicy: Sendable {
    //= ECT#req-ect-http-aud
    //# A receiver MUST compare audiences with its configuration, as whole strings, and never with a value
    //# from the 'Host' field or from the request target.
    /// The receiver's own audiences: `wimse-aud`, a WPT's `aud` and the tokens' `aud` must be one of them, octet for
    /// octet. Never taken from `Host` or the request target.
    public var audiences: Set<ExactString>
    /// How the sender has to prove that it holds the key of its WIT.
    public var proof = Proof.any
    /// Fields that must be covered, when present, besides those that the profile names.
    public var coveredFields: Set<HTTPField.Name> = []
    /// What is demanded of workload identities.
    public var identity = IdentityPolicy()
    /// How long a signature or proof token may count, in seconds.
    public var maximumLifetime: Int64 = 300
    /// Allowance for clocks, in seconds.
    public var skew: Int64 = 30
    /// How many octets the fields that carry tokens may have together: 8192 or more.
    public var fieldLimit = ExecutionTokens.limit
    /// Whether every response has to be signed, asked for or not.
    public var signsEveryResponse = false

    /// The lowest level of ECTs.
    public var minimumLevel = AssuranceLevel.level2
    /// Whether a message without a presented ECT is refused.
    public var requiresExecutionContext = false
    /// Whether a message without a mandate is refused.
    public var requiresMandate = false
    /// Whether a mandate whose `sub` is one of `audiences` is taken from its issuer: a task for the receiver itself,
    /// which it accepts once. That it is once is for the receiver to see to.
    public var acceptsTasks = false
    /// Whether a message without a presented ACT record is refused.
    public var requiresRecord = false
    /// Whether an ECT or record that is not shown to be authorized is refused.
    public var requiresAuthorized = false
    /// Who may issue root mandates; nil where anyone with a trusted key may. One that a WIT alone vouches for may
    /// only issue tasks for the receiver itself, unless it is named here.
    public var rootIssuers: Set<ExactString>?
    /// Whether a mandate's chain without its ancestors is refused.
    public var requiresProvenDelegation = false
    /// Whether a message is refused for a supporting token that does not verify; otherwise the refusal is
    /// reported with the message, and the token is not used.
    public var refusesSupporting = true

    /// The ways to prove possession of the WIT's key.
    public enum Proof: String, Hashable, Sendable, CaseIterable {
        /// An HTTP message signature or a WPT; both are verified where both are there.
        case any
        /// An HTTP message signature.
        case signature
        /// A WPT.
        case proofToken = "wpt"
    }

    /// A policy with the defaults of the drafts.
    public init(audiences: Set<ExactString>) {
        self.audiences = audiences
    }
}
