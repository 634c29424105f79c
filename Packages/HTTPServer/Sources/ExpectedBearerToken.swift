import Encoding
import Signing

/// A bearer token, known by its hash, so that comparing takes the same time wherever two differ.
package struct ExpectedBearerToken: Sendable {
    private let digest: Digest32

    package init(_ token: String) { digest = SHA256.digest(Array(token.utf8)) }

    /// Whether the value of an `Authorization` field brings it.
    package func matches(_ field: String?) -> Bool {
        guard let field else { return false }
        let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, ExactString(String(parts[0])).lowercasedASCII == "bearer" else {
            return false
        }
        return SHA256.digest(Array(parts[1].utf8)) == digest
    }
}
