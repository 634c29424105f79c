import Encoding
import TestSupport
import Testing

@Suite("Hexadecimal")
struct HexadecimalTests {
    @Test(
        "text decodes to its octets or is refused at the right place",
        arguments: VectorFile("hexadecimal.json").cases)
    func vectors(_ vector: Vector) throws {
        let text = vector.string("text")
        guard let refusal = vector.optional("error")?.string else {
            let octets = try Hexadecimal.decode(text)
            #expect(octets.map(Int.init) == digits(vector.string("octets")))
            #expect(Hexadecimal.encode(octets) == text)
            return
        }
        let at = vector.integer("at")
        let expected: EncodingError = refusal == "length" ? .length(at) : .character(at: at)
        #expect(throws: expected) { try Hexadecimal.decode(text) }
    }

    /// Octets from text by Swift's own number reader.
    private func digits(_ text: String) -> [Int] {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: 2).compactMap {
            Int(String(characters[$0..<$0 + 2]), radix: 16)
        }
    }

    @Test("every octet comes back, in lower case")
    func everyOctet() throws {
        let octets = [UInt8](0...255)
        let text = Hexadecimal.encode(octets)
        #expect(text == text.lowercased() && text.utf8.count == 512)
        #expect(try Hexadecimal.decode(text) == octets)
        #expect(Hexadecimal.encode(octets.lazy.map { $0 }) == text)
    }

    @Test("random octets come back")
    func random() {
        forAll({ $0.octets(count: 0...100) }) { try Hexadecimal.decode(Hexadecimal.encode($0)) == $0 }
    }
}
