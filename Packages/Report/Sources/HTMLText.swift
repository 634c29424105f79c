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

/// Seconds since 1970 as people read them.
enum DateText {
    /// `2026-03-01 12:00:00Z`; the seconds alone beyond the year 9999.
    static func text(_ seconds: Int64) -> String {
        guard (0..<253_402_300_800).contains(seconds) else { return String(seconds) }
        let time = seconds % 86_400
        // Days to a civil date in the Gregorian calendar, counted in eras of 400 years that begin in March.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2)) "
            + "\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
