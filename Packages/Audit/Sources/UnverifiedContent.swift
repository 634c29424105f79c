public import Encoding
import JOSE

/// What a token says, **unverified**: to be shown to a person as just that, and never to be acted upon.
public struct UnverifiedContent: Sendable {
    /// The header; null where the token is an unsigned ECT.
    public let header: JSONValue
    /// The payload.
    public let payload: JSONValue

    /// Reads a token; nil where it is malformed.
    public init?(of compact: [UInt8]) {
        let segments = compact.split(
            separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard compact.count <= JWS.defaultLimit, segments.count == 1 || segments.count == 3,
            let payload = Self.json(segments[segments.count == 1 ? 0 : 1])
        else { return nil }
        self.payload = payload
        guard segments.count == 3 else {
            header = .null
            return
        }
        guard let header = Self.json(segments[0]) else { return nil }
        self.header = header
    }

    private static func json(_ segment: ArraySlice<UInt8>) -> JSONValue? {
        let text = Array(segment)
        guard let octets = try? Base64URL.decode(text.span),
            let document = try? JSONDocument(parsing: octets), document.root.kind == .object
        else { return nil }
        return document.root.value
    }
}
