/// A simple value of RFC 8949 §3.3: 0 to 23 or 32 to 255. 24 to 31 have no encoding and no instance.
public struct CBORSimple: RawRepresentable, Hashable, Sendable {
    /// The number of the simple value.
    public let rawValue: UInt8

    /// The simple value of a number; nil for the reserved numbers 24 to 31.
    public init?(rawValue: UInt8) {
        guard !(24..<32).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(known: UInt8) { rawValue = known }

    /// 20.
    public static let `false` = CBORSimple(known: 20)
    /// 21.
    public static let `true` = CBORSimple(known: 21)
    /// 22, which the RFC's CDDL calls nil.
    public static let null = CBORSimple(known: 22)
    /// 23.
    public static let undefined = CBORSimple(known: 23)
}
