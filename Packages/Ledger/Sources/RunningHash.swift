import Encoding
import Signing

/// The hashes beside the Merkle tree: over what the tree's leaves, which are the tokens alone, don't cover.
///
/// Each begins with an octet that neither a leaf nor a node begins with.
///
///     mark(i) = SHA-256(0x02 || mark(i - 1) || leaf hash(i) || sequence || recorded || kind
///                            || length(wid) || wid || length(jti) || jti || length(iss) || iss)
///     link(k) = SHA-256(0x03 || link(k - 1) || size(k) || root(k) || mark(size(k) - 1))
///
/// Both start from 32 zero octets. Numbers are big-endian, 64 bits; lengths 32 bits; the length of a missing `wid` is 0xFFFFFFFF.
enum RunningHash {
    private static let markPrefix: UInt8 = 0x02
    private static let linkPrefix: UInt8 = 0x03

    /// The hash of a row, given that of the row before it.
    static func mark(after previous: Digest32, leaf: Digest32, row: EntryRow) -> Digest32 {
        let names = row.jti.count + row.iss.count + (row.wid?.count ?? 0)
        return withUnsafeTemporaryAllocation(byteCount: 101 + names, alignment: 8) { buffer in
            var input = Input(buffer: buffer)
            input.append(markPrefix)
            input.append(previous.span)
            input.append(leaf.span)
            input.append(UInt64(bitPattern: row.sequence))
            input.append(UInt64(bitPattern: row.recorded))
            input.append(UInt64(bitPattern: row.kind))
            if let wid = row.wid {
                input.append(UInt32(truncatingIfNeeded: wid.count))
                input.append(wid.span)
            } else {
                input.append(UInt32.max)
            }
            input.append(UInt32(truncatingIfNeeded: row.jti.count))
            input.append(row.jti.span)
            input.append(UInt32(truncatingIfNeeded: row.iss.count))
            input.append(row.iss.span)
            return input.digest
        }
    }

    /// The hash of a checkpoint, given that of the one before it.
    static func link(after previous: Digest32, size: UInt64, root: Digest32, mark: Digest32) -> Digest32 {
        withUnsafeTemporaryAllocation(byteCount: 105, alignment: 8) { buffer in
            var input = Input(buffer: buffer)
            input.append(linkPrefix)
            input.append(previous.span)
            input.append(size)
            input.append(root.span)
            input.append(mark.span)
            return input.digest
        }
    }

    /// The key under which a name is indexed: short, evenly spread, and the same in every store.
    static func key(_ name: [UInt8]) -> Int64 {
        SHA256.digest(name).span.withUnsafeBytes {
            Int64(bitPattern: UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)))
        }
    }

    /// A hash's input on the stack.
    private struct Input: ~Copyable {
        let buffer: UnsafeMutableRawBufferPointer
        var count = 0

        init(buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

        mutating func append(_ octet: UInt8) {
            buffer[count] = octet
            count += 1
        }

        mutating func append(_ octets: Span<UInt8>) {
            octets.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: $0)
            }
            count += octets.count
        }

        mutating func append(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.bigEndian) {
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: $0)
                count += $0.count
            }
        }

        var digest: Digest32 {
            SHA256.digest(UnsafeBufferPointer(rebasing: buffer.bindMemory(to: UInt8.self)[..<count]).span)
        }
    }
}
