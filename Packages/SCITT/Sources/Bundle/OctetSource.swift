import Glibc

/// Octets that can be read from any place, so that a bundle need not be in memory.
public protocol OctetSource: Sendable {
    /// How many octets there are.
    var count: UInt64 { get }

    /// `count` octets from `offset`; fewer where the source ends before.
    func read(_ count: Int, at offset: UInt64) throws(SCITTError) -> [UInt8]
}

/// Octets in memory.
struct MemoryOctets: OctetSource {
    let octets: [UInt8]

    var count: UInt64 { UInt64(octets.count) }

    func read(_ count: Int, at offset: UInt64) -> [UInt8] {
        guard offset < self.count, count > 0 else { return [] }
        let start = Int(offset)
        return Array(octets[start..<start + min(count, octets.count - start)])
    }
}

/// The octets of a file, which must not change while it is read.
final class FileOctets: OctetSource {
    let count: UInt64
    private let descriptor: Int32

    init(path: String) throws(SCITTError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unavailable(.bundle, Self.message(errno)) }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else {
            let number = errno
            close(descriptor)
            throw .unavailable(.bundle, Self.message(number))
        }
        self.descriptor = descriptor
        count = UInt64(end)
    }

    deinit { close(descriptor) }

    func read(_ count: Int, at offset: UInt64) throws(SCITTError) -> [UInt8] {
        guard offset < self.count, count > 0 else { return [] }
        let wanted = Int(min(UInt64(count), self.count - offset))
        var failure: Int32 = 0
        let descriptor = descriptor
        let octets = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            filled = 0
            while filled < wanted, let base = buffer.baseAddress {
                let got = unsafe pread(
                    descriptor, base + filled, wanted - filled, Int(offset) + filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { return }
                filled += got
            }
        }
        guard failure == 0 else { throw .unavailable(.bundle, Self.message(failure)) }
        return octets
    }

    private static func message(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
