extension CBORValue {
    /// Decodes one data item that fills `octets`.
    ///
    /// - Throws: the first rule that the input breaks, and where.
    public init(
        decoding octets: [UInt8], rules: CBORRules = .deterministic, limits: CBORLimits = .standard
    ) throws(CBORError) {
        try self.init(decoding: octets.span, rules: rules, limits: limits)
    }

    /// Decodes one data item that fills `octets`.
    ///
    /// - Throws: the first rule that the input breaks, and where.
    public init(
        decoding octets: Span<UInt8>, rules: CBORRules = .deterministic, limits: CBORLimits = .standard
    ) throws(CBORError) {
        var decoder = try CBORDecoder(octets, rules: rules, limits: limits)
        self = try decoder.decode()
    }
}

/// Builds the tree of one input; open arrays, maps and tags wait on a stack of its own, since a call stack
/// can't be limited.
struct CBORDecoder: ~Escapable {
    private var reader: CBORReader
    private let rules: CBORRules
    private let limits: CBORLimits
    private var items = 1
    private var open: [OpenItem] = []

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>, rules: CBORRules, limits: CBORLimits) throws(CBORError) {
        reader = CBORReader(octets)
        self.rules = rules
        self.limits = limits
        guard octets.count <= limits.octets else { throw CBORError(.tooLarge, at: limits.octets) }
        guard limits.items > 0 else { throw CBORError(.tooManyItems, at: 0) }
    }

    mutating func decode() throws(CBORError) -> CBORValue {
        while true {
            var offset = reader.offset
            guard var value = try item(at: offset) else { continue }
            while let last = open.indices.last {
                try open[last].take(value, at: offset, rules: rules)
                guard open[last].missing == 0 else { break }
                let closed = open.removeLast()
                offset = closed.offset
                value = try closed.close(rules: rules)
            }
            if open.isEmpty {
                guard reader.isAtEnd else { throw CBORError(.trailingOctets, at: reader.offset) }
                return value
            }
        }
    }

    /// Reads the next item; nil if it is one that others must fill first.
    private mutating func item(at offset: Int) throws(CBORError) -> CBORValue? {
        let head = try reader.head()
        switch head.type {
        case .unsigned: return .unsigned(head.argument)
        case .negative: return .negative(head.argument)
        case .byteString: return .byteString(try reader.bytes(head.argument, of: offset))
        case .textString: return .text(try reader.text(head.argument, of: offset))
        case .array: return try opened(.array, head.argument, each: 1, at: offset) ? nil : .array([])
        case .map: return try opened(.map, head.argument, each: 2, at: offset) ? nil : .map(CBORMap())
        case .tag:
            _ = try opened(.tag(head.argument), 1, each: 1, at: offset)
            return nil
        case .simple where head.information >= 25: return try float(head, at: offset)
        case .simple:
            guard let value = CBORSimple(rawValue: UInt8(truncatingIfNeeded: head.argument)) else {
                throw CBORError(.reservedSimpleValue, at: offset)
            }
            return .simple(value)
        }
    }

    /// Opens an item around `count` times `each` others; false if that is none. Every item takes an octet
    /// at least, so a count beyond the octets left is refused before anything is made for it.
    private mutating func opened(
        _ kind: OpenItem.Kind, _ count: UInt64, each: Int, at offset: Int
    ) throws(CBORError) -> Bool {
        guard count <= UInt64(reader.remaining / each) else { throw CBORError(.truncated, at: offset) }
        let missing = Int(count) * each
        guard missing <= limits.items - items else { throw CBORError(.tooManyItems, at: offset) }
        guard open.count < limits.depth else { throw CBORError(.tooDeep, at: offset) }
        items += missing
        guard missing > 0 else { return false }
        if open.isEmpty { open.reserveCapacity(min(limits.depth, 8)) }
        open.append(OpenItem(kind: kind, offset: offset, missing: missing))
        return true
    }

    private func float(_ head: CBORHead, at offset: Int) throws(CBORError) -> CBORValue {
        let number = CBORFloat.number(head)
        guard !number.isNaN || CBORFloat.isPlainNaN(head) else { throw CBORError(.nanPayload, at: offset) }
        guard rules == .unordered || CBORFloat.head(number) == head else {
            throw CBORError(.floatNotShortest, at: offset)
        }
        return .float(number)
    }
}

