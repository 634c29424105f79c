/// The digests of the SHA-2 family by their registered names (IANA "Hash Algorithm Textual Names").
public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// SHA-256, 32 octets.
    case sha256 = "SHA-256"
    /// SHA-384, 48 octets.
    case sha384 = "SHA-384"
    /// SHA-512, 64 octets.
    case sha512 = "SHA-512"

    /// The octets of a hash value.
    public var count: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The hash value of `octets`.
    public func hash(_ octets: Span<UInt8>) -> [UInt8] { fetched.hash(octets) }

    /// The hash value of `octets`.
    public func hash(_ octets: [UInt8]) -> [UInt8] { hash(octets.span) }
}
