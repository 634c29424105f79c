import Signing

/// The content of a message: its octets, or what is left of them after they were streamed through a
/// `ContentDigester`.
public struct MessageContent: Sendable {
    /// How many octets there are.
    public let count: Int
    /// The octets; nil where they were streamed and not kept.
    public let octets: [UInt8]?
    private let digests: [ContentDigest.Algorithm: [UInt8]]

    /// No content.
    public static let none = MessageContent([])

    /// Content that is at hand as a whole.
    public init(_ octets: [UInt8]) {
        self.octets = octets
        count = octets.count
        digests = [:]
    }

    init(count: Int, octets: [UInt8]?, digests: [ContentDigest.Algorithm: [UInt8]]) {
        self.count = count
        self.octets = octets
        self.digests = digests
    }

    /// The digest; nil where the content was streamed through a digester without this algorithm.
    func digest(_ algorithm: ContentDigest.Algorithm) -> [UInt8]? {
        digests[algorithm] ?? octets.map(algorithm.hash)
    }
}

/// Digests content as it streams by, and keeps it where it is short enough to be looked into for tokens.
///
/// ```swift
/// var digester = ContentDigester(for: authenticated)
/// for try await chunk in body { digester.update(chunk) }
/// let verified = try verifier.accept(authenticated, content: digester.finish(), at: now)
/// ```
public struct ContentDigester: ~Copyable, Sendable {
    private var sha256: SHA256?
    private var sha512: SHA512?
    private var kept: [UInt8]? = []
    private let keeping: Int
    private var count = 0

    /// A digester with `algorithms`, which keeps content of up to `keeping` octets.
    public init(
        algorithms: Set<ContentDigest.Algorithm> = [.sha256], keeping: Int = ExecutionContent.limit
    ) {
        if algorithms.contains(.sha256) { sha256 = SHA256() }
        if algorithms.contains(.sha512) { sha512 = SHA512() }
        self.keeping = keeping
    }

    /// A digester with the algorithms of the message's `Content-Digest`.
    public init(for digest: ContentDigest?, keeping: Int = ExecutionContent.limit) {
        self.init(algorithms: digest.map { Set($0.values.keys) } ?? [], keeping: keeping)
    }

    /// Takes in more octets.
    public mutating func update(_ octets: [UInt8]) { update(octets.span) }

    /// Takes in more octets.
    public mutating func update(_ octets: Span<UInt8>) {
        count += octets.count
        sha256?.update(octets)
        sha512?.update(octets)
        guard kept != nil else { return }
        guard count <= keeping else { return kept = nil }
        for at in octets.indices { kept?.append(octets[at]) }
    }

    /// Ends the content.
    public consuming func finish() -> MessageContent {
        var digests: [ContentDigest.Algorithm: [UInt8]] = [:]
        if let sha256 { digests[.sha256] = sha256.finalize() }
        if let sha512 { digests[.sha512] = sha512.finalize() }
        return MessageContent(count: count, octets: kept, digests: digests)
    }
}
