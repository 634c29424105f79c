public import DAG
public import Encoding

/// What an audit found: an entry a line, in the order of the token set, and one verdict.
public struct AuditReport: Sendable {
    /// The findings, in the order of the lines.
    public package(set) var entries: [Entry] = []
    /// The verdict on the graph of all records that verified, and of what the ledger held of their workflows.
    public internal(set) var graph = GraphVerdict.complete
    /// How many entries the ledger had afterwards; nil where there was no ledger.
    public internal(set) var ledgerSize: UInt64?
    /// The root of the ledger's tree afterwards, in hexadecimal.
    public internal(set) var ledgerRoot: String?

    /// The graph that the verdict is on.
    public internal(set) var records: Graph?
    /// The first vertices of the graph are records of the set: their places in `entries`.
    var entryOfVertex: [Int] = []
    /// The other vertices were in the ledger before: their sequence numbers.
    var ledgerSequences: [UInt64] = []

    /// Where a vertex of the graph comes from.
    public enum Origin: Hashable, Sendable {
        /// From the token set: the place in `entries`.
        case entry(Int)
        /// From the ledger, which had verified it before: its sequence number.
        case ledger(UInt64)
    }

    /// Where a vertex of `records` comes from; nil where there is no such vertex.
    public func origin(of vertex: Int) -> Origin? {
        if entryOfVertex.indices.contains(vertex) { return .entry(entryOfVertex[vertex]) }
        let place = vertex - entryOfVertex.count
        return ledgerSequences.indices.contains(place) ? .ledger(ledgerSequences[place]) : nil
    }

    /// How many records of the graph were not in the set but in the ledger.
    public var earlierRecords: Int { ledgerSequences.count }

    /// A report of nothing.
    package init() {}

    /// One line of the token set.
    public struct Entry: Sendable {
        /// The line's number, from 1.
        public let line: Int
        /// What the token is, or nil where it was refused before that was known.
        public var kind: Kind?
        /// `jti` of a token that verified.
        public var identifier: ExactString?
        /// `wid` of a token that verified.
        public var workflow: ExactString?
        /// Who signed it.
        public var signer: ExactString?
        /// What was done.
        public var action: ExactString?
        /// When it was done; for a mandate, when it was issued. Seconds since 1970.
        public var time: Int64?
        /// The level, `L1` to `L3`; nil for a mandate.
        public var level: String?
        /// What came of it.
        public var finding: Finding
        /// The sequence number in the ledger.
        public var sequence: UInt64?
        /// Whether it failed, was refused or is revoked, or follows from such a record.
        public var isTainted = false
    }

    /// What a token is.
    public enum Kind: String, Sendable {
        case mandate
        case record
        case ect
    }

    /// What came of a token.
    public enum Finding: Hashable, Sendable {
        /// It verified; for a record, it was authorized.
        case authorized
        /// A mandate that verified.
        case mandate
        /// A record that verified, whose authority was not shown.
        case unproven
        /// The same token stands in an earlier line.
        case repeated(line: Int)
        /// It was refused.
        case refused(code: String, requirement: String?, detail: String)

        /// Whether it was refused.
        public var isRefused: Bool { if case .refused = self { true } else { false } }

        /// The finding's stable name.
        public var code: String {
            switch self {
            case .authorized: "authorized"
            case .mandate: "mandate"
            case .unproven: "unproven"
            case .repeated: "repeated"
            case .refused: "invalid"
            }
        }
    }

    /// The verdict on the whole set.
    public enum Verdict: String, Hashable, Sendable {
        /// Every token verified, and every predecessor is at hand.
        case complete
        /// Every token verified, and some predecessor is not at hand.
        case incomplete
        /// Some token was refused, or the graph is invalid.
        case invalid
    }

    /// The verdict on the whole set. An empty set proves nothing: it is incomplete.
    public var verdict: Verdict {
        if refused > 0 { return .invalid }
        switch graph {
        case .invalid: return .invalid
        case .incomplete: return .incomplete
        case .complete: return entries.isEmpty ? .incomplete : .complete
        }
    }

    /// How many entries have this finding, by its stable name.
    public func count(_ code: String) -> Int { entries.count { $0.finding.code == code } }

    /// How many tokens were refused.
    public var refused: Int { count("invalid") }

    /// How many records failed, were refused or are revoked, or follow from such a record.
    public var tainted: Int { entries.count(where: \.isTainted) }
}
