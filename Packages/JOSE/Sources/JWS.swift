import Encoding
public import Signing

/// A compact JWS (RFC 7515 §7.1) that was parsed and **not** verified.
///
/// It shows its header, which is what a key is selected by, and nothing of its payload: that comes out of
/// `verify` only.
public struct JWS: Sendable {
    /// The token's exact octets.
    public let compact: [UInt8]
    /// What the token says of itself, unverified.
    public let header: JWSProtectedHeader
    /// The payload before verification: to find the party whose key must verify it, or to show it to a person
    /// as what it is. Never to be acted upon.
    package let unverifiedPayload: [UInt8]

    private let signature: [UInt8]
    private let signingInputCount: Int

    /// The longest token, in octets.
    public static let defaultLimit = 65_536

    /// Splits and decodes `compact`: size, three segments, strict base64url, strict header, in that order.
    /// `requiresPayload` refuses an empty second segment, which RFC 7515 allows and tokens don't have.
    public init(
        parsing compact: [UInt8], limit: Int = defaultLimit, requiresPayload: Bool = false
    ) throws(JWSError) {
        guard compact.count <= limit else { throw .tooLarge(octets: compact.count, limit: limit) }
        let octets = compact.span
        let (first, second) = try Self.outerDots(octets)
        if requiresPayload, second == first + 1 { throw .notThreeSegments }
        let header: [UInt8]
        do throws(JWSError) {
            header = try Self.decode(octets.extracting(0..<first), .header)
            unverifiedPayload = try Self.decode(octets.extracting(first + 1..<second), .payload)
        } catch {
            // What decodes has no dot, so that a third is looked for only here.
            throw Self.hasDot(octets.extracting(first + 1..<second)) ? .notThreeSegments : error
        }
        signature = try Self.decode(octets.extracting(second + 1..<octets.count), .signature)
        signingInputCount = second
        self.header = try JWSProtectedHeader(parsing: header)
        self.compact = compact
    }

    /// Splits and decodes the UTF-8 octets of `compact`.
    public init(parsing compact: String, limit: Int = defaultLimit) throws(JWSError) {
        try self.init(parsing: Array(compact.utf8), limit: limit)
    }

    /// Verifies the signature with `key`, which the caller trusts for what the token claims. `algorithms` is
    /// what the caller allows; the key may narrow it further.
    public func verify(
        with key: JWK, algorithms: Set<SignatureAlgorithm>
    ) throws(JWSError) -> VerifiedJWS {
        try header.refuseMalformedParameters()
        try header.refuseForbiddenParameters()
        let algorithm = try header.requireAlgorithm()
        if header.keyID != nil { _ = try header.requireKeyID() }
        guard algorithms.contains(algorithm.signatureAlgorithm) else {
            throw .algorithmNotAllowed(header.algorithmName)
        }
        guard key.allows(algorithm) else { throw .algorithmNotForKey(header.algorithmName) }
        if let length = algorithm.signatureAlgorithm.signatureLength, signature.count != length {
            throw .signatureLength(signature.count)
        }
        do {
            try key.publicKey.verify(
                signature.span, over: compact.span.extracting(0..<signingInputCount),
                algorithm: algorithm.signatureAlgorithm)
        } catch {
            throw .signatureInvalid
        }
        return VerifiedJWS(header: header, payload: unverifiedPayload, compact: compact, key: key)
    }

    /// The offsets of the first dot and the last, between them the payload: both are near an end of the token.
    private static func outerDots(_ octets: Span<UInt8>) throws(JWSError) -> (Int, Int) {
        let dot = UInt8(ascii: ".")
        guard let first = octets.indices.first(where: { octets[$0] == dot }),
            let last = octets.indices.last(where: { octets[$0] == dot }),
            first > 0, first < last, last + 1 < octets.count
        else { throw .notThreeSegments }
        return (first, last)
    }

    private static func hasDot(_ octets: Span<UInt8>) -> Bool {
        octets.indices.contains { octets[$0] == UInt8(ascii: ".") }
    }

    private static func decode(_ text: Span<UInt8>, _ segment: JWSSegment) throws(JWSError) -> [UInt8] {
        do { return try Base64URL.decode(text) } catch { throw .encoding(segment, error) }
    }
}

/// A JWS whose signature verified. It can be had from `JWS.verify` only.
public struct VerifiedJWS: Sendable {
    /// The header, covered by the signature.
    public let header: JWSProtectedHeader
    /// The payload, covered by the signature.
    public let payload: [UInt8]
    /// The token's exact octets.
    public let compact: [UInt8]
    /// The key that verified it.
    public let key: JWK

    fileprivate init(header: JWSProtectedHeader, payload: [UInt8], compact: [UInt8], key: JWK) {
        self.header = header
        self.payload = payload
        self.compact = compact
        self.key = key
    }
}

extension JWS: CustomStringConvertible {
    /// The length, and nothing of the content: descriptions end up in logs.
    public var description: String { "unverified JWS of \(compact.count) octets" }
}

extension VerifiedJWS: CustomStringConvertible {
    /// The length, and nothing of the content: descriptions end up in logs.
    public var description: String { "verified JWS of \(compact.count) octets" }
}
