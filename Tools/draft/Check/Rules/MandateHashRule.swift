import Encoding
import Signing

/// `mnd_hash` in what is shown.
enum MandateHashRule: DraftRule {
    static let name = "mandate-hash"
    static let about =
        "Every mnd_hash in a token that is shown is the SHA-256 of one that either draft shows."

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let shown = drafts.sources.flatMap { ShownToken.all(in: $0) }
        let hashes = Set(shown.map { Base64URL.encode(SHA256.hash(Array($0.compact.utf8))) })
        return ShownToken.all(in: draft).compactMap { token in
            let segments = token.compact.split(separator: ".")
            guard segments.count == 3, let octets = try? Base64URL.decode(Array(segments[1].utf8).span),
                let payload = try? JSONDocument(parsing: octets).root,
                let hash = payload["mnd_hash"]?.string, !hashes.contains(hash.string)
            else { return nil }
            return finding(
                draft, token.line,
                "the token's mnd_hash is that of no token that is shown here or in the other draft.")
        }
    }
}
