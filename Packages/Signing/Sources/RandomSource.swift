/// Where random octets come from. Keys and identifiers take it as a parameter, so that a test can name
/// the octets.
public protocol RandomSource: Sendable {
    /// That many octets, not to be guessed by anyone.
    func octets(count: Int) -> [UInt8]
}

/// The random generator of the cryptographic library, which the operating system seeds.
public struct SystemRandom: RandomSource {
    /// The one generator.
    public init() {}

    /// That many octets, good for private keys.
    public func octets(count: Int) -> [UInt8] { secureRandom(count: count) }
}
