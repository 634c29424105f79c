import Claims
import Encoding
import Foundation
import GRDB
import Ledger

/// What has to be durable before a call is passed on: that it was started, that it counts, and that its tokens were
/// used. One transaction each (SQLite, write-ahead log, `synchronous = FULL`), shared by calls that wait at the same
/// time.
///
/// The record of a call that ended is in the ledger; that it is there need not be written down at once, since who
/// opens the journal again finds it in the ledger.
final class CallJournal: Sendable {
    private let writer: DatabaseQueue
    private let reader: DatabasePool
    private let queue = AppendQueue<Entry, Outcome>(label: "gateway.journal")
    private let ended = EndedCalls()

    /// A call that wants to be started.
    struct Entry: Sendable {
        let plan: CallPlan
        /// Uses of tokens that must be their first.
        let uses: [TokenUse]
        /// How often the action may be executed under the mandate; nil for no limit.
        let maximum: Int64?
        /// Until when calls under the mandate can come.
        let until: NumericDate
        let now: NumericDate
    }

    /// What became of it.
    enum Outcome: Sendable {
        /// It is started, under this number.
        case started(Int64)
        /// A token was used before.
        case replayed(TokenUse)
        /// `max_calls` is reached.
        case exhausted
    }

    /// Opens a journal, or makes it.
    init(path: String) throws(LedgerError) {
        let (writer, reader) = try SQLiteFile.open(
            path, access: .create, patience: 5, content: JournalSchema.content, create: JournalSchema.create)
        guard let writer else { throw .readOnly }
        (self.writer, self.reader) = (writer, reader)
    }

    deinit { close() }

    /// Writes down what is left, and closes the file.
    func close() {
        let numbers = ended.take()
        if !numbers.isEmpty {
            try? SQLiteFile.write(writer) { db in
                for number in numbers { try JournalRows(db).remove(number) }
            }
        }
        try? reader.close()
        try? writer.close()
    }

    //= ACT#req-act-call-started
    //# A party that records the calls that it admits MUST store durably that a call was started before it
    //# carries the call out or passes it on.
    /// Starts a call; it is durable when this returns.
    func start(_ entry: Entry) async throws(LedgerError) -> Outcome {
        try await queue.append(entry) { entries throws(LedgerError) in try self.commit(entries) }
    }

    private func commit(_ entries: [Entry]) throws(LedgerError) -> [Outcome] {
        let numbers = ended.take()
        do {
            return try SQLiteFile.write(writer) { db in
                let rows = JournalRows(db)
                for number in numbers { try rows.remove(number) }
                if let now = entries.first?.now { try rows.clear(before: now) }
                return try entries.map { entry in try rows.start(entry) }
            }
        } catch {
            ended.put(back: numbers)
            throw error
        }
    }

    /// The record of a call is in the ledger.
    func end(_ number: Int64) { ended.add(number) }

    /// Calls that were started and whose end is not written down.
    func open() throws(LedgerError) -> [(number: Int64, plan: CallPlan)] {
        var found: [(number: Int64, plan: [UInt8])] = []
        try SQLiteFile.rethrowing {
            found = try reader.read { db in try JournalRows(db).open() }
        }
        var calls: [(number: Int64, plan: CallPlan)] = []
        for (number, octets) in found {
            guard let plan = CallPlan(parsing: octets) else {
                throw .damaged("call \(number) of the journal is not readable")
            }
            calls.append((number, plan))
        }
        return calls
    }

    /// How often an action counts as executed under a mandate.
    func calls(_ mandate: ContentHash, _ action: Action) throws(LedgerError) -> Int64 {
        var count: Int64 = 0
        try SQLiteFile.rethrowing {
            count = try reader.read { db in try JournalRows(db).calls(mandate, action) }
        }
        return count
    }
}

/// Numbers of calls that ended, until the next transaction takes them along.
private final class EndedCalls: @unchecked Sendable {
    private let lock = NSLock()
    private var numbers: [Int64] = []

    func add(_ number: Int64) { lock.withLock { numbers.append(number) } }
    func put(back taken: [Int64]) { lock.withLock { numbers += taken } }

    func take() -> [Int64] {
        lock.withLock {
            defer { numbers = [] }
            return numbers
        }
    }
}
