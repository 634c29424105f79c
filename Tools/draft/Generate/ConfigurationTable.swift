import Claims
import DAG
import ECT

/// The parameters of a verifier of ECTs, with the defaults and ranges of the code.
enum ConfigurationTable {
    static var lines: [String] {
        let graph = GraphPolicy()
        let policy = ECTPolicy(mode: .live, now: .latest, audience: [], minimumLevel: .level2, firstUse: nil)
        let levels = AssuranceLevel.allCases.map(\.description).joined(separator: ", ")
        let rows =
            [["Parameter", "Variable", "Default", "Range"]]
            + ECTConfiguration.Variable.allCases.map { variable in
                let (name, value) = variable.row
                return [name, variable.rawValue, String(value), variable.range.text]
            } + [
                ["skew in the graph, s", "", "\(graph.skew)", "0..300"],
                ["predecessors", "", "\(policy.predecessorLimit)", (1...Int64(Predecessors.limit)).text],
                ["chain of ancestors", "", "\(graph.maximumDepth)", "0..2^31-1"],
                ["minimum level", "", "(stated)", levels], ["min. effective level", "", "none", levels],
                ["cross-workflow links", "", "refused", "or allowed"],
                ["incomplete, live", "", "refused", "or reported"],
                ["incomplete, audit", "", "reported", "or refused"],
                ["verdict authorized", "", "-", "or demanded"],
            ]
        let widths = (0..<3).map { column in (rows.map { $0[column].count }.max() ?? 0) + 1 }
        let text = rows.map { row in
            (zip(row, widths).map { $0.leftAligned(in: $1) }.joined() + row[3])
        }
        return ["~~~ text"] + text + ["~~~", "{: #fig-config title=\"Parameters\"}"]
    }
}

extension ECTConfiguration.Variable {
    fileprivate var row: (name: String, value: Int64) {
        let defaults = ECTConfiguration()
        return switch self {
        case .maximumAge: ("max. age, minutes", defaults.maximumAgeMinutes)
        case .maximumFuture: ("max. future, seconds", defaults.maximumFutureSeconds)
        case .lifetime: ("lifetime, minutes", defaults.lifetimeMinutes)
        case .replayEntries: ("replay entries", defaults.replayEntries)
        case .replayTime: ("replay kept, minutes", defaults.replayMinutes)
        }
    }
}

extension ClosedRange<Int64> {
    /// `1..10^8` for 1 to 100000000.
    fileprivate var text: String {
        let digits = String(upperBound)
        let isPower = digits.count > 6 && digits.hasPrefix("1") && digits.dropFirst().allSatisfy { $0 == "0" }
        return "\(lowerBound)..\(isPower ? "10^\(digits.count - 1)" : digits)"
    }
}
