import CBOR
import Testing

@Suite("strict decoding")
struct DecoderTests {
    static let hostile: [(hex: String, rule: CBORError.Rule, offset: Int)] = [
        ("", .truncated, 0),
        ("0000", .trailingOctets, 1),
        ("80f6", .trailingOctets, 1),
        ("a000", .trailingOctets, 1),
        ("1817", .headNotShortest, 0),
        ("1800", .headNotShortest, 0),
        ("1900ff", .headNotShortest, 0),
        ("1a0000ffff", .headNotShortest, 0),
        ("1b00000000ffffffff", .headNotShortest, 0),
        ("3817", .headNotShortest, 0),
        ("3900ff", .headNotShortest, 0),
        ("580100", .headNotShortest, 0),
        ("59000100", .headNotShortest, 0),
        ("780161", .headNotShortest, 0),
        ("9800", .headNotShortest, 0),
        ("99000100", .headNotShortest, 0),
        ("b800", .headNotShortest, 0),
        ("bb0000000000000000", .headNotShortest, 0),
        ("d81200", .headNotShortest, 0),
        ("db000000000000001200", .headNotShortest, 0),
        ("8118", .truncated, 1),
        ("8181ff", .unexpectedBreak, 2),
        ("62c328", .invalidUTF8, 0),
        ("61ff", .invalidUTF8, 0),
        ("6180", .invalidUTF8, 0),
        ("62c080", .invalidUTF8, 0),
        ("63eda080", .invalidUTF8, 0),
        ("63e080af", .invalidUTF8, 0),
        ("64f4908080", .invalidUTF8, 0),
        ("816568656c6cff", .invalidUTF8, 1),
        ("a201000100", .duplicateKey, 3),
        ("a2616100616100", .duplicateKey, 4),
        ("a2810100810100", .duplicateKey, 4),
        ("a2a1010200a1010200", .duplicateKey, 5),
        ("a2f97e0000f97e0000", .duplicateKey, 5),
        ("a202000100", .unsortedKeys, 3),
        ("a262616100616200", .unsortedKeys, 5),
        ("a220000100", .unsortedKeys, 3),
        ("a26161000100", .unsortedKeys, 4),
        ("a3010002000100", .unsortedKeys, 5),
        ("fa3f800000", .floatNotShortest, 0),
        ("fb3ff0000000000000", .floatNotShortest, 0),
        ("fb40f86a0000000000", .floatNotShortest, 0),
        ("fa00000000", .floatNotShortest, 0),
        ("f97e01", .nanPayload, 0),
        ("f9fe00", .nanPayload, 0),
        ("f97d00", .nanPayload, 0),
        ("fa7fc00001", .nanPayload, 0),
        ("fb7ff0000000000001", .nanPayload, 0),
        ("c24100", .bignumNotPreferred, 0),
        ("c240", .bignumNotPreferred, 0),
        ("c248ffffffffffffffff", .bignumNotPreferred, 0),
        ("c24a00010000000000000000", .bignumNotPreferred, 0),
        ("c34101", .bignumNotPreferred, 0),
        ("c201", .bignumNotPreferred, 0),
        ("81c26161", .bignumNotPreferred, 1),
        ("9bffffffffffffffff", .truncated, 0),
        ("9b7fffffffffffffff", .truncated, 0),
        ("bbffffffffffffffff", .truncated, 0),
        ("bb8000000000000000", .truncated, 0),
        ("5bffffffffffffffff", .truncated, 0),
        ("7b8000000000000000", .truncated, 0),
        ("9a00989680", .truncated, 0),
        ("819affffffff", .truncated, 1),
        ("a20000", .truncated, 0),
        ("a100", .truncated, 0),
        ("f8", .truncated, 0),
        ("c1", .truncated, 0),
        ("d81c", .truncated, 0),
    ]

    @Test("a hostile input is refused by its rule, at its octet", arguments: hostile)
    func refused(hex: String, rule: CBORError.Rule, offset: Int) {
        #expect(refusal(hex) == CBORError(rule, at: offset))
    }

