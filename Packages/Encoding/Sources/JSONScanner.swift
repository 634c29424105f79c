/// One value or member name of a scanned text.
struct JSONToken: Sendable {
    var kind: JSONNode.Kind
    /// Whether a string has escapes, so that its octets are not its text.
    var isEscaped: Bool
    /// The first octet; for a string, the one after the opening quote.
    var start: UInt32
    /// The octet after the last; for a string, the closing quote.
    var end: UInt32
    /// The token after this one and all that it contains.
    var next: UInt32
}

/// Reads a whole text once, without recursion, into a flat list of tokens in the order of the text.
///
/// Everything that makes JSON ambiguous is refused here, so that whoever walks the tokens can't forget it.
struct JSONScanner: ~Escapable {
    let octets: Span<UInt8>
    let limits: JSONLimits
    var at = 0
    var tokens: [JSONToken] = []
    private var open: [Container] = []

    private struct Container {
        var token: Int
        var isObject: Bool
        var count = 0
        /// The names so far, once there are too many to compare one by one.
        var names: Set<ExactString> = []
    }

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>, limits: JSONLimits) {
        self.octets = octets
        self.limits = limits
    }

    /// The tokens of the text; the first is its one value.
    mutating func scan() throws(JSONError) -> [JSONToken] {
        guard octets.count <= min(limits.octets, Int(UInt32.max) - 1) else {
            throw .tooLarge(limit: limits.octets)
        }
        if octets.count >= 3, octets[0] == 0xEF, octets[1] == 0xBB, octets[2] == 0xBF { throw .byteOrderMark }
        do {
            _ = try UTF8Span(validating: octets)
        } catch {
            throw .invalidUTF8(at: error.byteOffsets.lowerBound)
        }
        tokens.reserveCapacity(min(64, octets.count / 4 + 1))
        try value()
        while let container = open.last {
            if container.isObject { try objectStep() } else { try arrayStep() }
        }
        skipSpace()
        guard at == octets.count else { throw .trailingData(at: at) }
        return tokens
    }

    // MARK: Structure

    /// After `{`, or after a member.
    private mutating func objectStep() throws(JSONError) {
        let last = open.count - 1
        skipSpace()
        if peek() == UInt8(ascii: "}") { return close() }
        if open[last].count > 0 {
            guard peek() == UInt8(ascii: ",") else { throw .expected(.commaOrBrace, at: at) }
            at += 1
            skipSpace()
        }
        guard peek() == UInt8(ascii: "\"") else { throw .expected(.name, at: at) }
        let name = tokens.count
        try string()
        try refuseDuplicate(name, in: last)
        open[last].count += 1
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw .expected(.colon, at: at) }
        at += 1
        try value()
    }

    /// After `[`, or after an element.
    private mutating func arrayStep() throws(JSONError) {
        let last = open.count - 1
        skipSpace()
        if peek() == UInt8(ascii: "]") { return close() }
        if open[last].count > 0 {
            guard peek() == UInt8(ascii: ",") else { throw .expected(.commaOrBracket, at: at) }
            at += 1
        }
        open[last].count += 1
        try value()
    }

    /// A scalar, or the opening of a container.
    private mutating func value() throws(JSONError) {
        skipSpace()
        guard let octet = peek() else { throw .expected(.value, at: at) }
        switch octet {
        case UInt8(ascii: "{"): try begin(.object)
        case UInt8(ascii: "["): try begin(.array)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try literal("true", .boolean)
        case UInt8(ascii: "f"): try literal("false", .boolean)
        case UInt8(ascii: "n"): try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw .expected(.value, at: at)
        }
    }

    private mutating func begin(_ kind: JSONNode.Kind) throws(JSONError) {
        guard open.count < limits.depth else { throw .tooDeep(limit: limits.depth, at: at) }
        open.append(Container(token: tokens.count, isObject: kind == .object))
        let start = at
        at += 1
        try append(kind, from: start)
    }

    private mutating func close() {
        at += 1
        let container = open.removeLast()
        tokens[container.token].end = UInt32(truncatingIfNeeded: at)
        tokens[container.token].next = UInt32(truncatingIfNeeded: tokens.count)
    }

    private mutating func literal(_ text: StaticString, _ kind: JSONNode.Kind) throws(JSONError) {
        let start = at
        for index in 0..<text.utf8CodeUnitCount {
            guard unsafe peek() == text.utf8Start[index] else { throw .expected(.value, at: start) }
            at += 1
        }
        try append(kind, from: start)
    }

    mutating func append(
        _ kind: JSONNode.Kind, from start: Int, isEscaped: Bool = false
    ) throws(JSONError) {
        guard tokens.count < limits.values else { throw .tooManyValues(limit: limits.values, at: start) }
        tokens.append(
            JSONToken(
                kind: kind, isEscaped: isEscaped, start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: at), next: UInt32(truncatingIfNeeded: tokens.count + 1)))
    }

    @inline(__always)
    func peek() -> UInt8? {
        at < octets.count ? octets[at] : nil
    }

    private mutating func skipSpace() {
        while at < octets.count {
            switch octets[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    // MARK: Duplicate names

    private static let comparedOneByOne = 24

    /// Names are compared after their escapes are read: `"\u0061lg"` is `"alg"`.
    private mutating func refuseDuplicate(_ name: Int, in container: Int) throws(JSONError) {
        let earlier = open[container].count
        if earlier < Self.comparedOneByOne {
            var other = open[container].token + 1
            while other < name {
                if isSameName(other, name) { throw duplicate(name) }
                other = Int(tokens[other + 1].next)
            }
            return
        }
        if open[container].names.isEmpty {
            var other = open[container].token + 1
            while other < name {
                open[container].names.insert(text(of: tokens[other]))
                other = Int(tokens[other + 1].next)
            }
        }
        guard open[container].names.insert(text(of: tokens[name])).inserted else { throw duplicate(name) }
    }

    private func duplicate(_ name: Int) -> JSONError {
        .duplicateName(text(of: tokens[name]), at: Int(tokens[name].start) - 1)
    }

    private func isSameName(_ left: Int, _ right: Int) -> Bool {
        let (a, b) = (tokens[left], tokens[right])
        if a.isEscaped || b.isEscaped { return text(of: a) == text(of: b) }
        guard a.end - a.start == b.end - b.start else { return false }
        for offset in 0..<(a.end - a.start)
        where octets[Int(a.start + offset)] != octets[Int(b.start + offset)] {
            return false
        }
        return true
    }

    private func text(of token: JSONToken) -> ExactString {
        JSONText.string(octets, token)
    }
}
