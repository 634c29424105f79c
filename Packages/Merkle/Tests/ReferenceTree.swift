import Merkle
import Signing

/// The definitions of RFC 9162, Section 2.1, as they are written there: recursive, over the whole list.
enum ReferenceTree {
    /// MTH(D_n).
    static func root(_ leaves: ArraySlice<[UInt8]>) -> Digest32 {
        guard let first = leaves.first else { return SHA256.digest([]) }
        if leaves.count == 1 { return SHA256.digest([0] + first) }
        let (left, right) = halves(leaves)
        return SHA256.digest([1] + root(left).octets + root(right).octets)
    }

    /// PATH(m, D_n).
    static func path(_ m: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest32] {
        if leaves.count == 1 { return [] }
        let (left, right) = halves(leaves)
        return m < left.count
            ? path(m, left) + [root(right)]
            : path(m - left.count, right) + [root(left)]
    }

    /// PROOF(m, D_n).
    static func proof(_ m: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest32] {
        subproof(m, leaves, true)
    }

    private static func subproof(_ m: Int, _ leaves: ArraySlice<[UInt8]>, _ known: Bool) -> [Digest32] {
        if m == leaves.count { return known ? [] : [root(leaves)] }
        let (left, right) = halves(leaves)
        return m <= left.count
            ? subproof(m, left, known) + [root(right)]
            : subproof(m - left.count, right, false) + [root(left)]
    }

    private static func halves(_ leaves: ArraySlice<[UInt8]>) -> (ArraySlice<[UInt8]>, ArraySlice<[UInt8]>) {
        var k = 1
        while k * 2 < leaves.count { k *= 2 }
        return (leaves.prefix(k), leaves.dropFirst(k))
    }
}

/// A small generator with a seed that a failing test prints.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func numbered(_ count: Int) -> [[UInt8]] {
    (0..<count).map { Array("leaf \($0)".utf8) }
}

func digest(_ hexadecimal: String) -> Digest32? {
    let digits = Array(hexadecimal.utf8)
    let octets = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(decoding: digits[$0..<min($0 + 2, digits.count)], as: UTF8.self), radix: 16)
    }
    return Digest32(octets)
}
