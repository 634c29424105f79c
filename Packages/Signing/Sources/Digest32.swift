import Encoding

/// A hash value of 32 octets, stored inline: no allocation to make, copy, compare or hash one.
public struct Digest32: Sendable {
    private var storage: InlineArray<32, UInt8>

    /// The number of octets.
    public static let count = 32

    /// All octets zero.
    public static let zero = Digest32(storage: InlineArray(repeating: 0))

    private init(storage: InlineArray<32, UInt8>) { self.storage = storage }

    /// The digest whose octets are `octets`; nil unless there are exactly 32.
    public init?(_ octets: Span<UInt8>) {
        guard octets.count == Self.count else { return nil }
        self.init { output in
            octets.withUnsafeBufferPointer {
                if let start = $0.baseAddress { output.update(from: start, count: Self.count) }
            }
        }
    }

    /// The digest whose octets are `octets`; nil unless there are exactly 32.
    public init?(_ octets: [UInt8]) { self.init(octets.span) }

    /// The octets, borrowed.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span }
    }

    /// The octets, copied.
    public var octets: [UInt8] { storage.span.withUnsafeBufferPointer { Array($0) } }

    /// A digest whose octets `write` fills in.
    init(writing write: (UnsafeMutablePointer<UInt8>) -> Void) {
        storage = InlineArray(repeating: 0)
        var octets = storage.mutableSpan
        octets.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { write(start) } }
    }

    /// The value of a digest that ends here.
    init(finishing running: consuming RunningDigest) {
        storage = InlineArray(repeating: 0)
        var octets = storage.mutableSpan
        octets.withUnsafeMutableBufferPointer {
            if let start = $0.baseAddress { running.finish(into: start) }
        }
    }

    /// Four big-endian words, so that comparing and hashing take four steps and not 32.
    private var words: (UInt64, UInt64, UInt64, UInt64) {
        storage.span.withUnsafeBytes {
            (
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            )
        }
    }
}

extension Digest32: Hashable, Comparable, CustomStringConvertible {
    /// Equal octet for octet.
    public static func == (left: Digest32, right: Digest32) -> Bool { left.words == right.words }

    /// The order of the octets, first octet first.
    public static func < (left: Digest32, right: Digest32) -> Bool { left.words < right.words }

    /// Feeds all octets: a digest that someone else names need not be a random one.
    public func hash(into hasher: inout Hasher) {
        let words = words
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    /// Lower-case hexadecimal.
    public var description: String { Hexadecimal.encode(octets) }
}
