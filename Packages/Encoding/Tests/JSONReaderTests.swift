import Encoding
import TestSupport
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test("texts that are read", arguments: VectorFile("json-accepted.json").cases)
    func accepted(_ vector: Vector) throws {
        let document = try JSONDocument(parsing: vector.string("text"))
        let value = document.root.value
        #expect(
            String(decoding: value.encode(), as: UTF8.self).utf8.elementsEqual(vector.string("value").utf8))
        #expect(try JSONDocument(parsing: value.encode()).root.value == value)
    }

    @Test("texts that are refused, each at its place", arguments: VectorFile("json-refused.json").cases)
    func refused(_ vector: Vector) throws {
        let text = vector.optional("hex") == nil ? Array(vector.string("text").utf8) : vector.octets("hex")
        let error = try #require(throws: JSONError.self) { try JSONDocument(parsing: text) }
        #expect(error.code == vector.string("error"))
        #expect(error.offset == vector.integer("at"))
        #expect("\(error)".utf8.count < 150 && "\(error)".hasPrefix("JSON "))
        switch error {
        case .expected(let what, _): #expect(what.rawValue == vector.string("expects"))
        case .duplicateName(let name, _): #expect(name == ExactString(vector.string("duplicate")))
        default: break
        }
    }

    @Test("64 levels are read and 65 are refused", arguments: ["[]", "{}", "mixed"])
    func depth(shape: String) throws {
        func nested(_ levels: Int) -> String {
            let object = (0..<levels).map { shape == "{}" || (shape == "mixed" && $0 % 2 == 1) }
            return object.map { $0 ? #"{"a":"# : "[" }.joined() + "0"
                + object.reversed().map { $0 ? "}" : "]" }.joined()
        }
        let text = nested(64)
        var node = try JSONDocument(parsing: text).root
        #expect(String(decoding: node.value.encode(), as: UTF8.self) == text)
        for _ in 0..<64 { node = try #require(node["a"] ?? node.elements.first { _ in true }) }
        #expect(node.integer == 0)
        // 64 openings stand before the one that is refused.
        let at = shape == "[]" ? 64 : shape == "{}" ? 64 * 5 : 32 * 6
        #expect(throws: JSONError.tooDeep(limit: 64, at: at)) { try JSONDocument(parsing: nested(65)) }
    }

    @Test(
        "a bomb of a mebibyte of openings ends at the limit, whatever the limit", arguments: ["[", #"{"a":"#])
    func bombs(opening: String) {
        let count = (1 << 20) / opening.utf8.count
        let bomb = Array(String(repeating: opening, count: count).utf8)
        #expect(throws: JSONError.tooLarge(limit: 65_536)) { try JSONDocument(parsing: bomb) }
        #expect(throws: JSONError.tooDeep(limit: 64, at: 64 * opening.utf8.count)) {
            try JSONDocument(parsing: bomb, limits: .document)
        }
        let noLimit = JSONLimits(octets: .max, depth: .max, values: .max)
        #expect(throws: JSONError.tooDeep(limit: 512, at: 512 * opening.utf8.count)) {
            try JSONDocument(parsing: bomb, limits: noLimit)
        }
    }

    @Test("a text of the deepest nesting becomes a value that can be written, compared and freed")
    func deepest() throws {
        let limits = JSONLimits(octets: .max, depth: .max, values: .max)
        let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        let value = try JSONDocument(parsing: text, limits: limits).root.value
        #expect(value.encode() == Array(text.utf8))
        #expect(try JSONDocument(parsing: value.encode(), limits: limits).root.value == value)
        #expect(throws: JSONError.tooDeep(limit: 512, at: 512)) {
            try JSONDocument(parsing: "[" + text + "]", limits: limits)
        }
    }

    @Test("a text of the allowed length is read and one octet more is refused")
    func length() throws {
        let text = "\"" + String(repeating: "a", count: 65_534) + "\""
        #expect(try JSONDocument(parsing: text).root.string?.utf8.count == 65_534)
        #expect(throws: JSONError.tooLarge(limit: 65_536)) { try JSONDocument(parsing: text + " ") }
        #expect(throws: JSONError.tooLarge(limit: 65_536)) {
            try JSONDocument(parsing: Array((text + " ").utf8))
        }
    }

    @Test("values and names together are counted")
    func values() throws {
        let limits = JSONLimits(octets: 1000, depth: 8, values: 5)
        #expect(try JSONDocument(parsing: "[1,2,3,4]", limits: limits).root.count == 4)
        #expect(throws: JSONError.tooManyValues(limit: 5, at: 9)) {
            try JSONDocument(parsing: "[1,2,3,4,5]", limits: limits)
        }
        #expect(try JSONDocument(parsing: #"{"a":1,"b":2}"#, limits: limits).root.count == 2)
        #expect(throws: JSONError.tooManyValues(limit: 5, at: 14)) {
            try JSONDocument(parsing: #"{"a":1,"b":2,"c":3}"#, limits: limits)
        }
        #expect(throws: JSONError.tooDeep(limit: 0, at: 0)) {
            try JSONDocument(parsing: "[]", limits: JSONLimits(octets: 9, depth: 0, values: 9))
        }
        #expect(throws: JSONError.tooManyValues(limit: 0, at: 0)) {
            try JSONDocument(parsing: "0", limits: JSONLimits(octets: 9, depth: 9, values: 0))
        }
    }

    @Test("a number of 100000 digits is kept as written and is no integer")
    func longNumbers() throws {
        let digits = String(repeating: "9", count: 100_000)
        for text in [digits, "-" + digits, "0." + digits, "1e" + digits] {
            let node = try JSONDocument(parsing: text, limits: .document).root
            #expect(node.integer == nil)
            #expect(node.numberText == text)
            #expect(node.value == .number(text))
        }
    }

    @Test(
        "in an object with many names the second is found wherever it is",
        arguments: [2, 23, 24, 25, 26, 100, 3000])
    func manyNames(count: Int) throws {
        let names = (0..<count).map { "name\($0)" }
        func text(_ names: [String]) -> String {
            "{" + names.map { "\"\($0)\":{\"name0\":0}" }.joined(separator: ",") + "}"
        }
        let root = try JSONDocument(parsing: text(names), limits: .document).root
        #expect(root.count == count)
        #expect(root.members.map(\.name.string) == names)
        for again in [0, count / 2, count - 1] {
            let at = text(names).utf8.count
            for spelling in [names[again], "\\u006e" + names[again].dropFirst()] {
                #expect(throws: JSONError.duplicateName(ExactString(names[again]), at: at)) {
                    try JSONDocument(parsing: text(names + [spelling]), limits: .document)
                }
            }
        }
    }

    @Test(
        "of long names the second is found, and a difference at the end too", arguments: [63, 64, 65, 3000])
    func longNames(length: Int) throws {
        let name = String(repeating: "n", count: length)
        let text = "{\"\(name)\":0,\"short\":1,\"\(name)x\":2,\"\(name.dropLast())x\":3"
        #expect(try JSONDocument(parsing: text + "}").root.count == 4)
        for again in [name, "short", name + "x", "\\u006e" + name.dropFirst()] {
            #expect(throws: JSONError.self) { try JSONDocument(parsing: text + ",\"\(again)\":4}") }
        }
    }

    @Test("many names that are NFC and NFD twins are different names")
    func manyTwins() throws {
        let names = (0..<40).flatMap { ["\u{E9}\($0)", "e\u{301}\($0)"] }
        let text = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        #expect(try JSONDocument(parsing: text).root.count == 80)
    }

    @Test("names of a closed object are forgotten and those of an open one are not")
    func nestedNames() throws {
        let inner = "{" + (0..<30).map { "\"n\($0)\":0" }.joined(separator: ",") + "}"
        let outer = (0..<30).map { "\"n\($0)\":\(inner)" }.joined(separator: ",")
        #expect(try JSONDocument(parsing: "{\(outer)}").root["n29"]?["n29"]?.integer == 0)
        let again = "{\(outer),\"n7\":0}"
        let at = "{\(outer),".utf8.count
        #expect(throws: JSONError.duplicateName("n7", at: at)) { try JSONDocument(parsing: again) }
    }

    @Test("every octet at every place of a text is read or refused, without a trap, at or before that place")
    func everyOctet() throws {
        let text = Array(#"{"a":[1,-2.5e3,"\u00e9\n",true,null],"é":{}}"#.utf8)
        for place in text.indices {
            for octet in UInt8.min...UInt8.max where octet != text[place] {
                var changed = text
                changed[place] = octet
                #expect(holds(changed), "octet \(octet) at \(place)")
            }
            #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text[..<place])) }
        }
    }

    @Test("an error is where the text stops being the start of any JSON")
    func viablePrefix() {
        forAll(
            { random in
                var text = random.json(depth: 3).encode()
                for _ in 0...random.integer(in: 0...2) {
                    let place = random.integer(in: 0...text.count - 1)
                    switch random.integer(in: 0...3) {
                    case 0: text.insert(random.pick(Array("{}[],:\"\\u0e-+.19 \n\u{1F}tfn".utf8)), at: place)
                    case 1: text[place] = random.pick(Array("{}[],:\"\\u0e-+.19 \n\u{1F}tfn".utf8))
                    case 2: text[place] = UInt8.random(in: 0...255, using: &random)
                    default: if text.count > 1 { text.remove(at: place) }
                    }
                }
                return text
            }, runs: 3000
        ) { holds($0) }
    }

    /// Either the text is read and its value comes back; or it is refused at a place up to which it could
    /// still have become JSON.
    private func holds(_ text: [UInt8]) -> Bool {
        do {
            let value = try JSONDocument(parsing: text).root.value
            return try JSONDocument(parsing: value.encode()).root.value == value
        } catch {
            guard case .invalidUTF8(let at) = error else {
                guard let at = error.offset, at <= text.count else { return false }
                do {
                    _ = try JSONDocument(parsing: Array(text[..<at]))
                    return true
                } catch {
                    // A fault in the second half of a pair leaves the first half alone.
                    return error.offset == at || error == .loneSurrogate(at: at - 6)
                }
            }
            let start = String(validating: text[..<at], as: UTF8.self)
            return start != nil && String(validating: text, as: UTF8.self) == nil
        }
    }
}
