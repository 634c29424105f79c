/// A map whose keys are unique and stand in the bytewise order of their deterministic encodings
/// (RFC 8949 §4.2.1).
public struct CBORMap: Hashable, Sendable {
    /// A key and its value.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public let key: CBORValue
        /// The value.
        public var value: CBORValue
    }

    private var sorted: [Entry]

    /// An empty map.
    public init() { sorted = [] }

    /// A map of pairs in any order; nil if two keys are equal.
    public init?(_ pairs: [(key: CBORValue, value: CBORValue)]) {
        let sorted = pairs.map(Entry.init).sorted { $0.key < $1.key }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.key != $1.key }) else { return nil }
        self.sorted = sorted
    }

    /// A map of entries that are known to be unique and in order.
    init(sorted: [Entry]) { self.sorted = sorted }

    /// The value of a key; nil where there is none. Setting nil removes the key.
    public subscript(key: CBORValue) -> CBORValue? {
        get {
            let index = position(of: key)
            return holds(key, at: index) ? sorted[index].value : nil
        }
        set {
            let index = position(of: key)
            switch (newValue, holds(key, at: index)) {
            case (let value?, true): sorted[index].value = value
            case (let value?, false): sorted.insert(Entry(key: key, value: value), at: index)
            case (nil, true): sorted.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The place of the first key that does not sort before `key`.
    private func position(of key: CBORValue) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = low + (high - low) / 2
            if sorted[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func holds(_ key: CBORValue, at index: Int) -> Bool {
        index < sorted.count && sorted[index].key == key
    }
}

extension CBORMap: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { sorted.startIndex }
    /// The number of entries.
    public var endIndex: Int { sorted.endIndex }
    /// The entry at a place of the order.
    public subscript(position: Int) -> Entry { sorted[position] }
}

extension CBORMap: ExpressibleByDictionaryLiteral {
    /// A map written out; of equal keys the last one counts.
    public init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}
