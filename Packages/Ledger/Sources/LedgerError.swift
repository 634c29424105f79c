public import Encoding

/// Why the ledger, its checkpoints or the replay store refused.
public enum LedgerError: Error, Hashable, Sendable {
    /// Another token with this name is in the ledger already, at this place.
    case duplicate(wid: ExactString?, jti: ExactString, first: UInt64)
    /// The token has more octets than `NewEntry.largestToken`.
    case tokenTooLarge(octets: Int)
    /// There is no entry, or no tree, of that number.
    case outOfRange(sequence: UInt64, size: UInt64)
    /// What is stored contradicts itself; `Ledger.verify` says where.
    case damaged(String)

    /// Another process holds the file.
    case locked
    /// There is no room on the disk.
    case diskFull
    /// The file can't be written, or not any further: a limit, a quota or a failing disk.
    case writeFailed
    /// The file, or the way in which it was opened, allows no writing.
    case readOnly
    /// The file doesn't exist, or may not be read.
    case cannotOpen
    /// The file is something else.
    case notALedger
    /// The file was written by a newer program.
    case newerVersion(found: Int64, supported: Int64)
    /// The storage engine failed with a result code of its own.
    case storage(code: Int32)

    /// A checkpoint or a signed note is not of the form that C2SP asks for.
    case checkpointMalformed(CheckpointFlaw)
    /// No signature of the note is by one of the given keys.
    case checkpointKeyUnknown
    /// A signature that names a given key is not that key's.
    case checkpointSignatureInvalid
    /// The checkpoint can't be signed with this key: only Ed25519 keys sign notes here.
    case checkpointKeyUnsuitable

    /// The replay store holds as many unexpired uses as it may.
    case replayStoreFull(capacity: Int)
    /// A use that is over before it is recorded can't be told from a replay.
    case replayWindowPassed(until: Int64, now: Int64)

    /// The stable name of this error.
    public var code: String {
        switch self {
        case .duplicate: "ledger-duplicate"
        case .tokenTooLarge: "ledger-token-too-large"
        case .outOfRange: "ledger-out-of-range"
        case .damaged: "ledger-damaged"
        case .locked: "ledger-locked"
        case .diskFull: "ledger-disk-full"
        case .writeFailed: "ledger-write-failed"
        case .readOnly: "ledger-read-only"
        case .cannotOpen: "ledger-cannot-open"
        case .notALedger: "ledger-not-a-ledger"
        case .newerVersion: "ledger-newer-version"
        case .storage: "ledger-storage"
        case .checkpointMalformed: "checkpoint-malformed"
        case .checkpointKeyUnknown: "checkpoint-key-unknown"
        case .checkpointSignatureInvalid: "checkpoint-signature-invalid"
        case .checkpointKeyUnsuitable: "checkpoint-key-unsuitable"
        case .replayStoreFull: "replay-store-full"
        case .replayWindowPassed: "replay-window-passed"
        }
    }
}

extension LedgerError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .duplicate(let wid, let jti, let first):
            "another token named \(jti)\(wid.map { " in workflow \($0)" } ?? "") is entry \(first) already"
        case .tokenTooLarge(let octets):
            "a token of \(octets) octets is larger than the \(NewEntry.largestToken) that an entry holds"
        case .outOfRange(let sequence, let size):
            "\(sequence) is outside a ledger of \(size) entries"
        case .damaged(let what):
            "the ledger is damaged: \(what)"
        case .locked:
            "the file is locked by another process"
        case .diskFull:
            "the disk is full, and nothing of this append was kept"
        case .writeFailed:
            "the file can't be written further (a limit, a quota or a failing disk), and nothing of this append was kept"
        case .readOnly:
            "the file or its folder can't be written, which is needed even to read it: copy it"
        case .cannotOpen:
            "the file can't be opened: it is missing, or may not be read or written"
        case .notALedger:
            "the file is not a ledger"
        case .newerVersion(let found, let supported):
            "the file has format \(found), and this program knows formats up to \(supported)"
        case .storage(let code):
            "the storage engine failed with result code \(code)"
        case .checkpointMalformed(let flaw):
            "malformed checkpoint: \(flaw)"
        case .checkpointKeyUnknown:
            "the checkpoint is not signed by a known key"
        case .checkpointSignatureInvalid:
            "a signature of the checkpoint is not by the key that it names"
        case .checkpointKeyUnsuitable:
            "a checkpoint is signed with an Ed25519 key, and this is another"
        case .replayStoreFull(let capacity):
            "all \(capacity) places of the replay store hold uses that have not expired"
        case .replayWindowPassed(let until, let now):
            "a use until \(until) is over at \(now), so nothing can tell it from a replay"
        }
    }
}
