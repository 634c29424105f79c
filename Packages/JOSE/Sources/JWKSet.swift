public import Encoding

/// A JWK Set (RFC 7517 §5).
public struct JWKSet: Sendable, Hashable {
    /// The keys that can verify signatures.
    public let keys: [JWK]
    /// How many keys the set had that were of a kind not supported here, and were skipped as RFC 7517 §5 asks.
    public let skipped: Int

    /// The most keys in a set.
    public static let limit = 1024

    /// A set of `keys`; no two may be selected by one `kid`.
    public init(_ keys: [JWK]) throws(JWKError) {
        try self.init(keys, skipped: 0)
    }

    private init(_ keys: [JWK], skipped: Int) throws(JWKError) {
        var seen: Set<ExactString> = []
        for key in keys where !seen.insert(key.effectiveKeyID).inserted {
            throw .duplicateKeyID(key.effectiveKeyID)
        }
        self.keys = keys
        self.skipped = skipped
    }

    /// Reads `{"keys": […]}`. A malformed key spoils the set; one of an unknown kind is skipped.
    public init(parsing node: JSONNode) throws(JWKError) {
        guard node.kind == .object else { throw .notAnObject }
        guard let list = node["keys"] else { throw .memberMissing("keys") }
        guard list.kind == .array else { throw .memberInvalid("keys") }
        var keys: [JWK] = []
        var skipped = 0
        for (index, element) in list.elements.enumerated() {
            guard index < Self.limit else { throw .tooManyKeys(limit: Self.limit) }
            do throws(JWKError) {
                keys.append(try JWK(parsing: element))
            } catch {
                guard error.isUnsupported else { throw error }
                skipped += 1
            }
        }
        try self.init(keys, skipped: skipped)
    }

    /// The set as a JSON value.
    public var value: JSONValue {
        .object([JSONMember("keys", .array(keys.map(\.value)))])
    }

    /// The key that `header` selects. A `kid` chooses among the keys of the set; without one, the set must
    /// have just one key for the algorithm.
    public func key(for header: JWSProtectedHeader) throws(JWSError) -> JWK {
        let algorithm = try header.requireAlgorithm()
        if let keyID = header.keyID {
            guard let key = keys.first(where: { $0.effectiveKeyID == keyID }) else {
                throw .keyUnknown(keyID)
            }
            return key
        }
        let candidates = keys.filter { $0.allows(algorithm) }
        guard candidates.count == 1, let key = candidates.first else { throw .keyIDMissing }
        return key
    }
}