    @Test(
        "keys in any order and wide numbers are taken where order is free",
        arguments: [
            ("a202000100", "{1: 0, 2: 0}"), ("a220000100", "{1: 0, -1: 0}"),
            ("a2616200616100", #"{"a": 0, "b": 0}"#), ("fb3ff0000000000000", "1.0"),
            ("a2fb3ff0000000000000000100", "{1: 0, 1.0: 0}"), ("c24100", "0"), ("c34101", "-2"),
        ])
    func unordered(hex: String, diagnostic: String) throws {
        #expect(try CBORValue(decoding: unhex(hex), rules: .unordered).diagnostic == diagnostic)
        #expect(refusal(hex) != nil)
    }

    @Test(
        "free order excuses nothing else",
        arguments: [
            ("a3010002000100", CBORError.Rule.duplicateKey, 5), ("a201000100", .duplicateKey, 3),
            ("a2f93c0000fb3ff000000000000000", .duplicateKey, 5), ("a3020001000200", .duplicateKey, 5),
            ("a282010200 8201 0200", .duplicateKey, 5), ("1817", .headNotShortest, 0),
            ("9fff", .indefiniteLength, 0), ("fa7fc00001", .nanPayload, 0),
            ("c201", .bignumNotPreferred, 0), ("0000", .trailingOctets, 1), ("61ff", .invalidUTF8, 0),
        ])
    func unorderedRefusals(hex: String, rule: CBORError.Rule, offset: Int) {
        #expect(refusal(hex, rules: .unordered) == CBORError(rule, at: offset))
    }

    @Test(
        "a bignum that is wider than need be is the number that it stands for",
        arguments: [
            ("c240", "00"), ("c24100", "00"), ("c3420006", "26"),
            ("c248ffffffffffffffff", "1bffffffffffffffff"),
            ("c34900ffffffffffffffff", "3bffffffffffffffff"),
            ("c24a00010000000000000000", "c249010000000000000000"),
        ])
    func wideBignums(hex: String, shortest: String) throws {
        let value = try CBORValue(decoding: unhex(hex), rules: .unordered)
        #expect(value.encode() == unhex(shortest))
        #expect(try CBORValue(decoding: unhex(shortest)) == value)
        // Two spellings of one key are a key twice.
        let map = [0xA2] + unhex(shortest) + [0] + unhex(hex) + [0]
        #expect(throws: CBORError.self) { try CBORValue(decoding: map, rules: .unordered) }
    }

    @Test("texts that look alike are two keys")
    func normalization() throws {
        let map = try CBORValue(decoding: unhex("a2 62c3a9 01 6365cc81 02"))
        #expect(map.entries?.count == 2)
        #expect(CBORText("\u{e9}") != CBORText("e\u{301}"))
        #expect(Set([CBORText("\u{e9}"), "e\u{301}"]).count == 2)
    }

    @Test("32 levels are taken and 33 refused, whatever they are made of", arguments: ["81", "a100", "c7"])
    func depth(level: String) {
        #expect(refusal(String(repeating: level, count: 32) + "00") == nil)
        let last = 32 * level.utf8.count / 2
        #expect(refusal(String(repeating: level, count: 33) + "00") == CBORError(.tooDeep, at: last))
    }

    @Test("an empty array is a level, and a million levels cost nothing")
    func depthExtremes() throws {
        #expect(refusal(String(repeating: "81", count: 32) + "80") == CBORError(.tooDeep, at: 32))
        let error = #expect(throws: CBORError.self) {
            try CBORValue(decoding: [UInt8](repeating: 0x81, count: 1_000_000))
        }
        #expect(error == CBORError(.tooDeep, at: 32))
    }

    @Test("no limit above 256 levels is granted")
    func depthCeiling() {
        let limits = CBORLimits(depth: .max)
        #expect(limits.depth == 256)
        #expect(refusal(String(repeating: "81", count: 256) + "00", limits: limits) == nil)
        #expect(refusal(String(repeating: "81", count: 257) + "00", limits: limits)?.rule == .tooDeep)
        #expect(CBORLimits(octets: -1, depth: -1, items: -1) == CBORLimits(octets: 0, depth: 0, items: 0))
    }

    @Test("size and number of items are checked before anything is made")
    func limits() {
        #expect(refusal("420000", limits: CBORLimits(octets: 3)) == nil)
        #expect(refusal("420000", limits: CBORLimits(octets: 2)) == CBORError(.tooLarge, at: 2))
        #expect(refusal("820000", limits: CBORLimits(items: 3)) == nil)
        #expect(refusal("820000", limits: CBORLimits(items: 2)) == CBORError(.tooManyItems, at: 0))
        #expect(refusal("81a10000", limits: CBORLimits(items: 3)) == CBORError(.tooManyItems, at: 1))
        #expect(refusal("00", limits: CBORLimits(items: 0)) == CBORError(.tooManyItems, at: 0))
    }

    @Test("10 MiB are the most that the standard limits take")
    func large() throws {
        let room = CBORLimits.standard.octets
        let filling = [UInt8](repeating: 7, count: room - 5)
        #expect(try CBORValue(decoding: [0x5a, 0x00, 0x9f, 0xff, 0xfb] + filling).bytes?.count == room - 5)
        let error = #expect(throws: CBORError.self) {
            try CBORValue(decoding: [0x5a, 0x00, 0x9f, 0xff, 0xfc] + filling + [7])
        }
        #expect(error == CBORError(.tooLarge, at: room))
    }

    @Test("every rule has a code and a sentence of its own")
    func words() {
        let errors = CBORError.Rule.allCases.map { CBORError($0, at: 7) }
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { $0.code.hasPrefix("cbor-") && $0.description.hasSuffix(" at octet 7") })
    }
}
