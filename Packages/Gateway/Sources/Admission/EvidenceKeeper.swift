import ACT
import Audit
import Claims
import ECT
import Encoding
import Foundation
import Ledger

/// Keeps the tokens that calls bring in the ledger, so that the calls' records can be held against them.
final class EvidenceKeeper: Sendable {
    private let ledger: Ledger
    private let identity: ExactString
    private let known = KnownTokens(capacity: 4096)
    private let names = RecordNames()

    /// `identity` is who signs the records of calls.
    init(_ ledger: Ledger, of identity: ExactString) {
        self.ledger = ledger
        self.identity = identity
    }

    /// Appends the mandate, its ancestors and the records, unless they are there. Another token under the name of
    /// one of them refuses the call, and so does another record under the name that a task's will have; that name is
    /// kept free until `release`.
    func keep(
        _ authority: PresentedAuthority, for plan: CallPlan, at now: NumericDate
    ) async throws(CallRefusal) {
        guard plan.isTask else { return try await keep(authority, at: now) }
        try names.reserve(RecordName(of: plan))
        do throws(CallRefusal) {
            try await keep(authority, at: now)
            guard try !hasForeignRecord(RecordName(of: plan)) else { throw .act(.ledgerUnique) }
        } catch {
            release(plan)
            throw error
        }
    }

    /// The call was refused after all, or its record is in the ledger.
    func release(_ plan: CallPlan) {
        if plan.isTask { names.release(RecordName(of: plan)) }
    }

    /// A record of this gateway's own under that name is of the same task, and the journal knows that one.
    private func hasForeignRecord(_ name: RecordName) throws(CallRefusal) -> Bool {
        do { return try ledger.signers(of: name).contains { $0 != identity } } catch { throw .storage }
    }

    private func keep(_ authority: PresentedAuthority, at now: NumericDate) async throws(CallRefusal) {
        let mandates = (authority.ancestors + [authority.mandate]).map { VerifiedToken.mandate($0) }
        var waiting: [NewEntry] = []
        for token in mandates + authority.records where !known.contains(ContentHash(of: token.compact)) {
            waiting.append(NewEntry(name: token.name, token: token.compact, recorded: now.seconds))
        }
        guard !waiting.isEmpty else { return }
        for entry in waiting {
            let name = entry.name.kind.nameSpace == .records ? RecordName(entry.name) : nil
            if let name, !names.enter(name) { throw Self.nameTaken(entry) }
            defer { if let name { names.left(name) } }
            do throws(LedgerError) {
                let place = try await ledger.append(entry)
                // The ledger takes a second signature over the same for the same. Calls are counted, and found again
                // by the hash of the mandate with its signature.
                if entry.name.kind == .actMandate, try ledger.entry(at: place).token != entry.token {
                    throw LedgerError.duplicate(wid: entry.name.wid, jti: entry.name.jti, first: place)
                }
            } catch {
                if case .duplicate = error { throw Self.nameTaken(entry) }
                throw .storage
            }
            known.insert(ContentHash(of: entry.token))
        }
    }

    private static func nameTaken(_ entry: NewEntry) -> CallRefusal {
        entry.name.kind == .ect ? .ect(.ledgerUnique) : .act(.ledgerUnique)
    }
}

/// Hashes of tokens that the ledger has, the latest of them.
private final class KnownTokens: @unchecked Sendable {
    private let capacity: Int
    private let lock = NSLock()
    private var recent: Set<ContentHash> = []
    private var earlier: Set<ContentHash> = []

    init(capacity: Int) { self.capacity = capacity }

    func contains(_ hash: ContentHash) -> Bool {
        lock.withLock { recent.contains(hash) || earlier.contains(hash) }
    }

    /// Forgets the older half when it is full.
    func insert(_ hash: ContentHash) {
        lock.withLock {
            if recent.count >= capacity { (earlier, recent) = (recent, []) }
            recent.insert(hash)
        }
    }
}
