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

    /// Whether the octets between `start` and `end`, which lie within `text`, are those of `wanted`.
    @inline(__always)
    func hasOctets(_ wanted: Span<UInt8>, in text: Span<UInt8>) -> Bool {
        guard Int(end &- start) == wanted.count else { return false }
        var at = 0
        while at < wanted.count {
            guard unsafe text[unchecked: Int(start) &+ at] == wanted[unchecked: at] else { return false }
            at &+= 1
        }
        return true
    }
}

/// Reads a whole text once, without recursion, into a flat list of tokens in the order of the text.
///
/// Everything that makes JSON ambiguous is refused here, so that whoever walks the tokens can't forget it.
struct JSONScanner: ~Escapable {
    let octets: Span<UInt8>
    private(set) var limits: JSONLimits
    var at = 0
    var tokens: [JSONToken] = []
    private var open: [Container] = []
    /// The names so far of the open objects whose names can't be compared one by one.
    private var names: [Int: Set<ExactString>] = [:]

    private struct Container {
        /// The token of the container.
        var token: Int
        var isObject: Bool
        /// Members or elements so far.
        var count = 0
    }

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>, limits: JSONLimits) {
        self.octets = octets
        self.limits = limits
        self.limits.depth = min(limits.depth, JSONLimits.deepest)
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
        tokens.reserveCapacity(min(1024, octets.count / 8 + 8))
        open.reserveCapacity(8)
        try value()
        while let container = open.last {
            if container.isObject { try objectStep(container) } else { try arrayStep(container) }
        }
        skipSpace()
        guard at == octets.count else { throw .trailingData(at: at) }
        return tokens
    }

    // MARK: Structure

    /// After `{`, or after a member.
    private mutating func objectStep(_ object: Container) throws(JSONError) {
        skipSpace()
        if peek() == UInt8(ascii: "}") { return close() }
        if object.count > 0 {
            guard peek() == UInt8(ascii: ",") else { throw .expected(.commaOrBrace, at: at) }
            at += 1
            skipSpace()
        }
        guard peek() == UInt8(ascii: "\"") else { throw .expected(.name, at: at) }
        let name = tokens.count
        try string()
        try refuseDuplicate(name, in: object)
        open[open.count - 1].count += 1
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw .expected(.colon, at: at) }
        at += 1
        try value()
    }

    /// After `[`, or after an element.
    private mutating func arrayStep(_ array: Container) throws(JSONError) {
        skipSpace()
        if peek() == UInt8(ascii: "]") { return close() }
        if array.count > 0 {
            guard peek() == UInt8(ascii: ",") else { throw .expected(.commaOrBracket, at: at) }
            at += 1
        }
        open[open.count - 1].count += 1
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
        if !names.isEmpty { names[container.token] = nil }
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

    /// How many names are compared one by one, and how long a name may be for that.
    private static let comparedOneByOne = (names: 24, octets: 64)

    /// Names are compared after their escapes are read: `"\u0061lg"` is `"alg"`.
    ///
    /// A few short plain names are compared as they stand, which costs no memory. From the first name that
    /// is escaped, long or the twenty-fifth, an object's names are kept in a set, so that the cost of a text
    /// stays in proportion to its length.
    private mutating func refuseDuplicate(_ name: Int, in container: Container) throws(JSONError) {
        if names.isEmpty || names[container.token] == nil {
            let first = container.token + 1
            let length = Int(tokens[name].end - tokens[name].start)
            if container.count < Self.comparedOneByOne.names, length <= Self.comparedOneByOne.octets,
                !tokens[name].isEscaped
            {
                guard isNew(name, since: first) else { throw duplicate(name) }
                return
            }
            var earlier: Set<ExactString> = []
            var other = first
            while other < name {
                earlier.insert(text(of: tokens[other]))
                other = Int(tokens[other + 1].next)
            }
            names[container.token] = earlier
        }
        let text = text(of: tokens[name])
        guard names[container.token]?.insert(text).inserted == true else { throw duplicate(name) }
    }

    private func duplicate(_ name: Int) -> JSONError {
        .duplicateName(text(of: tokens[name]), at: Int(tokens[name].start) - 1)
    }

    /// Whether none of the names from the token `first` to the token `name` has its octets. None is escaped.
    private func isNew(_ name: Int, since first: Int) -> Bool {
        let tokens = tokens.span
        let wanted = octets.extracting(Int(tokens[name].start)..<Int(tokens[name].end))
        var other = first
        while other < name {
            if unsafe tokens[unchecked: other].hasOctets(wanted, in: octets) { return false }
            other = unsafe Int(tokens[unchecked: other &+ 1].next)
        }
        return true
    }

    private func text(of token: JSONToken) -> ExactString {
        JSONText.string(octets, token)
    }
}
