public import HTTPTypes

/// Where a message carries tokens.
public enum TokenField: String, Hashable, Sendable, CaseIterable {
    case executionContext = "execution-context"
    case actMandate = "act-mandate"
    case actRecord = "act-record"
    /// The member `execution_context` of the content.
    case content = "execution_context"

    /// The field's name; nil for the content.
    public var name: HTTPField.Name? {
        switch self {
        case .executionContext: .executionContext
        case .actMandate: .actMandate
        case .actRecord: .actRecord
        case .content: nil
        }
    }

    /// Whether the ACT draft, and not the ECT draft, has the rules.
    var isACT: Bool { self == .actMandate || self == .actRecord }
}
