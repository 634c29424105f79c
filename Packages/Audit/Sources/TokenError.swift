public import ACT
public import ECT
import Encoding
public import JOSE

/// Why a token of either profile was refused.
public enum TokenError: Error, Hashable, Sendable {
    /// An ACT was refused.
    case act(ACTError)
    /// An ECT was refused.
    case ect(ECTError)
    /// It is a token of neither profile.
    case unknownKind(JWSError)

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .act(let error): error.code
        case .ect(let error): error.code
        case .unknownKind(let error): error.code
        }
    }

    /// The requirement that was broken, `ACT#…` or `ECT#…`; nil where neither draft speaks for the token.
    public var requirement: String? {
        switch self {
        case .act(let error): error.requirement.name
        case .ect(let error): error.requirement.name
        case .unknownKind: nil
        }
    }
}

extension TokenError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .act(let error): error.description
        case .ect(let error): error.description
        case .unknownKind(let error): error.description
        }
    }
}
