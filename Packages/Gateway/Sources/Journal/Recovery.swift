import ACT
import Claims
import Encoding
import Ledger
import Trust

/// What is done about calls that a process started and did not live to record.
///
/// Whether such a call was executed is not known. It gets a record with the status `failed` and the code
/// `result-unknown`, without `out_hash`, whose time is that of its start: the last moment at which anything is known
/// of it. It counts as executed.
struct Recovery {
    let journal: CallJournal
    let recorder: CallRecorder
    let trust: TrustStore

    /// What came of the calls that were open.
    struct Report: Hashable, Sendable {
        /// Calls whose record is in the ledger: only the end was not written down.
        var recorded = 0
        /// Calls that have the record of an unknown result now.
        var unknown = 0
        /// Calls that could not be recorded, with the reason; they stay open.
        var failures: [String] = []
    }

    /// `err` of the records.
    static let failure = RecordClaims.Failure(
        code: "result-unknown",
        detail: "the gateway ended while the call was in flight; whether it was executed is not known")

    //= ACT#req-act-call-unknown
    //# A call that was started and has no record when the process that carried it out has ended MUST be
    //# recorded as failed, with the 'code' "result-unknown" in 'err', without 'out_hash', and with the time of
    //# its start.
    func run(at now: NumericDate) async throws(LedgerError) -> Report {
        var report = Report()
        for (number, plan) in try journal.open() {
            if try recorder.hasRecord(of: plan) {
                report.recorded += 1
                journal.end(number)
                continue
            }
            do {
                let end = CallEnd(outcome: .failed(Self.failure), output: nil, time: plan.started)
                _ = try await recorder.record(plan, under: try mandate(of: plan, now), end)
                report.unknown += 1
                journal.end(number)
            } catch {
                report.failures.append("\(plan.identifier): \(error)")
            }
        }
        return report
    }

    /// The mandate of a call that is a task, verified as in an audit: by now it may have expired.
    private func mandate(of plan: CallPlan, _ now: NumericDate) throws(ACTError) -> VerifiedMandate? {
        guard case .record(let token) = plan.form else { return nil }
        return try ACTVerifier(trust: trust, policy: ACTPolicy(mode: .audit, now: now, audience: []))
            .mandate(token)
    }
}
