/// `Retry-After` (RFC 9110 §10.2.3): how long a service asks to be left alone.
public enum RetryAfter {
    /// The longest that is believed, in seconds: a day.
    public static let longest: Int64 = 86_400

    /// The seconds from `now` that a field's value asks for, at most a day; nil where it is malformed.
    ///
    /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
    public static func seconds(_ value: String, now: Int64) -> Int64? {
        let octets = Array(value.utf8)
        if !octets.isEmpty, octets.allSatisfy({ (0x30...0x39).contains($0) }) {
            return octets.count > 9 ? longest : min(Int64(value) ?? longest, longest)
        }
        guard let date = date(value) else { return nil }
        return min(max(0, date - now), longest)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; the two obsolete forms are not sent by anyone.
    private static func date(_ value: String) -> Int64? {
        let parts = value.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, days.contains(String(parts[0])), parts[5] == "GMT",
            let day = number(parts[1], digits: 2), let month = months.firstIndex(of: String(parts[2])),
            let year = number(parts[3], digits: 4), (1...31).contains(day), year >= 1970
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = number(time[0], digits: 2), hour < 24,
            let minute = number(time[1], digits: 2), minute < 60,
            let second = number(time[2], digits: 2), second <= 60
        else { return nil }
        return dayNumber(year, Int64(month) + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: Substring, digits: Int) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar; years are counted from March on, so that
    /// the day that leap years have more is the last one.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static let days: Set<String> = ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
