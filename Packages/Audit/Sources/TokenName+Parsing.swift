import ACT
import Claims
import Encoding
import JOSE
public import Ledger

extension TokenName {
    /// What a token says of itself, read from its octets and **not** verified: for comparing the rows of a ledger
    /// with the tokens in them. Nil where the token can't be read.
    public init?(parsing compact: [UInt8]) {
        let payload: [UInt8]
        let kind = TokenKind(of: compact)
        switch kind {
        case .unsignedECT:
            guard let decoded = try? Base64URL.decode(compact.span) else { return nil }
            payload = decoded
        case .act, .ect:
            guard let jws = try? JWS(parsing: compact) else { return nil }
            payload = jws.unverifiedPayload
        case .unknown: return nil
        }
        guard let claims = try? ClaimSet(parsing: payload),
            let identifier = try? claims.uuid(.identifier)
        else { return nil }
        let isRecord = claims.has(.action)
        self.init(
            kind: kind == .act ? (isRecord ? .actRecord : .actMandate) : .ect,
            wid: (try? claims.uuid(.workflow))??.text, jti: identifier.text,
            iss: (try? claims.stringOrURI(.issuer)) ?? "")
    }
}
