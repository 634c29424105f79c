import ACT
import Claims
public import DAG
import ECT
public import Encoding
public import Ledger

/// A record as its octets describe it, **not** verified: for tokens that were verified when a ledger took them,
/// and for showing a graph that is plainly said to be unverified.
public struct UnverifiedRecord: Sendable {
    /// The record as a node of a graph.
    public let node: GraphNode
    /// What kind of record it says it is.
    public let kind: EntryKind
    /// Who is said to have signed it; nil where nobody is.
    public let signer: ExactString?
    /// What is said to have been done.
    public let action: ExactString
    /// The mandate that it is said to have been done under.
    let mandateHash: ContentHash?

    /// Reads a token; nil where it is malformed, or is a mandate. The claim names of revision -00 are read too:
    /// a ledger may hold tokens that were verified under that policy.
    public init?(parsing compact: [UInt8]) {
        let token = TokenKind(of: compact)
        guard let claims = token.unverifiedClaims(of: compact),
            let identifier = try? claims.uuid(.identifier),
            let action = try? claims.string(.executedAction),
            let time = try? claims.date(token == .act ? .executedAt : .issuedAt),
            let predecessors = try? claims.predecessors(
                claims.has(.predecessors) ? .predecessors : Self.earlierPredecessors, of: identifier)
        else { return nil }
        var standing = GraphStanding.sound
        if token == .act, claims.root["status"]?.string == "failed" { standing = .failed }
        let level = token == .unsignedECT ? AssuranceLevel.level1 : .level2
        node = GraphNode(
            id: identifier.text, scope: (try? claims.uuid(.workflow))??.text,
            predecessors: predecessors.identifiers.map(\.text), time: time.seconds, level: level.graphLevel,
            standing: standing)
        kind = token == .act ? .actRecord : .ect
        let signerClaim: ClaimDefinition = token == .act ? .subject : .issuer
        signer = token == .unsignedECT ? nil : (try? claims.stringOrURI(signerClaim)) ?? nil
        self.action = action
        mandateHash = (try? claims.hash(.mandateHash)) ?? nil
    }

    /// What revision -00 called `pred`.
    private static let earlierPredecessors = ClaimDefinition("par", .identifiers, "")
}
