import CBOR
import Signing

/// Reads a bundle in sequence through a buffer of bounded size, and hashes what goes by.
struct BundleCursor: ~Copyable {
    private let source: any OctetSource
    private var buffer: [UInt8] = []
    /// The place in `buffer` of the next octet.
    private var next = 0
    private var running = SHA256()
    /// The place in the bundle of the next octet.
    private(set) var offset: UInt64

    /// How much is read next: little for a few covers, much for a million tokens.
    private var pieceSize = 1 << 10

    private static let largestPiece = 1 << 18

    init(_ source: any OctetSource, at offset: UInt64 = 0) {
        self.source = source
        self.offset = offset
    }

    /// Whether all octets have been read.
    var isAtEnd: Bool { offset >= source.count }

    /// How many octets are left.
    var remaining: UInt64 { source.count - min(offset, source.count) }

    /// Reads a head.
    mutating func head() throws(SCITTError) -> CBORItemHead {
        let head = try upcoming()
        advance(head.width)
        return head
    }

    /// The next head, which stays to be read.
    mutating func upcoming() throws(SCITTError) -> CBORItemHead {
        try fill(CBORItemHead.longest)
        do {
            return try CBORItemHead(reading: buffer.span, at: next)
        } catch {
            throw .cbor(CBORError(error.rule, at: Int(clamping: offset)), in: .bundle)
        }
    }

    /// Reads the head of an item that must be of that type; answers its argument.
    mutating func head(_ type: CBORMajorType) throws(SCITTError) -> UInt64 {
        let start = offset
        let head = try head()
        guard head.type == type else { throw .bundleMalformed(at: start) }
        return head.argument
    }

    /// Reads the key of a member, which must be this one.
    mutating func key(_ key: UInt64) throws(SCITTError) {
        let start = offset
        guard try head(.unsigned) == key else { throw .bundleMalformed(at: start) }
    }

    /// Reads the head of an array, whose elements take an octet each at least.
    mutating func array() throws(SCITTError) -> Int {
        let start = offset
        let count = try head(.array)
        guard count <= remaining else {
            throw .cbor(CBORError(.truncated, at: Int(clamping: start)), in: .bundle)
        }
        return Int(count)
    }

    /// Reads a byte string of one of these lengths.
    mutating func byteString(of lengths: ClosedRange<Int>) throws(SCITTError) -> [UInt8] {
        let start = offset
        let length = try head(.byteString)
        guard length <= remaining else {
            throw .cbor(CBORError(.truncated, at: Int(clamping: start)), in: .bundle)
        }
        guard let count = Int(exactly: length), lengths.contains(count) else {
            throw .bundleMalformed(at: start)
        }
        return try octets(count)
    }

    /// Reads a byte string of 32 octets.
    mutating func digest() throws(SCITTError) -> Digest32 {
        let start = offset
        guard let digest = Digest32(try byteString(of: 0...Digest32.count)) else {
            throw .bundleMalformed(at: start)
        }
        return digest
    }

    /// The SHA-256 of everything read so far; what is read later is hashed anew.
    mutating func takeHash() -> Digest32 {
        var taken = SHA256()
        swap(&taken, &running)
        return taken.finalizeDigest()
    }

    private mutating func octets(_ count: Int) throws(SCITTError) -> [UInt8] {
        try fill(count)
        guard buffer.count - next >= count else {
            throw .cbor(CBORError(.truncated, at: Int(clamping: offset)), in: .bundle)
        }
        let octets = Array(buffer[next..<next + count])
        advance(count)
        return octets
    }

    private mutating func advance(_ count: Int) {
        Self.hash(buffer, next..<next + count, into: &running)
        next += count
        offset += UInt64(count)
    }

    private static func hash(_ octets: [UInt8], _ range: Range<Int>, into running: inout SHA256) {
        running.update(octets.span.extracting(range))
    }

    /// Makes `count` octets available, as far as there are so many.
    private mutating func fill(_ count: Int) throws(SCITTError) {
        let held = buffer.count - next
        guard held < count else { return }
        buffer.removeSubrange(0..<next)
        next = 0
        buffer += try source.read(max(pieceSize, count - held), at: offset + UInt64(held))
        pieceSize = min(2 * pieceSize, Self.largestPiece)
    }
}
