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
    private let known = KnownTokens(capacity: 4096)

    init(_ ledger: Ledger) { self.ledger = ledger }

    /// Appends the mandate, its ancestors and the records, unless they are there. Another token under the name of
    /// one of them refuses the call.
    func keep(_ authority: PresentedAuthority, at now: NumericDate) async throws(CallRefusal) {
        let mandates = (authority.ancestors + [authority.mandate]).map { VerifiedToken.mandate($0) }
        var waiting: [NewEntry] = []
        for token in mandates + authority.records where !known.contains(ContentHash(of: token.compact)) {
            waiting.append(NewEntry(name: token.name, token: token.compact, recorded: now.seconds))
        }
        guard !waiting.isEmpty else { return }
        for entry in waiting {
            do throws(LedgerError) {
                let place = try await ledger.append(entry)
                // The ledger takes a second signature over the same for the same. Calls are counted, and found again
                // by the hash of the mandate with its signature.
                if entry.name.kind == .actMandate, try ledger.entry(at: place).token != entry.token {
                    throw LedgerError.duplicate(wid: entry.name.wid, jti: entry.name.jti, first: place)
                }
            } catch {
                if case .duplicate = error {
                    throw entry.name.kind == .ect ? .ect(.ledgerUnique) : .act(.ledgerUnique)
                }
                throw .storage
            }
            known.insert(ContentHash(of: entry.token))
        }
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
