import Claims

/// Narrowing (draft §4, "Narrowing"): a partial order on what is granted. Each check answers the requirement
/// that the child breaks, or nil where it is narrower than the parent or equal to it.
extension Constraints {
    /// The first requirement that these constraints break as the child of `parent`.
    public func violation(asChildOf parent: Constraints) -> ACTRequirement? {
        if parent.maxCalls != nil, maxCalls == nil { return .narrowPresent }
        if parent.maxAmount != nil, maxAmount == nil { return .narrowPresent }
        if parent.notBefore != nil, notBefore == nil { return .narrowPresent }
        if parent.notAfter != nil, notAfter == nil { return .narrowPresent }
        if parent.resources != nil, resources == nil { return .narrowPresent }
        if parent.maxSensitivity != nil, maxSensitivity == nil { return .narrowPresent }
        if parent.parameters != nil, parameters == nil { return .narrowPresent }
        if let mine = maxCalls, let limit = parent.maxCalls, mine > limit { return .narrowMaxCalls }
        if let mine = maxAmount, let limit = parent.maxAmount, !mine.isWithin(limit) {
            return .narrowMaxAmount
        }
        if let mine = notBefore, let limit = parent.notBefore, mine < limit { return .narrowNotBefore }
        if let mine = notAfter, let limit = parent.notAfter, mine > limit { return .narrowNotAfter }
        if let mine = resources, let limits = parent.resources,
            !mine.allSatisfy({ pattern in limits.contains { pattern.isCovered(by: $0) } })
        {
            return .narrowResources
        }
        if let mine = maxSensitivity, let limit = parent.maxSensitivity, mine > limit {
            return .narrowMaxSensitivity
        }
        if let mine = parameters, let limits = parent.parameters,
            !limits.allSatisfy({ name, rule in mine[name]?.isSubset(of: rule) ?? false })
        {
            return .narrowParams
        }
        return nil
    }
}

extension Capabilities {
    /// The first requirement that these capabilities break as the child of `parent`.
    public func violation(asChildOf parent: Capabilities) -> ACTRequirement? {
        for capability in list {
            guard let wider = parent[capability.action] else { return .narrowActions }
            if let violation = capability.constraints.violation(asChildOf: wider.constraints) {
                return violation
            }
        }
        return nil
    }
}
