public import Signing

/// One thing that is wrong with a stored ledger.
public enum LedgerFault: Hashable, Sendable {
    /// What the storage engine finds wrong with its file.
    case storage(String)

    /// These entries are not there, though entries or checkpoints after them are.
    case entriesMissing(first: UInt64, last: UInt64)
    /// An entry where the ledger has no place for one.
    case entryUnexpected(sequence: Int64)
    /// A stored value of an entry is not the one that was appended.
    case entryEdited(sequence: UInt64, LedgerPart)
    /// A stored value of an entry is not what its token says.
    case entryDisagrees(sequence: UInt64, LedgerPart)
    /// The parser finds no token in an entry.
    case tokenUnreadable(sequence: UInt64)
    /// Entries from here on belong to no checkpoint.
    case entriesUncovered(first: UInt64)

    /// A stored value of the checkpoint at a size is not the one that was written.
    case checkpointEdited(size: Int64, LedgerPart)
    /// The checkpoint at a size does not follow from the one before it: it was edited, or one between
    /// them was removed.
    case checkpointOutOfLine(size: Int64)
    /// A checkpoint where the ledger has no place for one.
    case checkpointUnexpected(size: Int64)
    /// There are not as many checkpoints as the head says.
    case checkpointCount(stored: Int64, head: Int64)
    /// The newest checkpoint, which the head repeats, is not there.
    case checkpointMissing(size: Int64)

    /// The head record is not there.
    case headMissing
    /// A value of the head record is not that of the newest checkpoint.
    case headEdited(LedgerPart)

    /// The ledger is not the one that the given checkpoint was made of: its tree had another root.
    case anchorMismatch(size: UInt64)
    /// The ledger had these running hashes over times and names otherwise when the checkpoint was made.
    case anchorMarkMismatch(size: UInt64)
    /// The ledger is shorter than it was when the given checkpoint was made.
    case anchorBeyondEnd(size: UInt64, stored: UInt64)

    /// The stable name of this fault.
    public var code: String {
        switch self {
        case .storage: "ledger-storage-fault"
        case .entriesMissing: "ledger-entries-missing"
        case .entryUnexpected: "ledger-entry-unexpected"
        case .entryEdited: "ledger-entry-edited"
        case .entryDisagrees: "ledger-entry-disagrees"
        case .tokenUnreadable: "ledger-token-unreadable"
        case .entriesUncovered: "ledger-entries-uncovered"
        case .checkpointEdited: "ledger-checkpoint-edited"
        case .checkpointOutOfLine: "ledger-checkpoint-out-of-line"
        case .checkpointUnexpected: "ledger-checkpoint-unexpected"
        case .checkpointCount: "ledger-checkpoint-count"
        case .checkpointMissing: "ledger-checkpoint-missing"
        case .headMissing: "ledger-head-missing"
        case .headEdited: "ledger-head-edited"
        case .anchorMismatch: "ledger-anchor-mismatch"
        case .anchorMarkMismatch: "ledger-anchor-mark-mismatch"
        case .anchorBeyondEnd: "ledger-anchor-beyond-end"
        }
    }
}

/// A stored value, or a group of values that one hash covers.
public enum LedgerPart: String, Hashable, Sendable {
    /// The token's octets.
    case token
    /// The nodes of the tree that an entry completes.
    case nodes
    /// Place, time, kind and names, or the running hash over them.
    case metadata
    /// The keys under which an entry is found by name.
    case keys
    /// The kind of token.
    case kind
    /// The workflow.
    case wid
    /// The token's identifier.
    case jti
    /// The issuer.
    case iss
    /// The number of entries.
    case size
    /// The root of the tree.
    case root
    /// The running hash over the entries.
    case mark
    /// The running hash over the checkpoints.
    case link
    /// The number of checkpoints.
    case checkpoints
}

extension LedgerFault: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .storage(let what): "the storage engine says: \(what)"
        case .entriesMissing(let first, let last) where first == last: "entry \(first) is missing"
        case .entriesMissing(let first, let last): "entries \(first) to \(last) are missing"
        case .entryUnexpected(let sequence): "there is an entry \(sequence) outside the ledger"
        case .entryEdited(let sequence, let part): "the \(part.rawValue) of entry \(sequence) was edited"
        case .entryDisagrees(let sequence, let part):
            "the \(part.rawValue) of entry \(sequence) is not what its token says"
        case .tokenUnreadable(let sequence): "entry \(sequence) holds no readable token"
        case .entriesUncovered(let first): "no checkpoint covers entry \(first) and those after it"
        case .checkpointEdited(let size, let part):
            "the \(part.rawValue) of the checkpoint at size \(size) was edited"
        case .checkpointOutOfLine(let size):
            "the checkpoint at size \(size) does not follow from the one before it"
        case .checkpointUnexpected(let size): "there is a checkpoint at size \(size) outside the ledger"
        case .checkpointCount(let stored, let head):
            "there are \(stored) checkpoints, and the head says \(head)"
        case .checkpointMissing(let size): "the checkpoint at size \(size) is missing"
        case .headMissing: "the head is missing"
        case .headEdited(let part): "the \(part.rawValue) of the head was edited"
        case .anchorMismatch(let size):
            "the first \(size) entries are not those that the given checkpoint was made of"
        case .anchorMarkMismatch(let size):
            "the times or names of the first \(size) entries are not those that the given checkpoint covers"
        case .anchorBeyondEnd(let size, let stored):
            "the given checkpoint is of \(size) entries, and only \(stored) are left"
        }
    }
}

/// What `Ledger.verify` found.
public struct LedgerReport: Hashable, Sendable {
    /// The number of entries that were read.
    public internal(set) var entries: UInt64 = 0

    /// The root over the entries as they are now; nil where entries are missing.
    public internal(set) var root: Digest32?

    /// The number of checkpoints that were read.
    public internal(set) var checkpoints: UInt64 = 0

    /// Whether names were compared with the tokens: only when a parser was given.
    public internal(set) var namesCompared = false

    /// Whether the tree was compared with a checkpoint that was kept outside the ledger.
    public internal(set) var anchored = false

    /// What is wrong, in the order of the entries; at most `mostFaults`.
    public internal(set) var faults: [LedgerFault] = []

    /// How many more faults there are.
    public internal(set) var faultsOmitted = 0

    /// The most faults that a report lists.
    public static let mostFaults = 1000

    /// Whether nothing is wrong.
    public var isIntact: Bool { faults.isEmpty }

    mutating func add(_ fault: LedgerFault) {
        if faults.count < Self.mostFaults {
            faults.append(fault)
        } else {
            faultsOmitted += 1
        }
    }
}
