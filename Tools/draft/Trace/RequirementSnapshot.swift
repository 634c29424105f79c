import Foundation

/// The states that are committed: a requirement may rise above its own, and never sink below it.
struct RequirementSnapshot {
    /// The file, from the top of the checkout.
    static let path = "Drafts/requirements.snapshot"

    private(set) var states: [String: RequirementState] = [:]
    private(set) var findings: [Finding] = []

    private static let heading = """
        # What is known of each requirement: written by `draft trace --accept`, which takes a run's results.
        # A requirement that sinks below its state here fails the trace.

        """

    /// Reads the file: a state and an id on each line.
    init(parsing text: String) {
        for (at, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2, let state = RequirementState(rawValue: words[0]) else {
                findings.append(
                    Finding(
                        file: Self.path, line: at + 1, rule: "snapshot", sentence: "this is no state and id"))
                continue
            }
            states[words[1]] = state
        }
    }

    /// What sank, and what went without having been retired.
    func regressions(_ requirements: [TracedRequirement], retired: Set<String>) -> [Finding] {
        let sunk = requirements.compactMap { requirement -> String? in
            guard let state = states[requirement.id], requirement.state.rank < state.rank else { return nil }
            return "\(requirement.id) was \(state) and is \(requirement.state)"
        }
        let present = Set(requirements.map(\.id))
        let gone = states.keys.filter { !present.contains($0) && !retired.contains(String($0.dropFirst(4))) }
            .sorted().map { "\($0) is in no draft, and not among the retired ones" }
        return (sunk + gone).map { Finding(file: Self.path, line: nil, rule: "regression", sentence: $0) }
    }

    /// The file with the states of the ids that are accepted.
    func accepting(_ isAccepted: (String) -> Bool, of requirements: [TracedRequirement]) -> String {
        let rows = requirements.compactMap { requirement in
            let state = isAccepted(requirement.id) ? requirement.state : states[requirement.id]
            return state.map { "\($0) \(requirement.id)\n" }
        }
        return Self.heading + rows.joined()
    }
}
