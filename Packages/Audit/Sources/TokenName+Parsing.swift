import ACT
import Claims
import Encoding
public import Ledger

extension TokenName {
    /// What a token says of itself, read from its octets and **not** verified: for comparing the rows of a ledger
    /// with the tokens in them. Nil where the token can't be read.
    public init?(parsing compact: [UInt8]) {
        let kind = TokenKind(of: compact)
        guard let claims = kind.unverifiedClaims(of: compact), let identifier = try? claims.uuid(.identifier)
        else { return nil }
        let isRecord = claims.has(.action)
        self.init(
            kind: kind == .act ? (isRecord ? .actRecord : .actMandate) : .ect,
            wid: (try? claims.uuid(.workflow))??.text, jti: identifier.text,
            iss: (try? claims.stringOrURI(.issuer)) ?? "")
    }
}
