import ACT
import ECT

/// Why the tokens of a message were refused as to how it carries them.
public enum BindingFault: String, Error, Hashable, Sendable, CaseIterable {
    /// A field does not match its grammar, or the member is not an array of compact tokens.
    case malformed
    /// `ACT-Mandate` has more than one token.
    case severalMandates
    /// The field is not covered by the message signature.
    case notCovered
    /// The field has no member in `oth` of the proof token, or one with another hash.
    case notInProof
    /// The content is not covered, so that its tokens can't be acted upon.
    case contentUnbound
    /// The policy demands a token that is not there.
    case missing
    /// The fields are larger than the limit.
    case tooLarge
    /// More tokens than a receiver looks at.
    case tooMany

    func requirement(in field: TokenField) -> String { field.isACT ? act.name : ect(in: field).name }

    func code(in field: TokenField) -> String {
        field.isACT ? "act-\(act.code)" : "ect-\(ect(in: field).code)"
    }

    var status: Int {
        switch self {
        case .malformed, .severalMandates, .tooMany: 400
        case .notCovered, .notInProof, .contentUnbound, .missing: 403
        case .tooLarge: 431
        }
    }

    private func ect(in field: TokenField) -> ECTRequirement {
        switch self {
        case .malformed, .severalMandates, .tooMany: field == .content ? .httpBodyForm : .httpField
        case .notCovered: .httpCovered
        case .notInProof: .httpOth
        case .contentUnbound: .httpBodyBound
        case .missing: .httpMissing
        case .tooLarge: .httpSizeRefuse
        }
    }

    private var act: ACTRequirement {
        switch self {
        case .malformed, .tooMany: .httpField
        case .severalMandates: .httpMandateSingle
        case .notCovered: .httpSignature
        case .notInProof: .httpWpt
        case .contentUnbound: .bodyDigest
        case .missing: .httpMissing
        case .tooLarge: .httpSizeRefuse
        }
    }

    func description(in field: TokenField) -> String {
        switch self {
        case .malformed: "\(field.rawValue) is not a list of compact tokens"
        case .severalMandates: "\(field.rawValue) has more than one token"
        case .notCovered: "\(field.rawValue) is not covered by the message signature"
        case .notInProof: "\(field.rawValue) is not in 'oth' of the proof token as the message has it"
        case .contentUnbound: "the content's tokens are not bound to the message"
        case .missing: "the policy demands a token in \(field.rawValue), and there is none"
        case .tooLarge: "the fields that carry tokens are larger than the limit"
        case .tooMany: "\(field.rawValue) has more tokens than the limit"
        }
    }
}
