public import COSE
public import Encoding
import Foundation
import GRDB
public import Ledger
import Merkle
public import SCITT
public import Signing

/// The append-only log of a transparency service: registered statements are the leaves of an RFC 9162 tree,
/// and every statement's receipt is kept beside it.
///
/// Entries, the root over them and the receipts that are signed over that root become durable in one
/// transaction (SQLite, write-ahead log, `synchronous = FULL`), and nothing of them is handed out before. So a
/// size that was signed for has one root for ever, whatever happens to the process. Registrations that wait at
/// the same time share a transaction. An append reads O(1) rows and hashes O(log n) nodes.
///
/// Entries 0 and 1 are the service's own: its registration policy and its trust anchors (RFC 9943).
public final class StatementLog: Sendable {
    /// `iss` of the receipts.
    public let service: ExactString
    /// The keys that receipts are or were signed with, the current one last.
    public let keySet: COSEKeySet

    let writer: DatabaseQueue
    let reader: DatabasePool
    private let issuer: ReceiptIssuer
    private let signer: NoteSigner
    private let clock: @Sendable () -> Int64
    private let queue = AppendQueue<NewStatement, LogEntry>(
        label: "transparency.append", largestGroup: 1024, gathering: 2000)
    private let tip = Tip()
    private let observer: @Sendable (CommittedGroup) -> Void

    /// One transaction, for who measures.
    public struct CommittedGroup: Sendable {
        /// How many registrations shared it.
        public let registrations: Int
        /// How many of them were new.
        public let entries: Int
        /// The size of the tree afterwards.
        public let size: UInt64
        /// How long it took, in nanoseconds.
        public let nanoseconds: Int64
    }

    init(
        service: ExactString, keySet: COSEKeySet, keys: ServiceKeys,
        files: (writer: DatabaseQueue, reader: DatabasePool), clock: @escaping @Sendable () -> Int64,
        observer: @escaping @Sendable (CommittedGroup) -> Void
    ) throws(ServiceError) {
        self.service = service
        self.keySet = keySet
        issuer = try keys.receiptIssuer(for: service)
        signer = try keys.noteSigner(for: service)
        (writer, reader) = files
        self.clock = clock
        self.observer = observer
    }

    deinit { close() }

    /// Closes the files; nothing can be registered or read any more. A log at rest is one file: the connection
    /// that writes is closed last, since only it can move the write-ahead log into it.
    public func close() {
        try? reader.close()
        try? writer.close()
    }

    /// Registers a statement and returns its entry once that is durable.
    ///
    /// The same statement again returns the entry of the first. Whether a statement may be registered is for
    /// `RegistrationPolicy` to say.
    public func register(_ statement: SignedStatement) async throws(LedgerError) -> LogEntry {
        try await queue.append(NewStatement(statement)) { group throws(LedgerError) in
            try self.commit(group)
        }
    }

    /// How many registrations wait for a transaction to begin.
    public var waiting: Int { queue.count }

    private func commit(_ group: [NewStatement]) throws(LedgerError) -> [LogEntry] {
        let began = DispatchTime.now().uptimeNanoseconds
        let known = tip.edge
        let (entries, edge) = try SQLiteFile.write(writer) { db in
            var transaction = try RegistrationTransaction(StatementRows(db), resuming: known)
            let places = try group.map { statement in try transaction.place(statement) }
            return (try transaction.finish(places, issuer: issuer, at: clock()), transaction.edge)
        }
        tip.edge = edge
        let elapsed = DispatchTime.now().uptimeNanoseconds - began
        observer(
            CommittedGroup(
                registrations: group.count, entries: entries.count { $0.isNew }, size: edge.size,
                nanoseconds: Int64(clamping: elapsed)))
        return entries
    }

    /// The newest checkpoint as a signed note (C2SP tlog-checkpoint); its origin is the service's name.
    public func checkpoint() throws(LedgerError) -> SignedNote {
        // A root that does not follow from the entries' nodes was put there by somebody else, and is not signed.
        let head = try read { rows throws(LedgerError) in try rows.provenHead() }
        let checkpoint = try Checkpoint(origin: service, size: head.size, root: head.root)
        return try SignedNote(signing: checkpoint.encode(), with: [signer])
    }

    /// What verifies the notes of `checkpoint`.
    public var noteVerifier: NoteVerifier { signer.verifier }
}

/// A registered statement.
public struct LogEntry: Hashable, Sendable {
    /// Its index in the tree.
    public let sequence: UInt64
    /// SHA-256 of the statement: the name of the entry.
    public let digest: Digest32
    /// The octets of the statement, with an empty unprotected header.
    public let statement: [UInt8]
    /// The octets of its receipt.
    public let receipt: [UInt8]
    /// Whether this registration has made it.
    public let isNew: Bool
}

/// A statement that is to be registered, hashed before it waits for its transaction.
struct NewStatement: Sendable {
    let statement: SignedStatement
    let digest: Digest32
    let leaf: Digest32

    init(_ statement: SignedStatement) {
        self.statement = statement
        digest = statement.digest
        leaf = ReceiptIssuer.leafHash(of: statement)
    }
}

/// The edge of the tree after the last transaction of this process: a short cut, checked against the file.
private final class Tip: @unchecked Sendable {
    private let lock = NSLock()
    private var known: TreeEdge?

    var edge: TreeEdge? {
        get { lock.withLock { known } }
        set { lock.withLock { known = newValue } }
    }
}
