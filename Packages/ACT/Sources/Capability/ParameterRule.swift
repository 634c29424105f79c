public import Encoding

/// What one parameter of a call may be.
public enum ParameterRule: Hashable, Sendable {
    /// That value.
    case equal(Scalar)
    /// One of those values.
    case oneOf(Set<Scalar>)
    /// Integers from the first to the second, both included.
    case range(Int64, Int64)
    /// Strings that start with this, octet by octet.
    case prefix(ExactString)

    /// A value that rules speak of. Values of different JSON types are never equal.
    public enum Scalar: Hashable, Sendable {
        case string(ExactString)
        case integer(Int64)
        case boolean(Bool)
    }

    /// The greatest integer that every JSON reader represents exactly; the least is its negative.
    static let greatest: Int64 = 9_007_199_254_740_991

    /// Whether `value` is admitted.
    public func admits(_ value: Scalar) -> Bool {
        switch (self, value) {
        case (.equal(let only), _): value == only
        case (.oneOf(let values), _): values.contains(value)
        case (.range(let least, let greatest), .integer(let number)): least <= number && number <= greatest
        case (.prefix(let start), .string(let text)): text.utf8.starts(with: start.utf8)
        default: false
        }
    }

    /// Whether every value that this rule admits is admitted by `other`.
    public func isSubset(of other: ParameterRule) -> Bool {
        switch (self, other) {
        case (.equal(let only), _): other.admits(only)
        case (.oneOf(let values), _): values.allSatisfy(other.admits)
        case (.range(let least, let greatest), .range(let lowest, let highest)):
            lowest <= least && greatest <= highest
        case (.range(let least, let greatest), .equal), (.range(let least, let greatest), .oneOf):
            Self.values(from: least, to: greatest)?.allSatisfy { other.admits(.integer($0)) } ?? false
        case (.prefix(let start), .prefix(let wide)): start.utf8.starts(with: wide.utf8)
        default: false
        }
    }

    /// The integers of a range that is no longer than the longest set, nil where it is: no set covers it.
    private static func values(from least: Int64, to greatest: Int64) -> ClosedRange<Int64>? {
        let (length, overflow) = greatest.subtractingReportingOverflow(least)
        return overflow || !(0..<Int64(setLimit)).contains(length) ? nil : least...greatest
    }
}

extension ParameterRule.Scalar {
    /// The scalar of a JSON value; nil for arrays, objects, null, fractions and integers beyond 2^53 - 1.
    public init?(_ node: JSONNode) {
        if let text = node.string {
            self = .string(text)
        } else if let number = node.integer, number.magnitude <= ParameterRule.greatest.magnitude {
            self = .integer(number)
        } else if let flag = node.boolean {
            self = .boolean(flag)
        } else {
            return nil
        }
    }

    var value: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        case .boolean(let flag): .boolean(flag)
        }
    }

    /// An order that makes written sets deterministic.
    fileprivate var sortKey: ExactString { ExactString(String(decoding: value.encode(), as: UTF8.self)) }
}

extension ParameterRule {
    static let setLimit = 256

    init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .object else { throw .rule(.conRule) }
        let names = Set(node.members.map(\.name))
        switch names {
        case ["eq"]:
            guard let scalar = node["eq"].flatMap(Scalar.init) else { throw .rule(.conRule) }
            self = .equal(scalar)
        case ["in"]:
            guard let list = node["in"], list.kind == .array, (1...Self.setLimit).contains(list.count) else {
                throw .rule(.conRule)
            }
            var values: Set<Scalar> = []
            for element in list.elements {
                guard let scalar = Scalar(element) else { throw .rule(.conRule) }
                values.insert(scalar)
            }
            self = .oneOf(values)
        case ["min"], ["max"], ["min", "max"]:
            let least = try Self.bound(node["min"]) ?? -Self.greatest
            let greatest = try Self.bound(node["max"]) ?? Self.greatest
            guard least <= greatest else { throw .rule(.conRule) }
            self = .range(least, greatest)
        case ["prefix"]:
            guard let text = node["prefix"]?.string else { throw .rule(.conRule) }
            self = .prefix(text)
        default:
            throw .rule(.conRule)
        }
    }

    var value: JSONValue {
        switch self {
        case .equal(let scalar): .object([JSONMember("eq", scalar.value)])
        case .oneOf(let values):
            .object([JSONMember("in", .array(values.sorted { $0.sortKey < $1.sortKey }.map(\.value)))])
        case .range(let least, let greatest):
            .object([JSONMember("min", .integer(least)), JSONMember("max", .integer(greatest))])
        case .prefix(let text): .object([JSONMember("prefix", .string(text))])
        }
    }

    private static func bound(_ node: JSONNode?) throws(ACTError) -> Int64? {
        guard let node else { return nil }
        guard let number = node.integer, number.magnitude <= greatest.magnitude else { throw .rule(.conRule) }
        return number
    }
}
