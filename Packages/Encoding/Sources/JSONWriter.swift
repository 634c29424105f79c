/// Writes JSON without white space, members in the order given, each string in its shortest form (the
/// string rules of RFC 8785 §3.2.2.2), so that equal calls give equal octets.
///
/// The caller keeps the grammar: `name` before each value of an object, ends matching begins.
public struct JSONWriter: Sendable {
    /// What was written so far.
    public private(set) var octets: [UInt8] = []
    private var needsComma = false

    /// An empty text.
    public init() {}

    /// `{`
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// `}`
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    /// `[`
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// `]`
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// A member's name and its colon.
    public mutating func name(_ name: String) {
        string(name)
        octets.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A string.
    public mutating func string(_ text: String) {
        separate()
        octets.append(UInt8(ascii: "\""))
        let utf8 = text.utf8.span
        if utf8.indices.contains(where: { Self.isEscaped(utf8[$0]) }) {
            for index in utf8.indices { escaped(utf8[index]) }
        } else {
            octets.append(contentsOf: text.utf8)
        }
        octets.append(UInt8(ascii: "\""))
    }

    /// A string.
    public mutating func string(_ text: ExactString) { string(text.string) }

    /// An integer.
    public mutating func integer(_ value: Int64) { raw(String(value).utf8) }

    /// `true` or `false`.
    public mutating func boolean(_ value: Bool) { raw((value ? "true" : "false").utf8) }

    /// `null`.
    public mutating func null() { raw("null".utf8) }

    /// Octets that are one JSON value already.
    public mutating func raw(_ value: some Sequence<UInt8>) {
        separate()
        octets.append(contentsOf: value)
    }

    /// A value with all that it contains. Values are the program's own, so their depth is too.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .boolean(let flag): boolean(flag)
        case .integer(let number): integer(number)
        case .number(let text): raw(text.utf8)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members { self.member(member.name.string, member.value) }
            endObject()
        }
    }

    /// A member with a string.
    public mutating func member(_ name: String, _ text: String) {
        self.name(name)
        string(text)
    }

    /// A member with a string.
    public mutating func member(_ name: String, _ text: ExactString) { member(name, text.string) }

    /// A member with an integer.
    public mutating func member(_ name: String, _ number: Int64) {
        self.name(name)
        integer(number)
    }

    /// A member with `true` or `false`.
    public mutating func member(_ name: String, _ flag: Bool) {
        self.name(name)
        boolean(flag)
    }

    /// A member with any value. A literal is taken by the other overloads where it fits one.
    @_disfavoredOverload
    public mutating func member(_ name: String, _ value: JSONValue) {
        self.name(name)
        self.value(value)
    }

    private mutating func begin(_ brace: UInt8) {
        separate()
        octets.append(brace)
        needsComma = false
    }

    private mutating func end(_ brace: UInt8) {
        octets.append(brace)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { octets.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private static func isEscaped(_ octet: UInt8) -> Bool {
        octet < 0x20 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\")
    }

    private mutating func escaped(_ octet: UInt8) {
        guard Self.isEscaped(octet) else { return octets.append(octet) }
        octets.append(UInt8(ascii: "\\"))
        switch octet {
        case 0x08: octets.append(UInt8(ascii: "b"))
        case 0x09: octets.append(UInt8(ascii: "t"))
        case 0x0A: octets.append(UInt8(ascii: "n"))
        case 0x0C: octets.append(UInt8(ascii: "f"))
        case 0x0D: octets.append(UInt8(ascii: "r"))
        case 0..<0x20:
            octets.append(contentsOf: "u00".utf8)
            octets.append(Hexadecimal.digit(octet >> 4))
            octets.append(Hexadecimal.digit(octet & 0xF))
        default: octets.append(octet)
        }
    }
}
