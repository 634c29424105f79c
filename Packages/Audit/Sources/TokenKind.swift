import ACT
import Claims
import ECT
public import Encoding
import JOSE

/// What a text claims to be, by its envelope and `typ` alone. Nothing is verified by knowing it.
public enum TokenKind: Hashable, Sendable {
    /// An Agent Context Token, mandate or record.
    case act
    /// A signed Execution Context Token.
    case ect
    /// A text without dots: an Execution Context Token at L1.
    case unsignedECT
    /// A JWS of another `typ`, or none.
    case unknown(ExactString?)

    /// Finds the kind. A text that is no compact JWS is taken for what its dots say, and refused there.
    public init(of compact: [UInt8]) {
        guard let dot = compact.firstIndex(of: UInt8(ascii: ".")) else {
            self = .unsignedECT
            return
        }
        guard compact.count <= JWS.defaultLimit,
            let header = try? Base64URL.decode(compact.span.extracting(0..<dot)),
            let type = try? JSONDocument(parsing: header).root["typ"]?.string
        else {
            self = .unknown(nil)
            return
        }
        switch type {
        case ACTVerifier.type: self = .act
        case ECTVerifier.type, ECTVerifier.earlierType: self = .ect
        default: self = .unknown(type)
        }
    }
}

extension TokenKind {
    /// What a text of this kind says, **not** verified; nil where it can't be read.
    func unverifiedClaims(of compact: [UInt8]) -> ClaimSet? {
        switch self {
        case .unsignedECT:
            guard compact.count <= JWS.defaultLimit, let payload = try? Base64URL.decode(compact.span)
            else { return nil }
            return try? ClaimSet(parsing: payload)
        case .act, .ect:
            guard let jws = try? JWS(parsing: compact) else { return nil }
            return try? ClaimSet(parsing: jws.unverifiedPayload)
        case .unknown: return nil
        }
    }
}
