import ACT
import Audit
import Claims
import Encoding
import Foundation
import Ledger

/// The name under which a ledger has a record, an ACT record or an ECT: there is one of each name.
struct RecordName: Hashable, Sendable {
    let workflow: ExactString?
    let identifier: ExactString

    init(_ name: TokenName) { (workflow, identifier) = (name.wid, name.jti) }

    /// Of the record that a plan will have.
    init(of plan: CallPlan) { (workflow, identifier) = (plan.workflow?.text, plan.identifier.text) }

    /// Whether an entry is a record of this name.
    func names(_ entry: LedgerEntry) -> Bool {
        entry.name.kind.nameSpace == .records && RecordName(entry.name) == self
    }
}

extension Ledger {
    /// Who signed the records of this name: one at most, but for what was written past the ledger.
    func signers(of name: RecordName) throws(LedgerError) -> [ExactString?] {
        try entries(jti: name.identifier).filter(name.names).map {
            UnverifiedRecord(parsing: $0.token)?.signer
        }
    }
}

/// The names of records that tasks in flight will have, and of records that are being kept. Who gives a task knows the
/// name of its record: without this, another record of that name could get into the ledger first, and the task would
/// be carried out and never recorded.
final class RecordNames: @unchecked Sendable {
    private let lock = NSLock()
    private var tasks: Set<RecordName> = []
    private var arriving: [RecordName: Int] = [:]

    /// Takes a name for a task until it is let go of. Throws where another task or record has it.
    func reserve(_ name: RecordName) throws(CallRefusal) {
        let refusal: CallRefusal? = lock.withLock {
            if tasks.contains(name) { return .act(.replay) }
            if arriving[name] != nil { return .act(.ledgerUnique) }
            tasks.insert(name)
            return nil
        }
        if let refusal { throw refusal }
    }

    func release(_ name: RecordName) { lock.withLock { _ = tasks.remove(name) } }

    /// False where the name is that of a task in flight; else nobody can take it for one until `left`.
    func enter(_ name: RecordName) -> Bool {
        lock.withLock {
            guard !tasks.contains(name) else { return false }
            arriving[name, default: 0] += 1
            return true
        }
    }

    func left(_ name: RecordName) {
        lock.withLock {
            let others = (arriving[name] ?? 1) - 1
            arriving[name] = others > 0 ? others : nil
        }
    }
}
