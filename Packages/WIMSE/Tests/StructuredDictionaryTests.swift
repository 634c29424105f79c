import Encoding
import HTTPTypes
import JOSE
import RawStructuredFieldValues
import Testing
import TestSupport
import TestTokens
import WIMSE

@Suite("Structured dictionaries")
struct StructuredDictionaryTests {
    /// Every production of RFC 9651 §4.2, and what is next to it.
    static let texts: [(String, Bool)] = [
        ("a=1", true), ("  a=1  ", true), ("a", true), ("a;b;c=?0", true), ("a=1,b=2", true),
        ("a=1\t,\t b=2", true), ("*a.b_c-d*=1", true), ("a=();x", true), ("a=( )", true),
        ("a=( 1  2 )", true),
        ("a=(\"x\";y \"z\");w", true), ("a=1; b", true), ("a=\"\"", true), ("a=\"\\\"\\\\\"", true),
        ("a=-999999999999999", true), ("a=123456789012.123", true), ("a=0.0", true), ("a=-0", true),
        ("a=:YWI=:", true), ("a=::", true), ("a=?1", true), ("a=tok/en:*!", true), ("a=*t", true),
        ("a=@-1", true),
        ("a=%\"f%c3%bc\"", true), ("a=%\"\"", true),
        ("", false), (" ", false), ("\ta=1", false), ("a=1,", false), (",a=1", false), ("a=1,,b=2", false),
        ("a=", false), ("A=1", false), ("1=1", false), ("=1", false), ("a =1", false), ("a= 1", false),
        ("a=1 ;b", false), ("a=1;", false), ("a=1;B", false), ("a=1;b=", false), ("a=1 b=2", false),
        ("a=(", false), ("a=(1", false), ("a=(1,2)", false), ("a=(1\t2)", false), ("a=(1\"x\")", false),
        ("a=((1))", false), ("a=)", false), ("a=\"", false), ("a=\"x", false), ("a=\"\\x\"", false),
        ("a=\"\\", false), ("a=\"\u{7F}\"", false), ("a=\"é\"", false), ("a=-", false),
        ("a=1234567890123456", false),
        ("a=1.", false), ("a=1.1234", false), ("a=1234567890123.1", false), ("a=.1", false), ("a=--1", false),
        ("a=:", false), ("a=:YWI=", false), ("a=:Y I=:", false), ("a=:-_:", false), ("a=?", false),
        ("a=?2", false),
        ("a=@", false), ("a=@1.1", false), ("a=%", false), ("a=%\"", false), ("a=%\"%C3%BC\"", false),
        ("a=%\"%c3\"", false), ("a=%\"%c\"", false), ("a=%\"%", false), ("a=%\"é\"", false), ("a=é", false),
        ("a=$", false),
        // RFC 9651 would take the last one.
        ("a=1,a=2", false), ("a=1;b;b", false), ("a=(1;b;b=2)", false), ("a=();b;b", false),
    ]

    @Test("what is of the grammar is read, and nothing else", arguments: texts)
    func grammar(_ text: String, _ isValid: Bool) {
        #expect((StructuredDictionary(parsing: Array(text.utf8)) != nil) == isValid)
    }

