import Encoding
import TestSupport
import Testing

@Suite("JSON nodes")
struct JSONNodeTests {
    private static let text =
        #" {"s":"a\u0062c","i":-7,"f":1.5,"t":true,"n":null,"l":[1,[2,3],"x"],"o":{"k":false},"é":0} "#

    @Test("each kind answers for itself and for nothing else")
    func kinds() throws {
        let root = try JSONDocument(parsing: Self.text).root
        let kinds: [String: JSONNode.Kind] = [
            "s": .string, "i": .number, "f": .number, "t": .boolean, "n": .null, "l": .array, "o": .object,
        ]
        for (name, kind) in kinds {
            let node = try #require(root[name])
            #expect(node.kind == kind)
            #expect((node.string != nil) == (kind == .string))
            #expect((node.numberText != nil) == (kind == .number))
            #expect((node.boolean != nil) == (kind == .boolean))
            #expect(node.isNull == (kind == .null))
            #expect(node.members.contains { _ in true } == (kind == .object))
            #expect(node.elements.contains { _ in true } == (kind == .array))
            #expect((node.count > 0) == (kind == .array || kind == .object))
            #expect((node["k"] != nil) == (kind == .object))
        }
        #expect(root["s"]?.string == "abc")
        #expect(root["i"]?.integer == -7)
        #expect(root["s"]?.integer == nil)
        #expect(root["f"]?.integer == nil)
        #expect(root["f"]?.numberText == "1.5")
        #expect(root["t"]?.boolean == true)
        #expect(root["o"]?["k"]?.boolean == false)
        #expect(root["missing"] == nil)
        #expect(root["k"] == nil)
    }

    @Test("members and elements come in order, whole containers skipped")
    func order() throws {
        let root = try JSONDocument(parsing: Self.text).root
        #expect(root.members.map(\.name.string) == ["s", "i", "f", "t", "n", "l", "o", "é"])
        #expect(root.count == 8)
        let list = try #require(root["l"])
        #expect(list.count == 3)
        #expect(list.elements.map(\.kind) == [.number, .array, .string])
        #expect(list.elements.map(\.count) == [0, 2, 0])
    }

    @Test("offset and text are those of the value in the document, quotes included")
    func places() throws {
        let octets = Array(Self.text.utf8)
        let root = try JSONDocument(parsing: octets).root
        #expect(root.offset == 1)
        #expect(Array(root.text) == Array(octets[1..<octets.count - 1]))
        for (_, node) in root.members {
            #expect(octets[node.offset..<node.offset + node.text.count] == node.text)
            #expect(try JSONDocument(parsing: Array(node.text)).root.value == node.value)
        }
        #expect(root["s"].map { Array($0.text) } == Array(#""a\u0062c""#.utf8))
        #expect(root["l"].map { Array($0.text) } == Array(#"[1,[2,3],"x"]"#.utf8))
    }

    @Test("a member is found by octets, escaped or not, and its NFD twin is not it")
    func lookup() throws {
        let root = try JSONDocument(parsing: #"{"\u0061lg":1,"caf\u00e9":2,"z":3}"#).root
        #expect(root["alg"]?.integer == 1)
        #expect(root["caf\u{E9}"]?.integer == 2)
        #expect(root["cafe\u{301}"] == nil)
        #expect(root["\\u0061lg"] == nil)
        #expect(root["al"] == nil)
        #expect(root["algo"] == nil)
        #expect(root["z"]?.integer == 3)
        #expect(root.members.map(\.name) == ["alg", "caf\u{E9}", "z"])
    }

    @Test(
        "integers are read to the ends of Int64 and not beyond",
        arguments: [
            ("0", 0), ("-1", -1), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("99999999999999999999", nil),
            ("-0", nil),
            ("1.0", nil), ("1e0", nil), ("1E400", nil), ("9223372036854775800", 9_223_372_036_854_775_800),
            ("92233720368547758070", nil), ("-92233720368547758080", nil),
        ] as [(String, Int64?)])
    func integers(text: String, expected: Int64?) throws {
        let node = try JSONDocument(parsing: text).root
        #expect(node.integer == expected)
        #expect(node.numberText == text)
        #expect(node.value == expected.map { .integer($0) } ?? .number(text))
    }

    @Test("a node outlives its document")
    func lifetime() throws {
        func inner() throws -> JSONNode? { try JSONDocument(parsing: Self.text).root["l"] }
        #expect(try inner()?.value == [1, [2, 3], "x"])
    }

    @Test("a hundred thousand elements become a value in linear time")
    func large() throws {
        let text = "[" + (0..<100_000).map { "{\"a\":\($0)}" }.joined(separator: ",") + "]"
        let root = try JSONDocument(parsing: text, limits: .document).root
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            guard case .array(let elements) = root.value else { return }
            #expect(elements.count == 100_000)
            #expect(elements.last?["a"] == 99_999)
        }
        // Quadratic work would take minutes.
        #expect(elapsed < .seconds(20))
        #expect(root.count == 100_000)
    }
}
