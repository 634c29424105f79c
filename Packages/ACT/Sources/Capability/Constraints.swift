public import Claims
public import Encoding

/// The limits of one action. All apply at once; one that is absent limits nothing.
public struct Constraints: Hashable, Sendable {
    /// How often the action may be executed under the mandate.
    public var maxCalls: Int64?
    /// The most that one execution may cost.
    public var maxAmount: Amount?
    /// When it may first be executed.
    public var notBefore: NumericDate?
    /// When it may last be executed.
    public var notAfter: NumericDate?
    /// What it may use; 1 to 256 patterns.
    public var resources: [ResourcePattern]?
    /// The most sensitive data that it may handle.
    public var maxSensitivity: Sensitivity?
    /// What its parameters may be, by their names.
    public var parameters: [ExactString: ParameterRule]?

    /// No limits.
    public init() {}

    /// Whether nothing is limited.
    public var isEmpty: Bool { self == Constraints() }

    /// The names on the wire.
    enum Key: String, CaseIterable {
        case maxCalls = "max_calls"
        case maxAmount = "max_amount"
        case notBefore = "not_before"
        case notAfter = "not_after"
        case resources
        case maxSensitivity = "max_sensitivity"
        case params
    }
}

extension Constraints {
    init(parsing node: JSONNode) throws(ACTError) {
        guard node.kind == .object else { throw .rule(.capConstraints) }
        for (name, member) in node.members {
            // Closed world: a limit that is not understood can't be enforced.
            guard let key = Key(rawValue: name.string), name.utf8.elementsEqual(key.rawValue.utf8) else {
                throw .rule(.conUnknown)
            }
            try read(key, member)
        }
        if let notBefore, let notAfter, notBefore > notAfter { throw .rule(.conWindow) }
    }

    private mutating func read(_ key: Key, _ node: JSONNode) throws(ACTError) {
        switch key {
        case .maxCalls:
            guard let count = node.integer, (1...ParameterRule.greatest).contains(count) else {
                throw .rule(.conMaxCalls)
            }
            maxCalls = count
        case .maxAmount:
            guard node.kind == .object, node.count == 2,
                let value = node["value"]?.string.flatMap(DecimalValue.init),
                let currency = node["currency"]?.string, let amount = Amount(value: value, currency: currency)
            else { throw .rule(.conMaxAmount) }
            maxAmount = amount
        case .notBefore:
            guard let date = node.integer.flatMap(NumericDate.init) else { throw .rule(.conNotBefore) }
            notBefore = date
        case .notAfter:
            guard let date = node.integer.flatMap(NumericDate.init) else { throw .rule(.conNotAfter) }
            notAfter = date
        case .resources:
            guard node.kind == .array, (1...256).contains(node.count) else { throw .rule(.conResources) }
            var patterns: [ResourcePattern] = []
            for element in node.elements {
                guard let pattern = element.string.flatMap(ResourcePattern.init) else {
                    throw .rule(.conResources)
                }
                patterns.append(pattern)
            }
            resources = patterns
        case .maxSensitivity:
            guard let sensitivity = node.string.flatMap({ Sensitivity(rawValue: $0.string) }) else {
                throw .rule(.conMaxSensitivity)
            }
            maxSensitivity = sensitivity
        case .params:
            guard node.kind == .object, node.count > 0 else { throw .rule(.conParams) }
            var rules: [ExactString: ParameterRule] = [:]
            for (name, member) in node.members { rules[name] = try ParameterRule(parsing: member) }
            parameters = rules
        }
    }

    var value: JSONValue {
        var members: [JSONMember] = []
        func add(_ key: Key, _ value: JSONValue) {
            members.append(JSONMember(ExactString(key.rawValue), value))
        }
        if let maxCalls { add(.maxCalls, .integer(maxCalls)) }
        if let maxAmount {
            add(
                .maxAmount,
                ["value": .string(maxAmount.value.text), "currency": .string(maxAmount.currency)])
        }
        if let notBefore { add(.notBefore, .integer(notBefore.seconds)) }
        if let notAfter { add(.notAfter, .integer(notAfter.seconds)) }
        if let resources { add(.resources, .array(resources.map { .string($0.text) })) }
        if let maxSensitivity { add(.maxSensitivity, .string(ExactString(maxSensitivity.rawValue))) }
        if let parameters {
            let rules = parameters.sorted { $0.key < $1.key }
            add(.params, .object(rules.map { JSONMember($0.key, $0.value.value) }))
        }
        return .object(members)
    }
}
