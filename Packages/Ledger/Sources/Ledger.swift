import Encoding
import Foundation
import Merkle
import Signing

/// An append-only, tamper-evident log of tokens.
///
/// Entries are numbered from 0. The tokens' octets are the leaves of an RFC 9162 Merkle tree, whose root
/// and size are kept for every transaction. What the leaves don't cover (order of recording, time, names)
/// is covered by running hashes (`RunningHash`), so that `verify` finds every edited octet.
///
/// A ledger is safe to use from many threads, and a file from many processes.
public final class Ledger: Sendable {
    let store: any LedgerStore
    private let tip = Tip()
    private let queue = AppendQueue<NewEntry, AppendOutcome>(label: "ledger.append")

    /// A ledger over a store.
    public init(store: any LedgerStore) {
        self.store = store
    }

    /// A ledger that lives as long as this object.
    public static func inMemory() -> Ledger {
        Ledger(store: MemoryLedgerStore())
    }

    /// A ledger in a file.
    ///
    /// - Parameters:
    ///   - path: the SQLite file; `-wal` and `-shm` files are made beside it.
    ///   - access: whether to create, write or only read it.
    ///   - patience: how many seconds to wait for a file that another process has locked.
    public static func open(
        _ path: String, access: LedgerAccess = .create, patience: Double = 5
    ) throws(LedgerError) -> Ledger {
        Ledger(store: try SQLiteLedgerStore(path: path, access: access, patience: patience))
    }

    /// Appends a token and returns its place once it is durable.
    ///
    /// Appends that wait at the same time share one transaction, and so one wait for the disk. The same
    /// token again returns the place of the first; another token with its name is refused as `duplicate`.
    public func append(_ entry: NewEntry) async throws(LedgerError) -> UInt64 {
        try await queue.append(entry) { entries throws(LedgerError) in try self.append(contentsOf: entries) }
            .get()
    }

    //= ACT#req-act-ledger-durable
    //# A ledger MUST NOT acknowledge an entry before it is stored durably.
    //= ECT#req-ect-ledger-durable
    //# An append that a ledger has acknowledged MUST survive a crash of the process and a loss of power.
    /// Appends many tokens in one transaction and returns, in their order, what became of each once all
    /// are durable. A refused entry doesn't hold up the others; an error that is thrown means that none of
    /// them was kept.
    public func append(contentsOf entries: [NewEntry]) throws(LedgerError) -> [AppendOutcome] {
        guard !entries.isEmpty else { return [] }
        let (outcomes, state) = try store.write {
            (writer) throws(LedgerError) -> ([AppendOutcome], TreeState) in
            var transaction = try AppendTransaction(writer: writer, resuming: self.tip.state)
            var outcomes: [AppendOutcome] = []
            outcomes.reserveCapacity(entries.count)
            for entry in entries {
                outcomes.append(try transaction.append(entry))
            }
            return (outcomes, try transaction.finish())
        }
        tip.state = state
        return outcomes
    }
}

/// The state of the tree after the last transaction of this process: only a short cut, because another
/// process may have appended since.
private final class Tip: @unchecked Sendable {
    private let lock = NSLock()
    private var known: TreeState?

    var state: TreeState? {
        get { lock.withLock { known } }
        set { lock.withLock { known = newValue } }
    }
}
