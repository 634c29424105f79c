/// SHA-512 (FIPS 180-4): one shot by the static functions, piece by piece by a value that is used up.
public struct SHA512: ~Copyable, Sendable {
    private var running = RunningDigest(.sha512)

    /// Begins a digest.
    public init() {}

    /// Takes in more octets.
    public mutating func update(_ octets: Span<UInt8>) { running.update(octets) }

    /// Takes in more octets.
    public mutating func update(_ octets: [UInt8]) { running.update(octets.span) }

    /// Ends the digest: 64 octets.
    public consuming func finalize() -> [UInt8] { running.finalize() }

    /// The hash value of `octets`: 64 octets.
    public static func hash(_ octets: Span<UInt8>) -> [UInt8] { FetchedDigest.sha512.hash(octets) }

    /// The hash value of `octets`: 64 octets.
    public static func hash(_ octets: [UInt8]) -> [UInt8] { hash(octets.span) }
}
