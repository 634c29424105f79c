/// Something wrong with a stored log: where, and what.
public enum LogFault: Hashable, Sendable {
    /// What of an entry is wrong.
    public enum Part: String, Hashable, Sendable {
        /// The statement's octets are not those that were registered.
        case statement
        /// The key of the index is not that of the statement.
        case index
        /// The stored nodes are not those of the tree.
        case nodes
        /// The receipt does not verify for the statement.
        case receipt
    }

    /// The storage engine, the schema or the row of the service.
    case storage(String)
    /// Entries are missing from this index on.
    case entriesMissing(from: UInt64)
    /// An entry stands after the end, or before the beginning.
    case entryUnexpected(Int64)
    /// A part of an entry was edited.
    case entry(UInt64, Part)
    /// The root that was signed for a size is not that of the entries.
    case root(size: Int64)
    /// Entries from this index on are covered by no root.
    case entriesUncovered(from: UInt64)
    /// A root of this size is stored, and no receipt is over it.
    case rootUnused(size: Int64)
    /// A published key is not readable.
    case key(number: Int)
    /// A key is published that no receipt was signed with.
    case keyUnused(number: Int)
    /// A published key is none of those that the given trust file pins for the service.
    case keyNotPinned(number: Int)
    /// The given trust file does not pin the service.
    case serviceNotPinned
    /// The policy or the anchors in force are not statements of the service.
    case ownStatement(Int64)
    /// The first entries are not those that the given checkpoint was made of.
    case checkpointMismatch(size: UInt64)
    /// The given checkpoint is of more entries than are left.
    case checkpointBeyondEnd(size: UInt64, stored: UInt64)

    /// The stable name of this fault.
    public var code: String {
        switch self {
        case .storage: "log-storage"
        case .entriesMissing: "log-entries-missing"
        case .entryUnexpected: "log-entry-unexpected"
        case .entry(_, let part): "log-entry-\(part.rawValue)"
        case .root: "log-root"
        case .entriesUncovered: "log-entries-uncovered"
        case .rootUnused: "log-root-unused"
        case .key: "log-key"
        case .keyUnused: "log-key-unused"
        case .keyNotPinned: "log-key-not-pinned"
        case .serviceNotPinned: "log-service-not-pinned"
        case .ownStatement: "log-own-statement"
        case .checkpointMismatch: "log-checkpoint-mismatch"
        case .checkpointBeyondEnd: "log-checkpoint-beyond-end"
        }
    }
}

extension LogFault: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .storage(let what): what
        case .entriesMissing(let first): "entries are missing from \(first) on"
        case .entryUnexpected(let number): "there is an entry \(number) outside the log"
        case .entry(let number, .statement):
            "the statement of entry \(number) is not the one that was registered"
        case .entry(let number, .index): "the index key of entry \(number) was edited"
        case .entry(let number, .nodes): "the nodes of entry \(number) are not those of the tree"
        case .entry(let number, .receipt): "the receipt of entry \(number) does not verify for its statement"
        case .root(let size): "the root of size \(size) is not that of the entries"
        case .entriesUncovered(let first): "no root covers entry \(first) and those after it"
        case .rootUnused(let size): "no receipt is over the root of size \(size)"
        case .key(let number): "the published key \(number) is not readable"
        case .keyUnused(let number): "no receipt was signed with the published key \(number)"
        case .keyNotPinned(let number): "the published key \(number) is not pinned for the service"
        case .serviceNotPinned: "the service is not pinned"
        case .ownStatement(let number): "entry \(number) is not a statement of the service about itself"
        case .checkpointMismatch(let size):
            "the first \(size) entries are not those that the given checkpoint was made of"
        case .checkpointBeyondEnd(let size, let stored):
            "the given checkpoint is of \(size) entries, and only \(stored) are left"
        }
    }
}

/// What `LogVerification` found.
public struct LogReport: Hashable, Sendable {
    /// How many entries were read.
    public internal(set) var entries: UInt64 = 0
    /// How many signed roots were recomputed.
    public internal(set) var roots = 0
    /// How many receipts verified.
    public internal(set) var receipts: UInt64 = 0
    /// Whether the tree was compared with a checkpoint from outside.
    public internal(set) var isCompared = false
    /// What is wrong, in order; at most `mostFaults`.
    public internal(set) var faults: [LogFault] = []
    /// How many more there are.
    public internal(set) var faultsOmitted = 0

    /// The most faults that are listed.
    public static let mostFaults = 1000

    /// Whether nothing is wrong.
    public var isIntact: Bool { faults.isEmpty }

    mutating func add(_ fault: LogFault) {
        if faults.count < Self.mostFaults { faults.append(fault) } else { faultsOmitted += 1 }
    }
}
