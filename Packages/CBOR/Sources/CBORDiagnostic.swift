extension CBORValue: CustomStringConvertible {
    /// The diagnostic notation.
    public var description: String { diagnostic }

    /// The diagnostic notation of RFC 8949 §8, on one line, spelled as in its Appendix A.
    ///
    /// Text outside ASCII is escaped as in JSON, so that two texts that look alike never read alike. A bignum
    /// of up to 128 octets is written as the integer that it is.
    public var diagnostic: String {
        var writer = CBORDiagnosticWriter()
        writer.write(self)
        return writer.text
    }
}

/// Writes a tree from a stack of what is still to be written.
private struct CBORDiagnosticWriter {
    private enum Step {
        case value(CBORValue)
        case text(String)
    }

    private(set) var text = ""
    private var pending: [Step] = []

    mutating func write(_ value: CBORValue) {
        pending = [.value(value)]
        while let step = pending.popLast() {
            switch step {
            case .text(let part): text += part
            case .value(let item): open(item)
            }
        }
    }

    private mutating func open(_ value: CBORValue) {
        switch value {
        case .unsigned(let argument): text += String(argument)
        case .negative(let argument): text += CBORDecimal.negative(argument)
        case .byteString(let octets): text += hexadecimal(octets)
        case .textString(let string): text += quoted(string)
        case .simple(let simple): text += name(simple)
        case .float(let number): text += CBORDecimal.float(number)
        case .array(let elements):
            enclose("[", elements.map { [.value($0)] }, "]")
        case .map(let map):
            enclose("{", map.map { [.value($0.key), .text(": "), .value($0.value)] }, "}")
        case .tagged(let number, let content):
            if let integer = CBORDecimal.bignum(tag: number, content) {
                text += integer
            } else {
                enclose("\(number)(", [[.value(content)]], ")")
            }
        }
    }

    private mutating func enclose(_ opening: String, _ items: [[Step]], _ closing: String) {
        text += opening
        pending.append(.text(closing))
        for (index, item) in items.enumerated().reversed() {
            pending.append(contentsOf: item.reversed())
            if index > 0 { pending.append(.text(", ")) }
        }
    }

    private func name(_ simple: CBORSimple) -> String {
        switch simple {
        case .false: "false"
        case .true: "true"
        case .null: "null"
        case .undefined: "undefined"
        default: "simple(\(simple.rawValue))"
        }
    }

    private func hexadecimal(_ octets: [UInt8]) -> String {
        var result = "h'"
        result.reserveCapacity(octets.count * 2 + 3)
        for octet in octets {
            for digit in [octet >> 4, octet & 15] {
                result.unicodeScalars.append(Unicode.Scalar(digit < 10 ? 48 + digit : 87 + digit))
            }
        }
        return result + "'"
    }

    private func quoted(_ string: CBORText) -> String {
        var result = "\""
        for scalar in string.string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{20}"..."\u{7e}": result.unicodeScalars.append(scalar)
            default: for unit in String(scalar).utf16 { result += escape(unit) }
            }
        }
        return result + "\""
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