    @Test("values are what they say")
    func values() throws {
        let text = "a=(\"x\\\"y\";k=-5 :YWI=:;f);t=tok, b=?0, c"
        let members = try #require(StructuredDictionary(parsing: Array(text.utf8))).members
        #expect(
            members.map { Self.described($0.name, $0.value) }
                == ["a=(sx\"y;k=i-5 oYWI=;f=btrue);t=x", "b=bfalse", "c=btrue"])
    }

    @Test("a dictionary has at most as many members as asked for, and an item 32 parameters")
    func limits() {
        func accepts(_ text: String, _ limit: Int) -> Bool {
            StructuredDictionary(parsing: Array(text.utf8), limit: limit) != nil
        }
        #expect(accepts("a,b", 2) && !accepts("a,b,c", 2))
        let parameters = { (count: Int) in "a=1" + (0..<count).map { ";p\($0)" }.joined() }
        #expect(accepts(parameters(32), 1) && !accepts(parameters(33), 1))
    }

    private func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        let text = Self.texts.randomElement(using: &random)?.0 ?? ""
        var octets = Array((random.oneIn(2) ? text : text + "," + "b=(\"y\" tok;z=1.5);w=:AA==:").utf8)
        let characters = Array(" \t,;=()\"\\:?@%*-._ab01AZ=+/~\u{7F}".utf8)
        for _ in 0..<random.integer(in: 0...2) {
            let place = random.integer(in: 0...octets.count)
            if random.oneIn(2) || place == octets.count {
                octets.insert(random.pick(characters), at: place)
            } else {
                octets.remove(at: place)
            }
        }
        return octets
    }

    @Test("a library that reads structured fields says the same, but for names that are repeated")
    func differential() {
        forAll(mutated, runs: 20_000) { octets in
            let ours = StructuredDictionary(parsing: octets)?.members.map {
                Self.described($0.name, $0.value)
            }
            var parser = StructuredFieldValueParser(octets)
            guard let theirs = try? parser.parseDictionaryFieldValue(), theirs.count > 0 else {
                return ours == nil
            }
            let names = Self.counted(octets)
            let read = theirs.map { 1 + Self.count($0.1) }.reduce(0, +)
            guard names == read else { return ours == nil }
            return ours == theirs.map { Self.described($0.0, $0.1) }
        }
    }

    @Test("a member of a dictionary is covered as RFC 9651 writes it, whatever it is")
    func covered() throws {
        let name = try #require(HTTPField.Name("X-Dictionary"))
        let component = try #require(CoveredComponent("x-dictionary", key: "a"))
        forAll(mutated, runs: 5_000) { octets in
            guard HTTPField.isValidValue(octets) else { return true }
            var request = HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/")
            request.headerFields.append(HTTPField(name: name, value: octets))
            let values = try? HTTPMessageSignature.sign(
                .request(request), covering: [component], parameters: SignatureParameters(),
                with: Party.alice.key)
            let member = StructuredDictionary(parsing: octets)?.members.first { $0.name == "a" }
            guard let member, let values else { return member == nil && values == nil }
            let prefix = Array("\"x-dictionary\";key=\"a\": ".utf8)
            guard let line = values.base.octets.split(separator: 0x0A).first, line.starts(with: prefix) else {
                return false
            }
            let again = StructuredDictionary(parsing: Array("a=".utf8) + line.dropFirst(prefix.count))
            return again.map { $0.members.map { Self.described($0.name, $0.value) } }
                == [Self.described("a", member.value)]
        }
    }

    /// How many members and parameters are written: commas and semicolons outside of strings, and one.
    private static func counted(_ octets: [UInt8]) -> Int {
        var (count, isQuoted, isEscaped, isDisplay) = (1, false, false, false)
        for (at, octet) in octets.enumerated() {
            if isQuoted {
                isQuoted = isEscaped || octet != UInt8(ascii: "\"")
                // A display string has no escapes of this kind.
                isEscaped = !isDisplay && !isEscaped && octet == UInt8(ascii: "\\")
            } else if octet == UInt8(ascii: "\"") {
                isQuoted = true
                isDisplay = at > 0 && octets[at - 1] == UInt8(ascii: "%")
            } else if octet == UInt8(ascii: ",") || octet == UInt8(ascii: ";") {
                count += 1
            }
        }
        return count
    }

    private static func count(_ value: ItemOrInnerList) -> Int {
        switch value {
        case .item(let item): item.rfc9651Parameters.count
        case .innerList(let list):
            list.bareInnerList.reduce(list.rfc9651Parameters.count) { $0 + $1.rfc9651Parameters.count }
        }
    }

    private static func described(_ name: String, _ value: StructuredValue) -> String {
        func text(_ value: WIMSE.BareItem) -> String {
            switch value {
            case .integer(let number): "i\(number)"
            case .string(let text): "s\(text)"
            case .boolean(let flag): "b\(flag)"
            case .byteSequence(let text): "o\(String(decoding: text, as: UTF8.self))"
            case .other: "x"
            }
        }
        func text(_ parameters: [StructuredParameter]) -> String {
            parameters.map { ";\($0.name)=\(text($0.value))" }.joined()
        }
        func text(_ item: StructuredItem) -> String { text(item.value) + text(item.parameters) }
        switch value {
        case .item(let item): return "\(name)=\(text(item))"
        case .innerList(let items, let parameters):
            return "\(name)=(\(items.map(text).joined(separator: " ")))\(text(parameters))"
        }
    }

    private static func described(_ name: String, _ value: ItemOrInnerList) -> String {
        func text(_ value: RFC9651BareItem) -> String {
            switch value {
            case .integer(let number): "i\(number)"
            case .string(let text): "s\(text)"
            case .bool(let flag): "b\(flag)"
            case .undecodedByteSequence(let text): "o\(text)"
            default: "x"
            }
        }
        func text(_ parameters: OrderedMap<String, RFC9651BareItem>) -> String {
            parameters.map { ";\($0.0)=\(text($0.1))" }.joined()
        }
        func text(_ item: Item) -> String { text(item.rfc9651BareItem) + text(item.rfc9651Parameters) }
        switch value {
        case .item(let item): return "\(name)=\(text(item))"
        case .innerList(let list):
            let items = list.bareInnerList.map(text).joined(separator: " ")
            return "\(name)=(\(items))\(text(list.rfc9651Parameters))"
        }
    }
}
