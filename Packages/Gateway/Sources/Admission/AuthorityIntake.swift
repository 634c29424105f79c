import ACT
import Audit
import Claims
import Encoding
import HTTPTypes
import MCP

/// What a call brings: the mandate that it is made under, and the records that come with it, all verified.
struct PresentedAuthority: Sendable {
    /// Who sent the request, as the request proves; nil where nothing binds the tokens to it.
    let sender: ExactString?
    /// The mandate.
    let mandate: VerifiedMandate
    /// The mandate's ancestors, verified.
    let ancestors: [VerifiedMandate]
    /// The records that came with it, the sender's own first.
    let records: [VerifiedToken]
    /// How many of them are the sender's own.
    let presented: Int
    /// Uses of tokens that must be their first; remembered when the call is admitted and not before.
    let uses: [TokenUse]
}

/// Finds out who calls and under which mandate: the one seam between the gateway and how callers are authenticated.
protocol AuthorityIntake: Sendable {
    /// Verifies the tokens of a tool call. Throws why they are refused.
    func authority(
        in request: HTTPRequest, content: [UInt8], message: JSONRPCMessage, at now: NumericDate
    ) throws(CallRefusal) -> PresentedAuthority
}

/// Uses of tokens, as verifiers report them.
final class CollectedUses: @unchecked Sendable {
    // One verification at a time fills it, and only then is it read.
    private(set) var uses: [TokenUse] = []

    /// Takes every use for the first: the journal decides when the call is admitted.
    var firstUse: FirstUse {
        { use in
            self.uses.append(use)
            return true
        }
    }
}
