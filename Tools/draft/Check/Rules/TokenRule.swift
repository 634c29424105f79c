import Encoding
import JOSE
import Signing

/// Tokens that a draft shows.
enum TokenRule: DraftRule {
    static let name = "token"
    static let about = "Every token that is shown decodes, and verifies with a key that is shown."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let keys = ShownKey.all(in: draft)
        return ShownToken.all(in: draft).compactMap { token in
            do {
                return try refusal(of: JWS(parsing: token.compact), keys: keys).map {
                    finding(draft, token.line, $0)
                }
            } catch {
                return finding(draft, token.line, "the token doesn't decode: \(error).")
            }
        }
    }

    /// Why none of the keys verifies it; nil where one does.
    private static func refusal(of token: JWS, keys: [ShownKey]) -> String? {
        let algorithms = Set(SignatureAlgorithm.allCases)
        let named = keys.filter { $0.key.keyID == token.header.keyID || $0.key.keyID == nil }
        for shown in named where (try? token.verify(with: shown.key, algorithms: algorithms)) != nil {
            return nil
        }
        let kid = token.header.keyID.map(\.quoted) ?? "without kid"
        if named.isEmpty { return "no key is shown for the token's kid \(kid)." }
        let lines = named.map { "\($0.line)" }.joined(separator: ", ")
        return "the token's signature (kid \(kid)) doesn't verify with the key shown in line \(lines)."
    }
}
