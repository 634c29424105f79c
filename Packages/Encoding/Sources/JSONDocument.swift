/// A JSON text that was read strictly: RFC 8259 without byte order mark, duplicate names, lone surrogates or
/// trailing data, within limits.
public struct JSONDocument: Sendable {
    let storage: Storage

    final class Storage: Sendable {
        let octets: [UInt8]
        let tokens: [JSONToken]

        init(octets: [UInt8], tokens: [JSONToken]) {
            self.octets = octets
            self.tokens = tokens
        }

        /// The text of a string token.
        func string(_ token: JSONToken) -> ExactString {
            let octets = self.octets
            return JSONText.string(octets.span, token)
        }
    }

    /// Reads `octets`, which hold one JSON value and nothing else but white space.
    public init(parsing octets: [UInt8], limits: JSONLimits = .token) throws(JSONError) {
        var scanner = JSONScanner(octets.span, limits: limits)
        storage = Storage(octets: octets, tokens: try scanner.scan())
    }

    /// Reads the UTF-8 octets of `text`.
    public init(parsing text: String, limits: JSONLimits = .token) throws(JSONError) {
        guard text.utf8.count <= limits.octets else { throw .tooLarge(limit: limits.octets) }
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// The one value of the text.
    public var root: JSONNode { JSONNode(storage: storage, index: 0) }
}
