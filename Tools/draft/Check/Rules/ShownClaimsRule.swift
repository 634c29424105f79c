import Encoding
import JOSE

/// JSON that is shown beside a token.
enum ShownClaimsRule: DraftRule {
    static let name = "token-shown"
    static let about = """
        The JSON shown before a token, in the same section, is the token's, and all of the token's claims and its \
        header are shown then.
        """

    private struct Shown {
        let line: Int
        let object: JSONNode

        /// A header of a token, not claims.
        var isHeader: Bool { object["alg"] != nil && object["typ"] != nil }
        var isKey: Bool { object["kty"] != nil || object["keys"] != nil }
    }

    static func findings(in draft: DraftSource, of drafts: DraftSet) -> [Finding] {
        let shown = ShownJSON.all(in: draft).compactMap { json in
            json.object.map { Shown(line: json.line, object: $0) }
        }
        let headers = shown.filter(\.isHeader)
        let claims = shown.filter { !$0.isHeader && !$0.isKey }
        var before = 0
        return ShownToken.all(in: draft).flatMap { token -> [Finding] in
            let start = max(before, draft.section(at: token.line)?.line ?? 0)
            before = token.line
            // A token among others, as those of the vectors, stands for itself.
            guard claims.contains(where: { (start..<token.line).contains($0.line) }) else { return [] }
            let segments = token.compact.split(separator: ".", omittingEmptySubsequences: false)
            guard segments.count == 3, let header = object(segments[0]), let payload = object(segments[1])
            else {
                return []
            }
            var sentences = differences(
                of: payload, line: token.line, from: claims.filter { $0.line < token.line })
            if !headers.isEmpty, !headers.contains(where: { $0.object.isEquivalent(to: header) }) {
                sentences.append((token.line, "no header is shown that is this token's."))
            }
            return sentences.map { finding(draft, $0.0, $0.1) }
        }
    }

    private static func object(_ segment: Substring) -> JSONNode? {
        guard let octets = try? Base64URL.decode(Array(segment.utf8).span) else { return nil }
        return (try? JSONDocument(parsing: octets))?.root
    }

    /// The block before a token shows claims of it, and earlier blocks, of which it has all, show the others.
    private static func differences(of payload: JSONNode, line: Int, from shown: [Shown]) -> [(Int, String)] {
        guard let nearest = shown.last else { return [] }
        var differences = nearest.object.members.compactMap { name, value -> (Int, String)? in
            guard let own = payload[name.string] else {
                return (
                    nearest.line, "\(name.quoted) is shown, and the token of line \(line) doesn't have it."
                )
            }
            return own.isEquivalent(to: value)
                ? nil : (nearest.line, "\(name.quoted) has another value in the token of line \(line).")
        }
        let whole = shown.filter { block in
            block.object.members.allSatisfy { payload[$0.name.string]?.isEquivalent(to: $0.value) == true }
        }
        for (name, _) in payload.members
        where nearest.object[name.string] == nil && !whole.contains(where: { $0.object[name.string] != nil })
        {
            differences.append((line, "the token's claim \(name.quoted) is not shown."))
        }
        return differences
    }
}