/// An array, map or tag whose items are still being read.
private struct OpenItem {
    enum Kind { case array, map, tag(UInt64) }

    let kind: Kind
    /// Where its head stands.
    let offset: Int
    /// How many items it still waits for.
    var missing: Int
    private var elements: [CBORValue] = []
    private var entries: [CBORMap.Entry] = []
    /// Where the keys stand from the first one on that is out of order; those before it are unique.
    private var keyOffsets: [Int] = []
    private var key: CBORValue?

    /// Room is made for so many at once; what has more grows by and by.
    private static let roomAtOnce = 16

    init(kind: Kind, offset: Int, missing: Int) {
        self.kind = kind
        self.offset = offset
        self.missing = missing
        switch kind {
        case .array: elements.reserveCapacity(min(missing, Self.roomAtOnce))
        case .map: entries.reserveCapacity(min(missing / 2, Self.roomAtOnce))
        case .tag: break
        }
    }

    mutating func take(_ value: CBORValue, at offset: Int, rules: CBORRules) throws(CBORError) {
        missing -= 1
        guard case .map = kind else { return elements.append(value) }
        if let key {
            entries.append(CBORMap.Entry(key: key, value: value))
            self.key = nil
        } else {
            if !keyOffsets.isEmpty {
                keyOffsets.append(offset)
            } else if let last = entries.last {
                switch CBORValue.order(last.key, value) {
                case .before: break
                case .equal: throw CBORError(.duplicateKey, at: offset)
                case .after where rules == .unordered: keyOffsets.append(offset)
                case .after: throw CBORError(.unsortedKeys, at: offset)
                }
            }
            key = value
        }
    }

    consuming func close(rules: CBORRules) throws(CBORError) -> CBORValue {
        switch kind {
        case .array: return .array(elements)
        case .map: return .map(CBORMap(sorted: keyOffsets.isEmpty ? entries : try sorted()))
        case .tag(let number):
            guard let content = elements.first else { throw CBORError(.truncated, at: offset) }
            return [2, 3].contains(number) ? try bignum(number, content, rules) : .tagged(number, content)
        }
    }

    /// The entries in order of their keys; of two equal keys the later one is named.
    private func sorted() throws(CBORError) -> [CBORMap.Entry] {
        let order = entries.indices.sorted { a, b in
            switch CBORValue.order(entries[a].key, entries[b].key) {
            case .before: true
            case .equal: a < b
            case .after: false
            }
        }
        for (a, b) in zip(order, order.dropFirst()) where entries[a].key == entries[b].key {
            throw CBORError(.duplicateKey, at: keyOffsets[b - (entries.count - keyOffsets.count)])
        }
        return order.map { entries[$0] }
    }

    /// A bignum; the integer where it is one that needs none, so that a value has one encoding whatever it came in.
    private func bignum(
        _ number: UInt64, _ content: CBORValue, _ rules: CBORRules
    ) throws(CBORError) -> CBORValue {
        guard let magnitude = content.bytes else { throw CBORError(.bignumNotPreferred, at: offset) }
        let digits = magnitude.drop { $0 == 0 }
        if digits.count > 8, digits.count == magnitude.count { return .tagged(number, content) }
        guard rules == .unordered else { throw CBORError(.bignumNotPreferred, at: offset) }
        guard digits.count <= 8 else { return .tagged(number, .byteString(Array(digits))) }
        let argument = digits.reduce(0) { $0 << 8 | UInt64($1) }
        return number == 2 ? .unsigned(argument) : .negative(argument)
    }
}
