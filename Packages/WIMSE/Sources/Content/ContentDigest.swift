import Encoding
public import HTTPTypes
import Signing

/// `Content-Digest` (RFC 9530 §2): what the octets of the content must hash to.
public struct ContentDigest: Hashable, Sendable {
    /// The algorithms that are computed here; others in a field are passed over where one of these stands beside.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        case sha256 = "sha-256"
        case sha512 = "sha-512"

        /// The octets of a value.
        public var length: Int { self == .sha256 ? 32 : 64 }
    }

    /// The values, by algorithm; at least one.
    public let values: [Algorithm: [UInt8]]

    /// Reads the field; nil where the message has none.
    public init?(_ fields: HTTPFields) throws(WIMSEError) {
        guard let text = CombinedField(.contentDigest, in: fields) else { return nil }
        do { try self.init(parsing: text.octets) } catch { throw .content(error) }
    }

    /// Reads a field's combined value.
    public init(parsing value: [UInt8]) throws(ContentFault) {
        guard let members = StructuredDictionary.byteSequences(value) else { throw .digestMalformed }
        var values: [Algorithm: [UInt8]] = [:]
        for (name, octets) in members {
            guard let algorithm = Algorithm(rawValue: name) else { continue }
            guard octets.count == algorithm.length else { throw .digestMismatch }
            values[algorithm] = octets
        }
        guard !values.isEmpty else { throw .noKnownAlgorithm }
        self.values = values
    }

    /// The digest of `content`.
    public init(of content: [UInt8], algorithm: Algorithm = .sha256) {
        values = [algorithm: algorithm.hash(content)]
    }

    /// The digests of content that was digested already; nil where it was not.
    init?(_ content: MessageContent, algorithm: Algorithm) {
        guard let value = content.digest(algorithm) else { return nil }
        values = [algorithm: value]
    }

    /// The field's value.
    public var fieldValue: String {
        Algorithm.allCases.compactMap { algorithm in
            values[algorithm].map { "\(algorithm.rawValue)=:\(Base64.encode($0)):" }
        }.joined(separator: ", ")
    }

    /// Refuses content with another digest. All algorithms that are known must agree.
    public func check(_ content: MessageContent) throws(WIMSEError) {
        for (algorithm, value) in values {
            guard let digest = content.digest(algorithm) else { throw .content(.notDigested) }
            guard digest == value else { throw .content(.digestMismatch) }
        }
    }
}

extension ContentDigest.Algorithm {
    func hash(_ octets: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: SHA256.hash(octets)
        case .sha512: SHA512.hash(octets)
        }
    }
}
