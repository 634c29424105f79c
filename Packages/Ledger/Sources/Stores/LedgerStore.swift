/// Where a ledger's rows are kept.
///
/// A store knows rows and transactions, and nothing of tokens or trees: what a row means is computed by
/// `Ledger` and checked by `LedgerVerification`, the same way over every store.
public protocol LedgerStore: AnyObject, Sendable {
    /// Reads from one unchanging view of the ledger, whatever is appended meanwhile.
    func read<Result>(
        _ body: (any LedgerReader) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result

    //= ACT#req-act-ledger-atomic
    //# An entry MUST become visible as a whole or not at all.
    //= ECT#req-ect-ledger-partial
    //# An append that failed MUST leave nothing that a reader can see.
    /// Writes alone, among all processes. What `body` wrote is visible and durable when this returns, and
    /// nothing of it is when this throws.
    func write<Result>(
        _ body: (any LedgerWriter) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result
}

/// One view of the stored rows.
public protocol LedgerReader {
    /// The head; nil where it is missing.
    func head() throws(LedgerError) -> HeadRow?

    /// The row of a sequence number.
    func entry(_ sequence: Int64) throws(LedgerError) -> EntryRow?

    /// The completed subtrees of a row, without the rest of it.
    func nodes(_ sequence: Int64) throws(LedgerError) -> [UInt8]?

    /// Rows from a sequence number on, in order, at most `limit`.
    func entries(from sequence: Int64, limit: Int) throws(LedgerError) -> [EntryRow]

    /// Rows whose `jti` has this key, in order.
    func entries(jtiKey: Int64) throws(LedgerError) -> [EntryRow]

    /// Rows whose `wid` has this key, from a sequence number on, in order, at most `limit`.
    func entries(widKey: Int64, from sequence: Int64, limit: Int) throws(LedgerError) -> [EntryRow]

    /// Checkpoints with at least this size, in order, at most `limit`.
    func checkpoints(from size: Int64, limit: Int) throws(LedgerError) -> [CheckpointRow]

    /// The checkpoint with the largest size; nil where there is none.
    func newestCheckpoint() throws(LedgerError) -> CheckpointRow?

    /// What the storage engine finds wrong with its own files: one sentence each.
    func storageFaults() throws(LedgerError) -> [String]
}

/// One transaction.
public protocol LedgerWriter: LedgerReader {
    //= ACT#req-act-ledger-append
    //# A ledger MUST be append-only: no operation changes or removes an entry.
    //= ECT#req-ect-ledger-append-only
    //# A ledger MUST NOT change, remove or reorder an entry.
    /// Adds a row; false where a row with its `jtiKey`, `widKey` and `space` is there.
    func insert(_ row: EntryRow) throws(LedgerError) -> Bool

    /// Adds the checkpoint of this transaction and makes it the head.
    func insert(_ row: CheckpointRow, head: HeadRow) throws(LedgerError)
}

/// An entry as it is stored: text as octets, because what was tampered with need not be text.
public struct EntryRow: Hashable, Sendable {
    /// The place, from 0.
    public var sequence: Int64
    /// The raw value of the entry's kind.
    public var kind: Int64
    /// Seconds since 1970.
    public var recorded: Int64
    /// The workflow, if any.
    public var wid: [UInt8]?
    /// The token's identifier.
    public var jti: [UInt8]
    /// The issuer.
    public var iss: [UInt8]
    /// The first eight octets of SHA-256 over the `jti`.
    public var jtiKey: Int64
    /// The first eight octets of SHA-256 over the `wid`; 0 without one.
    public var widKey: Int64
    /// The raw value of the name space, plus two for every row before it that shares the two keys and the
    /// name space without sharing the names.
    public var space: Int64
    /// The leaf's hash, then the hashes of the subtrees that this leaf completes, from the lowest.
    public var nodes: [UInt8]
    /// The running hash over everything else that the row says.
    public var mark: [UInt8]
    /// The exact octets of the token.
    public var token: [UInt8]
}

/// The state of the tree after one transaction.
public struct CheckpointRow: Hashable, Sendable {
    /// The number of entries.
    public var size: Int64
    /// The root of the Merkle tree.
    public var root: [UInt8]
    /// The last entry's running hash.
    public var mark: [UInt8]
    /// The running hash over this and all earlier checkpoints.
    public var link: [UInt8]
}

/// The newest checkpoint, stored a second time, and how many there are.
public struct HeadRow: Hashable, Sendable {
    /// The number of checkpoints.
    public var checkpoints: Int64
    /// The newest checkpoint; that of the empty ledger, where nothing was appended yet.
    public var newest: CheckpointRow
}
