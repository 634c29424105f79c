public import ACT
public import Claims
public import DAG
public import ECT
public import Encoding
public import Ledger

/// A verified token of either profile. It comes out of a `TokenVerifier` only.
public enum VerifiedToken: Sendable {
    case mandate(VerifiedMandate)
    case record(VerifiedRecord)
    case execution(VerifiedECT)

    /// The token's exact octets.
    public var compact: [UInt8] {
        switch self {
        case .mandate(let mandate): mandate.compact
        case .record(let record): record.compact
        case .execution(let ect): ect.compact
        }
    }

    /// `jti`
    public var identifier: UUIDText {
        switch self {
        case .mandate(let mandate): mandate.claims.identifier
        case .record(let record): record.mandate.identifier
        case .execution(let ect): ect.claims.identifier
        }
    }

    /// `wid`
    public var workflow: UUIDText? {
        switch self {
        case .mandate(let mandate): mandate.claims.workflow
        case .record(let record): record.mandate.workflow
        case .execution(let ect): ect.claims.workflow
        }
    }

    /// Who signed: the issuer of a mandate or an ECT, the executing agent of a record; nil at L1.
    public var signer: ExactString? {
        switch self {
        case .mandate(let mandate): mandate.claims.issuer
        case .record(let record): record.mandate.subject
        case .execution(let ect): ect.level == .level1 ? nil : ect.claims.issuer
        }
    }

    /// What was done; nil for a mandate.
    public var action: ExactString? {
        switch self {
        case .mandate: nil
        case .record(let record): record.claims.action.text
        case .execution(let ect): ect.claims.action
        }
    }

    /// When it was done; for a mandate, when it was issued.
    public var time: NumericDate {
        switch self {
        case .mandate(let mandate): mandate.claims.issuedAt
        case .record(let record): record.claims.executedAt
        case .execution(let ect): ect.claims.issuedAt
        }
    }

    /// The hash of the mandate that a record names, and what it shows of its authority; nil for a mandate.
    public var isAuthorized: Bool? {
        switch self {
        case .mandate: nil
        case .record(let record): record.verdict == .authorized
        case .execution(let ect): ect.verdict == .authorized
        }
    }

    /// The hash of the mandate that was acted under.
    public var mandateHash: ContentHash? {
        switch self {
        case .mandate: nil
        case .record(let record): record.claims.mandateHash
        case .execution(let ect): ect.claims.mandateHash
        }
    }

    /// The record as a node of a graph; nil for a mandate, which is not one.
    public var node: GraphNode? {
        switch self {
        case .mandate: return nil
        case .record(let record):
            var standing = GraphStanding.sound
            if case .failed = record.claims.outcome { standing = .failed }
            return GraphNode(
                id: identifier.text, scope: workflow?.text,
                predecessors: record.claims.predecessors.identifiers.map(\.text), time: time.seconds,
                level: AssuranceLevel.level2.graphLevel, standing: standing)
        case .execution(let ect):
            return GraphNode(
                id: identifier.text, scope: workflow?.text,
                predecessors: ect.claims.predecessors.identifiers.map(\.text), time: time.seconds,
                level: ect.level.graphLevel)
        }
    }

    //= ACT#req-act-ledger-kind
    //# The kind of an entry (mandate, ACT record, ECT) MUST be found by parsing the token: its 'typ', and
    //# for an ACT its phase
    //= ECT#req-ect-ledger-kind
    //# The kind of an entry MUST be found by parsing the token: its 'typ', and for an ACT its phase.
    /// What a ledger calls the token, found by parsing it.
    public var name: TokenName {
        switch self {
        case .mandate(let mandate):
            TokenName(
                kind: .actMandate, wid: workflow?.text, jti: identifier.text, iss: mandate.claims.issuer)
        case .record(let record):
            TokenName(kind: .actRecord, wid: workflow?.text, jti: identifier.text, iss: record.mandate.issuer)
        case .execution(let ect):
            TokenName(kind: .ect, wid: workflow?.text, jti: identifier.text, iss: ect.claims.issuer ?? "")
        }
    }
}
