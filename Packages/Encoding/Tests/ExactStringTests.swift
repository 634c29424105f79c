import Encoding
import TestSupport
import Testing

@Suite("Strings compared by octets")
struct ExactStringTests {
    private static let composed = ExactString("caf\u{E9}")
    private static let decomposed = ExactString("cafe\u{301}")

    @Test("NFC and NFD of one text are two strings, though Swift's own are equal")
    func twins() {
        #expect(Self.composed.string == Self.decomposed.string)
        #expect(Self.composed != Self.decomposed)
        #expect(Set([Self.composed, Self.decomposed]).count == 2)
        #expect(Self.decomposed < Self.composed)
        #expect(!(Self.composed < Self.composed))
    }

    @Test("only the letters of ASCII have another case, and a hostile text takes no time")
    func lowerCase() {
        #expect(
            ExactString("Application/JSON; É\u{212A}@[`{").lowercasedASCII
                == "application/json; É\u{212A}@[`{")
        // Swift's own `==` takes minutes for this one.
        let accents = ExactString("N" + String(repeating: "\u{301}\u{323}", count: 1 << 20))
        #expect(accents.lowercasedASCII != "none" && accents.lowercasedASCII.utf8.first == UInt8(ascii: "n"))
    }

    @Test("a literal compares with any string, long and short")
    func literals() {
        #expect(Self.composed == "caf\u{E9}")
        #expect(Self.composed != "cafe\u{301}")
        #expect(ExactString("a") == "a")
        #expect(ExactString("").isEmpty)
        #expect(!ExactString("\u{0}").isEmpty)
        #expect(
            ExactString("a text longer than any small string of Swift")
                == "a text longer than any small string of Swift")
        let optional: ExactString? = "act+jwt"
        #expect(optional == "act+jwt")
        #expect(String(describing: Self.composed) == "caf\u{E9}")
    }

    @Test("equality, hash and order are those of the octets")
    func properties() {
        forAll({ ($0.text(count: 0...4), $0.text(count: 0...4)) }, runs: 2000) { left, right in
            let (a, b) = (ExactString(left), ExactString(right))
            let (octets, others) = (Array(left.utf8), Array(right.utf8))
            return (a == b) == (octets == others) && (a < b) == octets.lexicographicallyPrecedes(others)
                && (a != b || a.hashValue == b.hashValue) && Array(a.utf8) == octets
                && a.hashValue == ExactString(String(decoding: octets, as: UTF8.self)).hashValue
        }
    }

    @Test("text for a message has nothing in it that a terminal acts on, and an end")
    func quoted() {
        #expect(ExactString("plain").quoted == "\"plain\"")
        #expect(ExactString("a\"b\\c").quoted == #""a\"b\\c""#)
        #expect(
            ExactString("\u{1B}[31m\n\u{9B}\u{202E}\u{2028}\u{E000}\u{FFFF}").quoted
                == #""\u{1b}[31m\u{a}\u{9b}\u{202e}\u{2028}\u{e000}\u{ffff}""#)
        #expect(ExactString(String(repeating: "x", count: 64)).quoted.utf8.count == 66)
        #expect(
            ExactString(String(repeating: "x", count: 65)).quoted == "\"" + String(repeating: "x", count: 64)
                + "\"…")
        // One Character of many scalars: cutting at Characters would let all of it through.
        let stacked = ExactString("e" + String(repeating: "\u{301}", count: 50_000))
        #expect(stacked.string.count == 1)
        #expect(stacked.quoted.utf8.count < 200)
    }
}
