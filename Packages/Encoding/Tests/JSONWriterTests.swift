import Encoding
import Foundation
import TestSupport
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.octets, as: UTF8.self)
    }

    @Test("members and elements are parted by commas, without white space")
    func structure() {
        let written = text { writer in
            writer.beginObject()
            writer.member("s", "text")
            writer.member("x", ExactString("exact"))
            writer.member("i", 7)
            writer.member("b", true)
            writer.member("v", [1, "two", [:], .null])
            writer.name("list")
            writer.beginArray()
            writer.boolean(false)
            writer.null()
            writer.integer(.min)
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.endArray()
            writer.string(ExactString("end"))
            writer.raw(Array("{\"raw\":1}".utf8))
            writer.endArray()
            writer.name("empty")
            writer.beginArray()
            writer.endArray()
            writer.endObject()
        }
        #expect(
            written
                == #"{"s":"text","x":"exact","i":7,"b":true,"v":[1,"two",{},null],"#
                + #""list":[false,null,-9223372036854775808,{},[],"end",{"raw":1}],"empty":[]}"#)
    }

    @Test("strings are escaped as RFC 8785 section 3.2.2.2 says, and no further")
    func escapes() {
        for code in UInt8(0)..<0x20 {
            let short: [UInt8: String] = [8: "b", 9: "t", 10: "n", 12: "f", 13: "r"]
            let hexadecimal = "u00" + (code < 16 ? "0" : "") + String(code, radix: 16)
            let written = text { $0.string("a" + String(Unicode.Scalar(code))) }
            #expect(written == "\"a\\" + (short[code] ?? hexadecimal) + "\"")
        }
        #expect(text { $0.string("\"\\/\u{7F}\u{80}\u{2028}😀") } == "\"\\\"\\\\/\u{7F}\u{80}\u{2028}😀\"")
        #expect(text { $0.string("") } == "\"\"")
        #expect(
            text {
                $0.beginObject()
                $0.member("a\"\n", "")
                $0.endObject()
            } == #"{"a\"\n":""}"#)
    }

    @Test("NFC and NFD are written as they are")
    func normalisation() {
        #expect(JSONValue.string("\u{E9}e\u{301}").encode() == [0x22, 0xC3, 0xA9, 0x65, 0xCC, 0x81, 0x22])
    }

    @Test("what is written is read back as the same value")
    func roundTrip() {
        forAll({ $0.json(depth: 4) }, runs: 1000) { value in
            let octets = value.encode()
            let read = try JSONDocument(parsing: octets, limits: .document).root
            return read.value == value && read.value.encode() == octets && Array(read.text) == octets
        }
    }

    @Test("values from literals, and members of values")
    func values() {
        let value: JSONValue = ["a": 1, "b": [true, "x"], "c": .null]
        #expect(String(decoding: value.encode(), as: UTF8.self) == #"{"a":1,"b":[true,"x"],"c":null}"#)
        #expect(value["a"] == 1)
        #expect(value["c"] == .null)
        #expect(value["d"] == nil)
        #expect(JSONValue.integer(1)["a"] == nil)
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test("Foundation reads what is written as the same value")
    func foundationReads() {
        forAll({ $0.json(depth: 3) }, runs: 500) { value in
            let object = try JSONSerialization.jsonObject(
                with: Data(value.encode()), options: .fragmentsAllowed)
            return same(value, object)
        }
    }

    @Test(
        "what Foundation writes is read as the same value",
        arguments: [
            [], .prettyPrinted, .sortedKeys, .withoutEscapingSlashes, [.prettyPrinted, .sortedKeys],
        ] as [JSONSerialization.WritingOptions])
    func foundationWrites(options: JSONSerialization.WritingOptions) {
        forAll({ $0.json(depth: 3) }, runs: 300) { value in
            let object = try JSONSerialization.jsonObject(
                with: Data(value.encode()), options: .fragmentsAllowed)
            let data = try JSONSerialization.data(
                withJSONObject: object, options: options.union(.fragmentsAllowed))
            return same(try JSONDocument(parsing: [UInt8](data), limits: .document).root.value, object)
        }
    }

    /// Whether our value and Foundation's object are the same JSON.
    private func same(_ value: JSONValue, _ object: Any) -> Bool {
        switch value {
        case .null: return object is NSNull
        case .boolean(let flag): return (object as? NSNumber)?.boolValue == flag
        case .integer(let integer): return (object as? NSNumber)?.int64Value == integer
        case .number(let text): return (object as? NSNumber)?.doubleValue == Double(text)
        case .string(let text): return (object as? String).map { plain($0) == plain(text.string) } ?? false
        case .array(let elements):
            guard let objects = object as? [Any], objects.count == elements.count else { return false }
            return zip(elements, objects).allSatisfy { same($0, $1) }
        case .object(let members):
            guard let objects = object as? [String: Any], objects.count == members.count else { return false }
            let plainly = Dictionary(objects.map { (plain($0.key), $0.value) }) { first, _ in first }
            return members.allSatisfy { member in
                plainly[plain(member.name.string)].map { same(member.value, $0) } ?? false
            }
        }
    }

    /// The text without byte order marks: Foundation drops those at the start and behind an escape.
    private func plain(_ text: String) -> ExactString {
        ExactString(String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FEFF}" })))
    }
}
