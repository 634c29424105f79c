//= ACT#req-act-sensitivity
//# Any other string MUST be refused.
/// How sensitive data is, from low to high.
public enum Sensitivity: String, Hashable, Comparable, Sendable, CaseIterable {
    case `public`
    case `internal`
    case confidential
    case restricted

    /// Lower before higher.
    public static func < (left: Sensitivity, right: Sensitivity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .confidential: 2
        case .restricted: 3
        }
    }
}
