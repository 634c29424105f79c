import Encoding

/// Strings as small numbers: each distinct string is kept once, its octets in one run of memory.
///
/// A million ids as separate strings in a dictionary cost over 100 octets each beside their own; here it is
/// about 16. The hash is Swift's, seeded for the process, so that chosen ids can't be made to collide.
struct SymbolTable: Sendable {
    private var octets: [UInt8] = []
    private var ends: [UInt32] = []
    /// Open addressing: the hash above, symbol + 1 below, or 0; a power of two, at most three quarters full.
    private var slots = [UInt64](repeating: 0, count: 16)

    /// How many distinct strings there are.
    var count: Int { ends.count }

    /// The string of `symbol`.
    subscript(symbol: UInt32) -> ExactString {
        ExactString(String(decoding: octets[range(of: Int(symbol))], as: UTF8.self))
    }

    /// The number of `string`, given on first sight.
    mutating func intern(_ string: ExactString) throws(GraphError) -> UInt32 {
        let hash = SymbolTable.hash(of: string)
        let slot = slot(of: string, hash: hash)
        if slots[slot] != 0 { return UInt32(truncatingIfNeeded: slots[slot]) - 1 }
        guard ends.count < GraphIndex.limit, octets.count + string.utf8.count <= Int(UInt32.max) else {
            throw .tooLarge
        }
        octets.append(contentsOf: string.utf8)
        ends.append(UInt32(octets.count))
        slots[slot] = UInt64(hash) << 32 | UInt64(ends.count)
        if ends.count * 4 > slots.count * 3 { grow() }
        return UInt32(ends.count - 1)
    }

    /// The number of `string`, if it was seen.
    func find(_ string: ExactString) -> UInt32? {
        let found = slots[slot(of: string, hash: SymbolTable.hash(of: string))]
        return found == 0 ? nil : UInt32(truncatingIfNeeded: found) - 1
    }

    private static func hash(of string: ExactString) -> UInt32 {
        UInt32(truncatingIfNeeded: string.hashValue)
    }

    private func range(of symbol: Int) -> Range<Int> {
        (symbol == 0 ? 0 : Int(ends[symbol - 1]))..<Int(ends[symbol])
    }

    /// Where `string` is, or the empty slot where it belongs.
    private func slot(of string: ExactString, hash: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let (found, symbol) = (slots[slot] >> 32, Int(UInt32(truncatingIfNeeded: slots[slot])) - 1)
            if found == hash, holds(symbol, string) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func holds(_ symbol: Int, _ string: ExactString) -> Bool {
        let range = range(of: symbol)
        let key = string.utf8.span
        guard range.count == key.count else { return false }
        for offset in 0..<key.count where octets[range.lowerBound + offset] != key[offset] { return false }
        return true
    }

    private mutating func grow() {
        let former = slots
        let mask = former.count * 2 - 1
        slots = [UInt64](repeating: 0, count: former.count * 2)
        for entry in former where entry != 0 {
            var slot = Int(entry >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }
}
