/// Why a text is not the JSON of RFC 8259, or not the unambiguous JSON that signed objects need.
///
/// Offsets count octets from the start of the text.
public enum JSONError: Error, Hashable, Sendable {
    /// More octets than the limit.
    case tooLarge(limit: Int)
    /// Nested deeper than the limit.
    case tooDeep(limit: Int, at: Int)
    /// More values and names than the limit.
    case tooManyValues(limit: Int, at: Int)
    /// The text starts with a byte order mark (RFC 8259 §8.1).
    case byteOrderMark
    /// Octets that are not UTF-8 (RFC 8259 §8.1).
    case invalidUTF8(at: Int)
    /// Something else than the grammar expects here, or the end of the text.
    case expected(Expectation, at: Int)
    /// An unescaped control character in a string.
    case controlCharacter(at: Int)
    /// A backslash that starts no escape.
    case invalidEscape(at: Int)
    /// An escaped surrogate without its other half.
    case loneSurrogate(at: Int)
    /// A member name that the object has already (RFC 7515 §4, RFC 7519 §4).
    case duplicateName(ExactString, at: Int)
    /// Octets after the value.
    case trailingData(at: Int)

    /// What the grammar allows at a place.
    public enum Expectation: String, Hashable, Sendable {
        case value = "a value"
        case name = "a member name"
        case colon = "':'"
        case commaOrBrace = "',' or '}'"
        case commaOrBracket = "',' or ']'"
        case digit = "a digit"
        case closingQuote = "'\"'"
    }

    /// A stable name for machines.
    public var code: String {
        switch self {
        case .tooLarge: "json-too-large"
        case .tooDeep: "json-too-deep"
        case .tooManyValues: "json-too-many-values"
        case .byteOrderMark: "json-byte-order-mark"
        case .invalidUTF8: "json-invalid-utf8"
        case .expected: "json-syntax"
        case .controlCharacter: "json-control-character"
        case .invalidEscape: "json-invalid-escape"
        case .loneSurrogate: "json-lone-surrogate"
        case .duplicateName: "json-duplicate-name"
        case .trailingData: "json-trailing-data"
        }
    }

    /// The octet offset of the fault, where there is one.
    public var offset: Int? {
        switch self {
        case .tooLarge: nil
        case .byteOrderMark: 0
        case .tooDeep(_, let at), .tooManyValues(_, let at), .invalidUTF8(let at), .expected(_, let at),
            .controlCharacter(let at), .invalidEscape(let at), .loneSurrogate(let at),
            .duplicateName(_, let at), .trailingData(let at):
            at
        }
    }
}

extension JSONError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        let place = offset.map { " at octet \($0)" } ?? ""
        return switch self {
        case .tooLarge(let limit): "JSON text is longer than \(limit) octets"
        case .tooDeep(let limit, _): "JSON is nested deeper than \(limit)" + place
        case .tooManyValues(let limit, _): "JSON has more than \(limit) values" + place
        case .byteOrderMark: "JSON text starts with a byte order mark"
        case .invalidUTF8: "JSON text is not UTF-8" + place
        case .expected(let what, _): "JSON expects \(what.rawValue)" + place
        case .controlCharacter: "JSON string has an unescaped control character" + place
        case .invalidEscape: "JSON string has an invalid escape" + place
        case .loneSurrogate: "JSON string has a lone surrogate" + place
        case .duplicateName(let name, _): "JSON object has the member \(name.quoted) twice" + place
        case .trailingData: "JSON text goes on after its value" + place
        }
    }
}

extension ExactString {
    /// The text in double quotes for a message: what a terminal or a log could act on is written `\u{…}`, and
    /// there are at most 64 scalars of it.
    public var quoted: String {
        var text = "\""
        for scalar in string.unicodeScalars.prefix(64) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "\"" + (string.unicodeScalars.count > 64 ? "…" : "")
    }
}
