public import Claims
public import Encoding

/// The facts of one execution, as far as they are at hand: all of them where it is admitted, some of them in a
/// record.
public struct Execution: Sendable {
    /// When it takes place.
    public var time: NumericDate
    /// The sensitivity of the data that it handles.
    public var sensitivity: Sensitivity?
    /// What it costs.
    public var amount: Amount?
    /// What it uses.
    public var resource: ExactString?
    /// The parameters of the call: an object.
    public var parameters: JSONNode?

    /// Facts of an execution.
    public init(
        time: NumericDate, sensitivity: Sensitivity? = nil, amount: Amount? = nil,
        resource: ExactString? = nil, parameters: JSONNode? = nil
    ) {
        self.time = time
        self.sensitivity = sensitivity
        self.amount = amount
        self.resource = resource
        self.parameters = parameters
    }
}

extension Constraints {
    /// What came of holding an execution against constraints.
    public struct Outcome: Hashable, Sendable {
        /// The first requirement that the execution breaks.
        public var violation: ACTRequirement?
        /// The constraints, by their names on the wire, about facts that are not at hand. `max_calls` is
        /// always one of them: it takes all executions to count.
        public var unchecked: [String] = []
    }

    /// Holds `execution` against these limits, with `skew` seconds of allowance for clocks.
    public func check(_ execution: Execution, skew: Int64) -> Outcome {
        var outcome = Outcome()
        func fail(_ requirement: ACTRequirement) { outcome.violation = outcome.violation ?? requirement }
        if maxCalls != nil { outcome.unchecked.append(Key.maxCalls.rawValue) }
        if let limit = maxAmount {
            if let amount = execution.amount {
                if !amount.isWithin(limit) { fail(.execMaxAmount) }
            } else {
                outcome.unchecked.append(Key.maxAmount.rawValue)
            }
        }
        if let notBefore, execution.time < notBefore.advanced(by: -skew) { fail(.execNotBefore) }
        if let notAfter, execution.time > notAfter.advanced(by: skew) { fail(.execNotAfter) }
        if let resources {
            if let resource = execution.resource {
                if !ResourcePattern.isComparable(resource) { fail(.execResourcesForm) }
                if !resources.contains(where: { $0.matches(resource) }) { fail(.execResources) }
            } else {
                outcome.unchecked.append(Key.resources.rawValue)
            }
        }
        if let limit = maxSensitivity {
            if let sensitivity = execution.sensitivity {
                if sensitivity > limit { fail(.execMaxSensitivity) }
            } else {
                outcome.unchecked.append(Key.maxSensitivity.rawValue)
            }
        }
        if let parameters {
            if let call = execution.parameters {
                let isAdmitted = parameters.allSatisfy { name, rule in
                    call[name.string].flatMap(ParameterRule.Scalar.init).map(rule.admits) ?? false
                }
                if !isAdmitted { fail(.execParams) }
            } else {
                outcome.unchecked.append(Key.params.rawValue)
            }
        }
        return outcome
    }
}
