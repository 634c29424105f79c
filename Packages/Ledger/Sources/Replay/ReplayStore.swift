public import Encoding

/// Remembers which tokens were used, for as long as they could be used again.
public protocol ReplayStore: Sendable {
    //= ACT#req-act-replay-atomic
    //# To look the 'jti' up and to store it MUST be one atomic step
    //= ECT#req-ect-replay-atomic
    //# The check and the insertion MUST be one atomic step, also among several instances of a verifier that
    //# share an audience.
    /// Whether this is the first use of a token, and remembers it: one atomic step, so that of any number
    /// of callers at once, in all processes that share the store, one is told true.
    ///
    /// - Parameters:
    ///   - jti: the token's identifier.
    ///   - scope: within what identifiers are unique; usually the issuer.
    ///   - until: the last second at which the token could be used: its expiry and the allowed skew.
    ///   - now: the present time, in seconds since 1970.
    /// - Throws: `replayWindowPassed` where `until` is before `now`, and where the use can't be
    ///   remembered, why: a caller then refuses the token.
    func firstUse(
        of jti: ExactString, scope: ExactString, until: Int64, now: Int64
    ) throws(LedgerError) -> Bool
}

/// When uses are forgotten.
package enum ReplayRetention {
    /// How many seconds a use is kept after it is over. Requests are verified side by side, and one that read the clock
    /// a moment before another must still find what the other takes for expired.
    package static let lag: Int64 = 30
}
