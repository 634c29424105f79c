import CBOR
import Testing

@Suite("values, maps and encoding")
struct ValueTests {
    @Test("integers are read over the whole range of Int64 and no further")
    func integers() {
        #expect(CBORValue.integer(.min).integer == .min)
        #expect(CBORValue.integer(.max).integer == .max)
        #expect(CBORValue.unsigned(1 << 63).integer == nil)
        #expect(CBORValue.negative(1 << 63).integer == nil)
        #expect(CBORValue.integer(-1) == .negative(0))
        #expect(CBORValue.null.integer == nil)
    }

    @Test("an accessor answers for its own type only")
    func accessors() {
        let array = CBORValue.array([1])
        #expect(CBORValue.byteString([1]).bytes == [1])
        #expect(CBORValue.text("a").text == "a")
        #expect(CBORText("a").description == "a")
        #expect(array.elements == [1])
        #expect(CBORValue.map([1: 2]).entries?[1] == 2)
        #expect(CBORValue.null.isNull)
        #expect(!CBORValue.boolean(false).isNull)
        #expect(array.bytes == nil && array.text == nil && array.entries == nil)
        #expect(CBORValue.null.elements == nil)
    }

    @Test("the reserved simple values have no instance")
    func simple() {
        #expect((0...255).compactMap { CBORSimple(rawValue: $0) }.count == 248)
        #expect(CBORSimple(rawValue: 24) == nil)
        #expect(CBORSimple(rawValue: 31) == nil)
        #expect(CBORSimple(rawValue: 20) == .false && CBORSimple(rawValue: 21) == .true)
    }

    @Test("1 is not 1.0, 0.0 is not -0.0, every NaN is one")
    func equality() {
        #expect(CBORValue.integer(1) != .float(1))
        #expect(CBORValue.float(0) != .float(-0.0))
        #expect(CBORValue.float(.nan) == .float(Double(nan: 3, signaling: false)))
        #expect(Set([CBORValue.float(.nan), .float(-.nan), .text("a"), "a", .byteString([0x61])]).count == 3)
    }

    @Test("values sort as their encodings do")
    func order() {
        let ascending: [CBORValue] = [
            0, 23, 24, 255, 256, 65536, .unsigned(.max), -1, -25, .negative(.max), .byteString([]),
            .byteString([2]), .byteString([1, 1]), "", "b", "aa", .array([]), .array([1]), .array([2]),
            .array([1, 1]), .map([:]), .map([1: 1]), .map([1: 2]), .map([2: 0]), .tagged(1, 0),
            .tagged(1, 1), .tagged(100, 0), .boolean(false), .boolean(true), .null, .float(1), .float(-1),
            .float(100_000), .float(1.1),
        ]
        for (a, b) in zip(ascending, ascending.dropFirst()) {
            #expect(a < b)
            #expect(!(b < a))
            #expect(a.encode().lexicographicallyPrecedes(b.encode()))
        }
    }

    @Test("a map keeps its keys unique and in order")
    func maps() {
        var map: CBORMap = ["b": 1, 10: 2, -1: 3, "aa": 4, 10: 5]
        #expect(CBORValue.map(map).diagnostic == #"{10: 5, -1: 3, "b": 1, "aa": 4}"#)
        map["b"] = nil
        map["none"] = nil
        map[100] = 6
        map[10] = 7
        #expect(map.map(\.key) == [10, 100, -1, "aa"])
        #expect(map[10] == 7 && map["b"] == nil && map["zzz"] == nil)
        #expect(CBORMap([(key: 2, value: 0), (key: 1, value: 0)])?.map(\.key) == [1, 2])
        #expect(CBORMap([(key: 1, value: 0), (key: 1, value: 1)]) == nil)
    }

    @Test(
        "numbers are written in the shortest form that keeps them",
        arguments: [
            (0.0, "f90000"), (-0.0, "f98000"), (0x1p-24, "f90001"), (0x1p-25, "fa33000000"),
            (0x1.8p-24, "fa33c00000"), (0x3ffp-24, "f903ff"), (0x1p-14, "f90400"), (65504, "f97bff"),
            (65536, "fa47800000"), (65505, "fa477fe100"), (1.00048828125, "fa3f801000"),
            (0.1, "fb3fb999999999999a"), (3.4028234663852886e38, "fa7f7fffff"),
            (0x1p128, "fb47f0000000000000"),
            (0x1p-149, "fa00000001"), (0x1p-150, "fb3690000000000000"),
            (.leastNonzeroMagnitude, "fb0000000000000001"),
            (.infinity, "f97c00"), (-.infinity, "f9fc00"), (-.nan, "f97e00"),
        ])
    func floats(number: Double, hex: String) throws {
        let octets = CBORValue.float(number).encode()
        #expect(octets == unhex(hex))
        #expect(try CBORValue(decoding: octets) == .float(number))
    }

    @Test(
        "numbers are spelled in decimal as in Appendix A",
        arguments: [
            (1e21, "1.0e+21"), (1e20, "100000000000000000000.0"), (123456.789, "123456.789"),
            (1e-6, "0.000001"), (1.25e-7, "1.25e-7"), (0.5, "0.5"), (-1e-300, "-1.0e-300"), (10, "10.0"),
            (1.7976931348623157e308, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5.0e-324"),
        ])
    func decimals(number: Double, text: String) {
        #expect(CBORValue.float(number).diagnostic == text)
    }

    @Test(
        "notation escapes what can't be told apart",
        arguments: [
            (CBORValue.text("\u{0}\n\u{7f}\u{202e}\u{e9}"), #""\u0000\u000a\u007f\u202e\u00e9""#),
            (.text("a\"b\\"), #""a\"b\\""#), (.byteString([0, 0xff, 0xa5]), "h'00ffa5'"),
            (.map([1: .array([.null, .simple(.undefined)])]), "{1: [null, undefined]}"),
            (.tagged(2, 1), "2(1)"), (.tagged(3, .byteString([0xff])), "-256"),
            (.tagged(2, .byteString([])), "0"),
            (
                .tagged(2, .byteString([UInt8](repeating: 1, count: 129))),
                "2(h'" + String(repeating: "01", count: 129) + "')"
            ),
        ])
    func notation(value: CBORValue, text: String) {
        #expect(value.diagnostic == text)
        #expect("\(value)" == text)
    }

    @Test("an encoder writes parts one after the other")
    func encoder() {
        var encoder = CBOREncoder()
        encoder.tag(18)
        encoder.array(count: 4)
        encoder.byteString([1])
        encoder.map(count: 1)
        encoder.integer(-7)
        encoder.textString("x")
        encoder.value(.null)
        encoder.value(.tagged(24, .byteString([])))
        #expect(encoder.octets == unhex("d2 84 4101 a1 26 6178 f6 d81840"))
    }
}
