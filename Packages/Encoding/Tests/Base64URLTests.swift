import Encoding
import Foundation
import TestSupport
import Testing

@Suite("Base64url")
struct Base64URLTests {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    @Test(
        "text decodes to its octets or is refused at the right place",
        arguments: VectorFile("base64url.json").cases)
    func vectors(_ vector: Vector) throws {
        let text = vector.optional("hex") == nil ? Array(vector.string("text").utf8) : vector.octets("hex")
        let expected: EncodingError
        switch vector.optional("error")?.string {
        case "character": expected = .character(at: vector.integer("at"))
        case "length": expected = .length(vector.integer("at"))
        case "spare-bits": expected = .spareBits
        default:
            #expect(try Base64URL.decode(text.span) == vector.octets("octets"))
            #expect(try Base64URL.decode(vector.string("text")) == vector.octets("octets"))
            #expect(Base64URL.encode(vector.octets("octets")) == vector.string("text"))
            #expect(Base64URL.characters(of: vector.octets("octets").span) == text)
            return
        }
        #expect(throws: expected) { try Base64URL.decode(text.span) }
        if vector.optional("hex") == nil {
            #expect(throws: expected) { try Base64URL.decode(vector.string("text")) }
        }
    }

    @Test("of all tails of two characters, 256 are one octet each")
    func tailsOfTwo() {
        var accepted: Set<[UInt8]> = []
        for a in Self.alphabet {
            for b in Self.alphabet {
                let text = [a, b]
                guard let octets = try? Base64URL.decode(text.span) else { continue }
                #expect(octets.count == 1 && Base64URL.characters(of: octets.span) == text)
                accepted.insert(octets)
            }
        }
        #expect(accepted.count == 256)
    }

    @Test("of all tails of three characters, 65536 are two octets each")
    func tailsOfThree() {
        var seen = [Bool](repeating: false, count: 65536)
        var wrong = 0
        for a in Self.alphabet {
            for b in Self.alphabet {
                for c in Self.alphabet {
                    let text = [a, b, c]
                    guard let octets = try? Base64URL.decode(text.span) else { continue }
                    let pair = Int(octets[0]) << 8 | Int(octets[1])
                    if octets.count != 2 || seen[pair] || Base64URL.characters(of: octets.span) != text {
                        wrong += 1
                    }
                    seen[pair] = true
                }
            }
        }
        #expect(wrong == 0)
        #expect(seen.allSatisfy { $0 })
    }

    @Test("every octet outside the alphabet is refused at every place", arguments: 0..<7)
    func everyPlace(place: Int) {
        for octet in UInt8.min...UInt8.max where !Self.alphabet.contains(octet) {
            var text = Array("AAAAAAA".utf8)
            text[place] = octet
            #expect(throws: EncodingError.character(at: place)) { try Base64URL.decode(text.span) }
        }
    }

    @Test("random octets come back, and are spelt as Foundation spells them")
    func againstFoundation() {
        forAll({ $0.octets(count: 0...200) }) { octets in
            let expected = Data(octets).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
            let text = Base64URL.encode(octets)
            return try text == expected && Base64URL.decode(text) == octets
        }
    }

    @Test("text that is accepted has no second spelling")
    func oneSpelling() {
        forAll({ random in
            var text = Array(Base64URL.encode(random.octets(count: 1...40)).utf8)
            text[random.integer(in: 0...text.count - 1)] = random.pick(Self.alphabet + Array("=+/ \n".utf8))
            return text
        }) { text in
            guard let octets = try? Base64URL.decode(text.span) else { return true }
            return Base64URL.characters(of: octets.span) == text
        }
    }

    @Test("a mebibyte decodes, and a fault at its end is found")
    func large() throws {
        let octets = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var text = Base64URL.characters(of: octets.span)
        #expect(try Base64URL.decode(text.span) == octets)
        text[text.count - 1] = UInt8(ascii: "=")
        #expect(throws: EncodingError.character(at: text.count - 1)) { try Base64URL.decode(text.span) }
    }

    @Test("errors have a code and a sentence")
    func errors() {
        #expect(EncodingError.character(at: 3).code == "encoding-character")
        #expect(EncodingError.length(5).code == "encoding-length")
        #expect(EncodingError.spareBits.code == "encoding-spare-bits")
        #expect("\(EncodingError.character(at: 3))" == "character outside the alphabet at octet 3")
        #expect("\(EncodingError.length(5))" == "5 characters encode no whole number of octets")
        #expect("\(EncodingError.spareBits)" == "spare bits of the last character are not zero")
    }
}
