import Encoding

/// Text on its way into a page. Everything that comes from a token goes through here.
enum HTMLText {
    /// `text` as character data or as a quoted attribute value, in which it can't end or begin anything.
    ///
    /// Characters that are not seen, or that reorder what is seen, become visible escapes: a name must not look
    /// like another one.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default:
                if isShown(scalar) {
                    escaped.unicodeScalars.append(scalar)
                } else {
                    escaped += "\\u{\(String(scalar.value, radix: 16))}"
                }
            }
        }
        return escaped
    }

    /// `text` shortened to `length` characters, for where room is small; the end is what tells names apart.
    static func shortened(_ text: String, to length: Int) -> String {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > length, length > 1 else { return text }
        var short = String.UnicodeScalarView()
        short.append("…")
        short.append(contentsOf: scalars.suffix(length - 1))
        return String(short)
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            false
        default: true
        }
    }
}
