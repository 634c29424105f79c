import Claims
import DAG
import Encoding
import Ledger
import Signing

/// What `max_calls` counts: executions of one action under one mandate.
struct CallKey: Hashable {
    let mandate: ContentHash
    let action: ExactString
}

extension EarlierRecords {
    /// How many records the ledger held of each of `wanted`, which come with the workflows of their mandates,
    /// that are authorized by the mandates of `verifier`. Unlike a place in the graph, a call is verified again:
    /// whoever names a mandate must not be able to use up its calls.
    ///
    /// Under a mandate without a workflow, calls may be in any: then the whole ledger is read.
    func calls(
        _ wanted: [CallKey: ExactString?], _ verifier: TokenVerifier, isAudited: (Digest32) -> Bool
    ) throws(AuditError) -> [CallKey: Int] {
        var counts: [CallKey: Int] = [:]
        guard size > 0, !wanted.isEmpty else { return counts }
        var cursors: [LedgerCursor] = []
        do throws(LedgerError) {
            if wanted.values.contains(nil) {
                cursors = [try ledger.entries()]
            } else {
                for workflow in Set(wanted.values).union([nil]) {
                    cursors.append(try ledger.entries(wid: workflow))
                }
            }
            for var cursor in cursors {
                while let entry = try cursor.next(), entry.sequence < size {
                    guard entry.name.kind != .actMandate,
                        let record = UnverifiedRecord(parsing: entry.token), let mandate = record.mandateHash
                    else { continue }
                    let key = CallKey(mandate: mandate, action: record.action)
                    guard wanted[key] != nil, !isAudited(AuditFindings.Line.digest(of: entry.token)),
                        (try? verifier.verify(entry.token))?.isAuthorized == true
                    else { continue }
                    counts[key, default: 0] += 1
                }
            }
        } catch {
            throw .ledger(error)
        }
        return counts
    }
}
