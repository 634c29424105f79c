import ACT
import Claims
import Encoding

/// Holds a call against what its mandate grants for the action.
enum CallConstraints {
    /// Throws the requirement that the call breaks. At admission every fact has to be at hand: a constraint about
    /// one that is not known refuses the call.
    static func check(
        _ execution: Execution, _ capability: Capability, skew: Int64
    ) throws(CallRefusal) {
        let outcome = capability.constraints.check(execution, skew: skew)
        if let violation = outcome.violation { throw .act(violation) }
        for name in outcome.unchecked {
            switch name {
            // Counted where the call is admitted.
            case "max_calls": continue
            case "max_amount": throw .act(.execMaxAmount)
            case "resources": throw .act(.execResources)
            case "max_sensitivity": throw .act(.execMaxSensitivity)
            default: throw .act(.execParams)
            }
        }
    }

    //= ACT#req-act-call-end
    //# A party that records a call MUST end it when the window of the mandate, of the action or of the
    //# approval ends, with the clock skew of [times].
    /// The last second at which the execution may end: of the mandate, of the action's window, and of the approval
    /// that it needs. Throws where the approval is missing or not for now.
    static func end(
        of mandate: VerifiedMandate, _ action: Action, at now: NumericDate, skew: Int64
    ) throws(CallRefusal) -> NumericDate {
        let scope = mandate.scope
        guard let limits = scope.actions[action] else { throw .act(.execActInCap) }
        var end = min(scope.closes, limits.notAfter ?? scope.closes)
        if let windows = limits.approvals {
            guard !windows.isEmpty else { throw .act(.approvalMissing) }
            let open = windows.filter {
                now >= $0.lowerBound.advanced(by: -skew) && now <= $0.upperBound.advanced(by: skew)
            }
            guard let latest = open.map(\.upperBound).max() else { throw .act(.approvalWindow) }
            end = min(end, latest)
        }
        return end.advanced(by: skew)
    }
}
