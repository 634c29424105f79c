/// Reads one rule, from its name to its end (RFC 5234 §4).
struct ABNFReader {
    private let line: Int
    private let octets: [UInt8]
    private var at = 0
    private var references: [String] = []
    private var depth = 0

    init(line: Int, _ text: String) {
        self.line = line
        octets = Array(text.utf8)
    }

    mutating func rule() throws(ABNFError) -> ABNFGrammar.Rule {
        skipSpace()
        let name = try self.name()
        skipSpace()
        guard take("=") else { throw error("has no = behind the name \(name)") }
        let isIncremental = take("/")
        let start = at
        try alternation()
        guard at == octets.count else { throw error("goes on where the rule \(name) ends") }
        let words = String(decoding: octets[start...], as: UTF8.self).split(separator: " ")
        return ABNFGrammar.Rule(
            line: line, name: name, isIncremental: isIncremental, elements: words.joined(separator: " "),
            references: references)
    }

    private mutating func alternation() throws(ABNFError) {
        repeat { try concatenation() } while take("/")
    }

    private mutating func concatenation() throws(ABNFError) {
        var count = 0
        skipSpace()
        while let octet = peek, ![UInt8(ascii: "/"), UInt8(ascii: ")"), UInt8(ascii: "]")].contains(octet) {
            try repetition()
            count += 1
            let before = at
            skipSpace()
            if before == at, let next = peek, !"/)]".utf8.contains(next) {
                throw error("has no space between two elements")
            }
        }
        if count == 0 { throw error("has an alternative without elements") }
    }

    private mutating func repetition() throws(ABNFError) {
        let least = digits(10)
        if take("*") {
            let most = digits(10)
            if let least, let most, least > most {
                throw error("repeats at least \(least) and at most \(most) times")
            }
        }
        try element()
    }

    private mutating func element() throws(ABNFError) {
        if take("(") { return try group(closedBy: ")") }
        if take("[") { return try group(closedBy: "]") }
        if take("\"") { return try string() }
        if take("<") { return try prose() }
        if take("%") { return try number() }
        references.append(try name())
    }

    private mutating func group(closedBy end: String) throws(ABNFError) {
        depth += 1
        guard depth <= 32 else { throw error("nests groups deeper than 32") }
        try alternation()
        guard take(end) else { throw error("lacks a \(end)") }
        depth -= 1
    }

    private mutating func string() throws(ABNFError) {
        while let octet = peek, octet != UInt8(ascii: "\"") {
            guard (0x20...0x7E).contains(octet) else {
                throw error("has a character in a string that is not ASCII")
            }
            at += 1
        }
        guard take("\"") else { throw error("has a string without an end") }
    }

    private mutating func prose() throws(ABNFError) {
        while let octet = peek, octet != UInt8(ascii: ">") {
            guard (0x20...0x7E).contains(octet) else { break }
            at += 1
        }
        guard take(">") else { throw error("has a <description> without an end") }
    }

    /// `%x41`, `%x41-5A`, `%d13.10`, `%s"…"`.
    private mutating func number() throws(ABNFError) {
        if take("s") || take("i") {
            guard take("\"") else { throw error("has %s or %i without a string") }
            return try string()
        }
        let base = take("x") ? 16 : take("d") ? 10 : take("b") ? 2 : 0
        guard base > 0 else { throw error("has a % without x, d or b") }
        guard let first = digits(base) else { throw error("has a number without digits of base \(base)") }
        if take("-") {
            guard let last = digits(base) else { throw error("has a range without an end") }
            guard first <= last else { throw error("has a range that runs downwards") }
            return
        }
        while take(".") {
            guard digits(base) != nil else { throw error("has a number without digits of base \(base)") }
        }
    }

    private mutating func name() throws(ABNFError) -> String {
        let start = at
        while let octet = peek, Self.isLetter(octet) || at > start && (Self.isDigit(octet) || octet == 0x2D) {
            at += 1
        }
        guard at > start else {
            throw error(
                peek.map { "has \(Character(UnicodeScalar($0))) where an element is due" } ?? "ends too early"
            )
        }
        return String(decoding: octets[start..<at], as: UTF8.self)
    }

    /// Digits of a base, as many as there are; nil where there are none. Too great a number is the greatest.
    private mutating func digits(_ base: Int) -> Int? {
        let start = at
        var value = 0
        while let octet = peek, let digit = Character(UnicodeScalar(octet)).hexDigitValue, digit < base {
            let (product, overflow) = value.multipliedReportingOverflow(by: base)
            value = overflow ? .max : product.addingReportingOverflow(digit).overflow ? .max : product + digit
            at += 1
        }
        return at > start ? value : nil
    }

    private var peek: UInt8? { at < octets.count ? octets[at] : nil }

    private mutating func take(_ character: String) -> Bool {
        guard let octet = peek, octet == character.utf8.first else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while let octet = peek, octet == UInt8(ascii: " ") { at += 1 }
    }

    private func error(_ problem: String) -> ABNFError { ABNFError(line: line, problem: problem) }

    private static func isLetter(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet | 0x20)
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet)
    }
}
