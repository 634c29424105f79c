import Encoding

/// Reads dictionaries of RFC 9651 §4.2 over octets. A library would do, and took as long as half a signature's
/// verification; tests hold this one against it.
struct StructuredFieldParser {
    /// The field is not of the grammar, has a name twice, or exceeds a limit.
    struct Malformed: Error {}

    /// The most parameters of an item or list, so that to look for repeated ones takes no time to speak of.
    private static let parameterLimit = 32

    private let octets: [UInt8]
    private var at = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    /// The members of the dictionary that the whole field is; at least one.
    mutating func dictionary(limit: Int) throws(Malformed) -> [StructuredDictionary.Member] {
        var members: [StructuredDictionary.Member] = []
        skip { $0 == UInt8(ascii: " ") }
        while true {
            let name = try key()
            guard members.count < limit, !members.contains(where: { $0.name == name }) else {
                throw Malformed()
            }
            let isFlag = !take(UInt8(ascii: "="))
            let start = at
            let value: StructuredValue =
                isFlag
                ? .item(StructuredItem(value: .boolean(true), parameters: try parameters()))
                : try itemOrInnerList()
            members.append(
                StructuredDictionary.Member(name: name, value: value, text: Array(octets[start..<at])))
            skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if at == octets.count { return members }
            guard take(UInt8(ascii: ",")) else { throw Malformed() }
            skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
    }

    private mutating func itemOrInnerList() throws(Malformed) -> StructuredValue {
        guard take(UInt8(ascii: "(")) else { return .item(try item()) }
        var items: [StructuredItem] = []
        while true {
            skip { $0 == UInt8(ascii: " ") }
            if take(UInt8(ascii: ")")) { return .innerList(items, try parameters()) }
            items.append(try item())
            guard next == UInt8(ascii: " ") || next == UInt8(ascii: ")") else { throw Malformed() }
        }
    }

    private mutating func item() throws(Malformed) -> StructuredItem {
        let value = try bareItem()
        return StructuredItem(value: value, parameters: try parameters())
    }

    private mutating func parameters() throws(Malformed) -> [StructuredParameter] {
        var parameters: [StructuredParameter] = []
        while take(UInt8(ascii: ";")) {
            skip { $0 == UInt8(ascii: " ") }
            let name = try key()
            guard parameters.count < Self.parameterLimit, !parameters.contains(where: { $0.name == name })
            else { throw Malformed() }
            let value = take(UInt8(ascii: "=")) ? try bareItem() : .boolean(true)
            parameters.append(StructuredParameter(name: name, value: value))
        }
        return parameters
    }

    /// A key (§3.1.2).
    private mutating func key() throws(Malformed) -> String {
        let start = at
        guard let first = next, Self.isLowerCase(first) || first == UInt8(ascii: "*") else {
            throw Malformed()
        }
        skip {
            Self.isLowerCase($0) || Self.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "*")
        }
        return text(start)
    }

    // MARK: Bare items

    private mutating func bareItem() throws(Malformed) -> BareItem {
        guard let first = next else { throw Malformed() }
        switch first {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: ":"): return .byteSequence(try byteSequence())
        case UInt8(ascii: "?"):
            at += 1
            guard let digit = next, digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1") else {
                throw Malformed()
            }
            at += 1
            return .boolean(digit == UInt8(ascii: "1"))
        case UInt8(ascii: "@"):
            at += 1
            guard case .integer = try number() else { throw Malformed() }
            return .other
        case UInt8(ascii: "%"): return try displayString()
        case UInt8(ascii: "*"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            skip(while: Self.isTokenCharacter)
            return .other
        default: throw Malformed()
        }
    }

    /// An integer of 15 digits at most, or a decimal of 12 and 3 (§4.2.4).
    private mutating func number() throws(Malformed) -> BareItem {
        let isNegative = take(UInt8(ascii: "-"))
        let start = at
        var magnitude: Int64 = 0
        while let digit = next, Self.isDigit(digit) {
            guard at - start < 15 else { throw Malformed() }
            magnitude = magnitude * 10 + Int64(digit - UInt8(ascii: "0"))
            at += 1
        }
        let count = at - start
        guard count > 0 else { throw Malformed() }
        guard take(UInt8(ascii: ".")) else { return .integer(isNegative ? -magnitude : magnitude) }
        let fraction = at
        skip(while: Self.isDigit)
        guard count <= 12, (1...3).contains(at - fraction) else { throw Malformed() }
        return .other
    }

    private mutating func string() throws(Malformed) -> String {
        at += 1
        let start = at
        var unescaped: [UInt8]?
        while let octet = next {
            at += 1
            switch octet {
            case UInt8(ascii: "\""):
                return unescaped.map { String(decoding: $0, as: UTF8.self) }
                    ?? String(decoding: octets[start..<(at - 1)], as: UTF8.self)
            case UInt8(ascii: "\\"):
                if unescaped == nil { unescaped = Array(octets[start..<(at - 1)]) }
                guard let escaped = next, escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\")
                else { throw Malformed() }
                unescaped?.append(escaped)
                at += 1
            case 0x20...0x7E: unescaped?.append(octet)
            default: throw Malformed()
            }
        }
        throw Malformed()
    }

    private mutating func byteSequence() throws(Malformed) -> [UInt8] {
        at += 1
        let start = at
        skip {
            Self.isLetter($0) || Self.isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
                || $0 == UInt8(ascii: "=")
        }
        let end = at
        guard take(UInt8(ascii: ":")) else { throw Malformed() }
        return Array(octets[start..<end])
    }

    /// UTF-8 in which `%` and two lower-case digits stand for what is not printable (§4.2.10).
    private mutating func displayString() throws(Malformed) -> BareItem {
        at += 1
        guard take(UInt8(ascii: "\"")) else { throw Malformed() }
        var decoded: [UInt8] = []
        while let octet = next {
            at += 1
            switch octet {
            case UInt8(ascii: "\""):
                guard String(validating: decoded, as: UTF8.self) != nil else { throw Malformed() }
                return .other
            case UInt8(ascii: "%"):
                guard octets.count - at >= 2,
                    let value = try? Hexadecimal.decode(
                        String(decoding: octets[at..<(at + 2)], as: UTF8.self))
                else { throw Malformed() }
                decoded += value
                at += 2
            case 0x20...0x7E: decoded.append(octet)
            default: throw Malformed()
            }
        }
        throw Malformed()
    }

    // MARK: Octets

    private var next: UInt8? { at < octets.count ? octets[at] : nil }

    private mutating func take(_ octet: UInt8) -> Bool {
        guard next == octet else { return false }
        at += 1
        return true
    }

    private mutating func skip(while isWanted: (UInt8) -> Bool) {
        while at < octets.count, isWanted(octets[at]) { at += 1 }
    }

    private func text(_ start: Int) -> String { String(decoding: octets[start..<at], as: UTF8.self) }

    private static func isLowerCase(_ octet: UInt8) -> Bool { octet &- UInt8(ascii: "a") < 26 }
    private static func isLetter(_ octet: UInt8) -> Bool { (octet | 0x20) &- UInt8(ascii: "a") < 26 }
    private static func isDigit(_ octet: UInt8) -> Bool { octet &- UInt8(ascii: "0") < 10 }

    /// Of a token after its first character: those of a field name, `:` and `/`.
    private static func isTokenCharacter(_ octet: UInt8) -> Bool {
        isLetter(octet) || isDigit(octet) || "!#$%&'*+-.^_`|~:/".utf8.contains(octet)
    }
}
