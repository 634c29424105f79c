import CBOR
import Testing

@Suite("the examples of RFC 8949")
struct VectorTests {
    static let appendixA = Example.read("rfc8949-appendix-a.json")
    static let appendixF = Example.read("rfc8949-appendix-f.json")

    @Test("both appendices were read whole")
    func counts() {
        #expect(Self.appendixA.count == 81)
        #expect(Self.appendixF.count == 94)
    }

    @Test("Appendix A decodes to its notation and encodes to its octets", arguments: appendixA)
    func example(_ example: Example) throws {
        if let refused = example.refused {
            #expect(refusal(example.hex)?.code == refused)
        } else {
            let value = try CBORValue(decoding: example.octets)
            #expect(value.diagnostic == example.diagnostic)
            #expect(value.encode() == example.octets)
        }
    }

    @Test(
        "a wide number of Appendix A is taken where width is free, and written short",
        arguments: appendixA.filter { $0.refused == "cbor-float-not-shortest" })
    func wide(_ example: Example) throws {
        let value = try CBORValue(decoding: example.octets, rules: .unordered)
        #expect(value.diagnostic == example.diagnostic)
        #expect(value.encode().count == 3)
    }

    @Test("Appendix F is refused", arguments: appendixF, [CBORRules.deterministic, .unordered])
    func malformed(_ example: Example, rules: CBORRules) {
        #expect(refusal(example.hex, rules: rules)?.code == example.refused)
    }
}
