/// Points in time as WfFormat files have them, in microseconds since 1970.
enum DateTime {
    /// Reads ISO 8601, extended or basic (`2020-12-28T04:29:02+00:00`, `20200401T054215+0000`), with or without a
    /// fraction and an offset (UTC then), and `12-20-20T02:09:08Z` (month, day, year of this century), which
    /// WorkflowHub's converters wrote. Nil for anything else.
    static func microseconds(_ text: String) -> Int64? {
        var scanner = DateTimeScanner(text)
        guard let date = scanner.date(), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let time = scanner.time(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        return ((date * 86_400 + time.seconds - offset) * 1_000_000) + time.microseconds
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar; nil where there is no such date.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1970...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[Int(month) - 1] else { return nil }
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - 477
        return (year - 1970) * 365 + leapDays + lengths[..<(Int(month) - 1)].reduce(0, +) + day - 1
    }
}

/// Takes a date and time apart, octet by octet.
private struct DateTimeScanner {
    private let octets: [UInt8]
    private var at = 0

    init(_ text: String) { octets = Array(text.utf8) }

    var isAtEnd: Bool { at == octets.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < octets.count, octets[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func number(_ count: Int) -> Int64? {
        guard octets.count - at >= count else { return nil }
        var value: Int64 = 0
        for octet in octets[at..<at + count] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) else { return nil }
            value = value * 10 + Int64(octet - UInt8(ascii: "0"))
        }
        at += count
        return value
    }

    mutating func date() -> Int64? {
        let start = at
        if let year = number(4) {
            let isExtended = take("-")
            guard let month = number(2), take("-") == isExtended, let day = number(2) else { return nil }
            return DateTime.days(year: year, month: month, day: day)
        }
        at = start
        guard let month = number(2), take("-"), let day = number(2), take("-"), let year = number(2) else {
            return nil
        }
        return DateTime.days(year: 2000 + year, month: month, day: day)
    }

    /// A leap second counts as the second before it.
    mutating func time() -> (seconds: Int64, microseconds: Int64)? {
        guard let hour = number(2), hour < 24 else { return nil }
        let isExtended = take(":")
        guard let minute = number(2), minute < 60, take(":") == isExtended, let second = number(2),
            second <= 60
        else { return nil }
        var microseconds: Int64 = 0
        if take(".") || take(",") {
            var unit: Int64 = 100_000
            guard let first = number(1) else { return nil }
            microseconds = first * unit
            while let digit = number(1) {
                unit /= 10
                microseconds += digit * unit
            }
        }
        return (hour * 3600 + minute * 60 + min(second, 59), microseconds)
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        let minutes = isAtEnd ? 0 : number(2)
        guard let minutes, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
}
