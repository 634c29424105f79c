import Claims
import Encoding

extension ACTVerifier {
    /// Holds a record against its mandate, where that is at hand.
    func checkPair(
        _ record: RecordClaims, _ kept: MandateClaims, _ payload: JSONNode, _ mandates: MandateSet
    ) throws(ACTError) -> VerifiedRecord.Verdict {
        switch mandates[record.mandateHash] {
        case nil:
            // The mandate of this very task is at hand, and it is not the one that the record was made from.
            if mandates.hasMandate(
                kept.identifier, workflow: kept.workflow, subject: kept.subject, issuer: kept.issuer)
            {
                throw .rule(.pairHash)
            }
            if policy.requiresAuthorized { throw .rule(.verdictDemand) }
            //= ACT#req-act-verdict-unproven
            //# A verifier MUST report this as a result of its own, and never as authorized.
            return .unproven
        case .failure(let error)?: throw .mandate(error)
        case .success(let mandate)?:
            for (name, value) in mandate.payload.members {
                guard let kept = payload[name.string], kept.isEquivalent(to: value) else {
                    throw .rule(.pairKept)
                }
            }
            for rule in ACTClaims.mandate
            where payload[rule.claim.name] != nil && mandate.payload[rule.claim.name] == nil {
                throw .rule(.pairAdded)
            }
            //= ACT#req-act-verdict-authorized
            //# A verifier MUST NOT report this verdict unless the mandate is at hand, the checks of [pair]
            //# pass
            return .authorized
        }
    }

    /// Holds an execution against the limits of its action, as far as a record states the facts. Answers the
    /// constraints about other facts.
    func checkConstraints(of record: RecordClaims, _ mandate: MandateClaims) throws(ACTError) -> [String] {
        guard let constraints = mandate.capabilities[record.action]?.constraints else { return [] }
        let execution = Execution(time: record.executedAt, sensitivity: mandate.task.dataSensitivity)
        let outcome = constraints.check(execution, skew: skew)
        if let violation = outcome.violation { throw .rule(violation) }
        return outcome.unchecked
    }
}
