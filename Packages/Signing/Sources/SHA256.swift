/// SHA-256 (FIPS 180-4): one shot by the static functions, piece by piece by a value that is used up.
public struct SHA256: ~Copyable, Sendable {
    private var running = RunningDigest(.sha256)

    /// Begins a digest.
    public init() {}

    /// Takes in more octets.
    public mutating func update(_ octets: Span<UInt8>) { running.update(octets) }

    /// Takes in more octets.
    public mutating func update(_ octets: [UInt8]) { running.update(octets.span) }

    /// Ends the digest: 32 octets.
    public consuming func finalize() -> [UInt8] { running.finalize() }

    /// Ends the digest without allocating.
    public consuming func finalizeDigest() -> Digest32 {
        Digest32(finishing: running)
    }

    /// The hash value of `octets`: 32 octets.
    public static func hash(_ octets: Span<UInt8>) -> [UInt8] { FetchedDigest.sha256.hash(octets) }

    /// The hash value of `octets`: 32 octets.
    public static func hash(_ octets: [UInt8]) -> [UInt8] { hash(octets.span) }

    /// The hash value of `octets`, without allocating.
    public static func digest(_ octets: Span<UInt8>) -> Digest32 {
        Digest32 { output in octets.withUnsafeBytes { FetchedDigest.sha256.hash($0, into: output) } }
    }

    /// The hash value of `octets`, without allocating.
    public static func digest(_ octets: [UInt8]) -> Digest32 { digest(octets.span) }

    /// The hash value of one octet before `octets`, without copying them: a Merkle leaf (RFC 9162 §2.1.1).
    public static func digest(prefix: UInt8, _ octets: Span<UInt8>) -> Digest32 {
        Digest32 { output in
            octets.withUnsafeBytes { FetchedDigest.sha256.hash(prefix: prefix, $0, into: output) }
        }
    }

    /// The hash value of the 65 octets `prefix ‖ a ‖ b`, without allocating: a Merkle node (RFC 9162 §2.1.1).
    public static func digest(prefix: UInt8, a: Digest32, b: Digest32) -> Digest32 {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest32.count, alignment: 8) { node in
            node[0] = prefix
            a.span.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: node[1..<33]).copyMemory(from: $0)
            }
            b.span.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: node[33...]).copyMemory(from: $0)
            }
            return Digest32 { FetchedDigest.sha256.hash(UnsafeRawBufferPointer(node), into: $0) }
        }
    }
}
