import DAG
public import ECT

extension AuditReport {
    /// Refuses records of the set whose effective level, by the levels of the entries as they are now, is below
    /// `minimum`. Evidence for L3 that is found after the audit is so taken into account.
    public mutating func demand(effective minimum: AssuranceLevel) {
        //= ECT#req-ect-effective-report
        //# A verifier MUST NOT refuse a record because of its effective level unless its policy states a
        //# minimum effective level.
        guard let records else { return }
        let levels = records.effectiveLevels { vertex in
            guard entryOfVertex.indices.contains(vertex) else { return nil }
            return entries[entryOfVertex[vertex]].level.flatMap { AssuranceLevel($0) }?.graphLevel
        }
        for (vertex, index) in entryOfVertex.enumerated() {
            if let level = levels[vertex], level >= minimum.graphLevel { continue }
            if case .refused = entries[index].finding { continue }
            let known = levels[vertex].map { "L\($0.rawValue)" } ?? "unknown"
            entries[index].finding = .refused(
                code: "effective-level", requirement: ECTRequirement.effectiveMinimum.name,
                detail: "the record's effective level is \(known), and at least \(minimum) is demanded")
        }
    }
}
