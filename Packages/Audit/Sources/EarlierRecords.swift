import DAG
import Encoding
import Ledger
import Signing

/// The records that a ledger held before an audit began, as far as the audited set has to do with them: those
/// of the workflows that its records belong to, those of every workflow that holds an id which is named from
/// another one, and so on.
///
/// **Trust.** They were verified when they were appended, under the trust file and the policy of that time,
/// and are not verified again: who relies on them relies on the ledger file. `Ledger.verify`, best with a
/// checkpoint that was kept elsewhere, says whether it is still what it was.
///
/// Whole workflows are taken, not only ancestors: that a record is later than its successor, or closes a cycle,
/// shows only together with its successors. So a workflow that is audited in parts is judged as if it had been
/// audited at once. The one thing that a ledger can't tell is a second token of one name in an earlier part: it
/// keeps the first alone, and the audit that met the second has refused it.
struct EarlierRecords {
    let ledger: Ledger
    let size: UInt64
    private var workflows: Set<ExactString?> = []
    private var sought: Set<ExactString> = []
    private var waiting: [ExactString] = []
    /// The sequence numbers of the records taken, in the order in which they were added to the graph.
    private(set) var sequences: [UInt64] = []

    /// The records in `ledger` as it is now; what is appended later is not seen.
    init(_ ledger: Ledger) throws(AuditError) {
        self.ledger = ledger
        do { size = try ledger.size() } catch { throw .ledger(error) }
    }

    /// Adds to `builder`, which holds the audited records of `workflows`, what belongs to them. `isAudited`
    /// tells the tokens that the builder has already.
    mutating func add(
        to builder: inout GraphBuilder, workflows: Set<ExactString?>, isAudited: (Digest32) -> Bool
    ) throws(AuditError) {
        guard size > 0 else { return }
        for workflow in workflows { try add(workflow, to: &builder, isAudited) }
        seek(builder.strays())
        while let identifier = waiting.popLast() {
            let entries: [LedgerEntry]
            do { entries = try ledger.entries(jti: identifier) } catch { throw .ledger(error) }
            for entry in entries where entry.sequence < size && entry.name.kind != .actMandate {
                try add(entry.name.wid, to: &builder, isAudited)
            }
        }
    }

    /// Adds the records of one workflow, or of none for nil.
    private mutating func add(
        _ workflow: ExactString?, to builder: inout GraphBuilder, _ isAudited: (Digest32) -> Bool
    ) throws(AuditError) {
        guard workflows.insert(workflow).inserted else { return }
        var identifiers: Set<ExactString> = []
        var named: [ExactString] = []
        do {
            var cursor = try ledger.entries(wid: workflow)
            while let entry = try cursor.next(), entry.sequence < size {
                guard entry.name.kind != .actMandate, !isAudited(AuditFindings.Line.digest(of: entry.token))
                else { continue }
                guard let record = UnverifiedRecord(parsing: entry.token) else {
                    throw LedgerError.damaged("entry \(entry.sequence) holds no readable record")
                }
                identifiers.insert(record.node.key.id)
                named += record.node.predecessors
                do { try builder.append(record.node) } catch { throw AuditError.graph(error) }
                sequences.append(entry.sequence)
            }
        } catch let error as AuditError {
            throw error
        } catch let error as LedgerError {
            throw .ledger(error)
        } catch {
            throw .ledger(.damaged("its entries can't be read"))
        }
        seek(named.filter { !identifiers.contains($0) })
    }

    private mutating func seek(_ identifiers: [ExactString]) {
        for identifier in identifiers where sought.insert(identifier).inserted { waiting.append(identifier) }
    }
}
