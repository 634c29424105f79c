import CBOR
import TestSupport
import Testing

@Suite("properties over random values")
struct PropertyTests {
    @Test("what is encoded decodes to itself, and its octets are the only ones")
    func roundTrip() {
        forAll({ tree(depth: 4, &$0) }, runs: 2_000) { value in
            let octets = value.encode()
            let decoded = try CBORValue(decoding: octets)
            let unordered = try CBORValue(decoding: octets, rules: .unordered)
            return decoded == value && decoded.encode() == octets && unordered == value
                && decoded.hashValue == value.hashValue
        }
    }

    @Test("a mutated encoding is refused, or is the encoding of what it decodes to")
    func mutation() {
        var (taken, refused) = (0, 0)
        forAll({ mutated(tree(depth: 3, &$0).encode(), &$0) }, runs: 5_000) { octets in
            do throws(CBORError) {
                let value = try CBORValue(decoding: octets)
                taken += 1
                return value.encode() == octets && !value.diagnostic.isEmpty
            } catch {
                refused += 1
                return (0...octets.count).contains(error.offset)
            }
        }
        #expect(taken > 100 && refused > 100, "\(taken) taken, \(refused) refused")
    }

    @Test("random octets are refused, or are the encoding of what they decode to")
    func noise() {
        forAll({ $0.octets(count: 0...24) }, runs: 10_000) { octets in
            guard let value = try? CBORValue(decoding: octets) else { return true }
            return value.encode() == octets
        }
    }

    @Test("the order of values is the order of their encodings")
    func order() {
        forAll({ (tree(depth: 3, &$0), tree(depth: 3, &$0)) }, runs: 4_000) { a, b in
            (a < b) == a.encode().lexicographicallyPrecedes(b.encode())
        }
    }

    private func tree(depth: Int, _ random: inout SeededGenerator) -> CBORValue {
        let argument = random.next() >> UInt64(random.integer(in: 0...63))
        switch random.integer(in: 0...(depth > 0 ? 9 : 6)) {
        case 0: return .unsigned(argument)
        case 1: return .negative(argument)
        case 2: return .byteString(random.octets(count: 0...40))
        case 3: return .text(random.text(count: 0...30))
        case 4: return CBORSimple(rawValue: UInt8(random.integer(in: 0...255))).map { .simple($0) } ?? .null
        case 5: return .float(Double(bitPattern: random.next()))
        case 6: return .float(Double(random.integer(in: -5000...5000)) / 16)
        case 7: return .array((0..<random.integer(in: 0...4)).map { _ in tree(depth: depth - 1, &random) })
        case 8:
            var map = CBORMap()
            for _ in 0..<random.integer(in: 0...4) {
                map[tree(depth: depth - 1, &random)] = tree(depth: depth - 1, &random)
            }
            return .map(map)
        default: return .tagged(max(4, argument), tree(depth: depth - 1, &random))
        }
    }

    private func mutated(_ octets: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var octets = octets
        for _ in 0..<random.integer(in: 1...3) {
            guard let index = octets.indices.randomElement(using: &random) else { return [] }
            switch random.integer(in: 0...3) {
            case 0: octets[index] ^= 1 << UInt8(random.integer(in: 0...7))
            case 1: octets[index] = UInt8(random.integer(in: 0...255))
            case 2: octets.remove(at: index)
            default: octets.insert(UInt8(random.integer(in: 0...255)), at: index)
            }
        }
        return octets
    }
}
