public import ACT
public import Claims
public import Encoding

/// Which action each tool is, and which of its arguments are facts that constraints speak of.
///
/// ```json
/// {"orderParts": {"action": "order.place", "amount": {"value": "price", "currency": "currency"},
///                 "resource": "uri", "sensitivity": "internal"}}
/// ```
///
/// A tool that is not listed is the action of its own name, where that is an action's name (lower case, dots).
public struct ToolMap: Hashable, Sendable {
    private var listed: [ExactString: Tool] = [:]

    /// What is known of one tool.
    public struct Tool: Hashable, Sendable {
        /// The action that it executes.
        public var action: Action
        /// The argument that names what it uses.
        public var resource: ExactString?
        /// The argument with the amount that it spends, in decimal, and the one with the currency.
        public var amount: AmountArguments?
        /// The sensitivity of the data that it handles.
        public var sensitivity: Sensitivity?

        /// A tool that executes an action.
        public init(_ action: Action) { self.action = action }

        /// The names of arguments that are facts.
        var arguments: Set<ExactString> {
            Set([resource, amount?.value, amount?.currency].compactMap { $0 })
        }
    }

    /// The names of two arguments that make an amount.
    public struct AmountArguments: Hashable, Sendable {
        /// The value, a number or a decimal string.
        public var value: ExactString
        /// Three upper-case letters.
        public var currency: ExactString
    }

    /// A map without tools: each is the action of its own name.
    public init() {}

    /// Reads a map. Throws `toolMap`.
    public init(parsing octets: [UInt8]) throws(GatewayError) {
        let root: JSONNode
        do { root = try JSONDocument(parsing: octets).root } catch { throw .toolMap("\(error)") }
        guard root.kind == .object else { throw .toolMap("it is not an object") }
        for (name, node) in root.members { listed[name] = try Tool(parsing: node, name) }
    }

    /// Lists a tool, in place of what was listed under its name.
    public mutating func set(_ tool: Tool, for name: ExactString) { listed[name] = tool }

    /// The tool of a name; nil where it is not listed and its name is no action's.
    func tool(_ name: ExactString) -> Tool? { listed[name] ?? Action(name).map(Tool.init) }
}

extension ToolMap.Tool {
    fileprivate init(parsing node: JSONNode, _ name: ExactString) throws(GatewayError) {
        let known: Set<ExactString> = ["action", "resource", "amount", "sensitivity"]
        guard node.kind == .object, node.members.allSatisfy({ known.contains($0.name) }) else {
            throw .toolMap("\(name.quoted) has members besides action, resource, amount and sensitivity")
        }
        guard let action = (node["action"]?.string ?? name).action else {
            throw .toolMap("\(name.quoted) has an action that is none")
        }
        self.init(action)
        if let member = node["resource"] {
            guard let argument = member.string else { throw .toolMap("\(name.quoted): resource") }
            resource = argument
        }
        if let member = node["amount"] {
            guard member.count == 2, let value = member["value"]?.string,
                let currency = member["currency"]?.string
            else { throw .toolMap("\(name.quoted): amount") }
            amount = ToolMap.AmountArguments(value: value, currency: currency)
        }
        if let member = node["sensitivity"] {
            guard let level = member.string.flatMap({ Sensitivity(rawValue: $0.string) }) else {
                throw .toolMap("\(name.quoted): sensitivity")
            }
            sensitivity = level
        }
    }

    /// The facts of a call with these arguments, as far as they are known.
    func execution(
        _ arguments: JSONNode?, of task: ACTTask, at now: NumericDate
    ) -> Execution {
        var execution = Execution(time: now)
        execution.sensitivity = [sensitivity, task.dataSensitivity].compactMap { $0 }.max()
        execution.parameters = arguments
        guard let arguments else { return execution }
        execution.resource = resource.flatMap { arguments[$0.string]?.string }
        if let amount, let node = arguments[amount.value.string],
            let text = node.string ?? node.numberText.map({ ExactString($0) }),
            let value = DecimalValue(text), let currency = arguments[amount.currency.string]?.string
        {
            execution.amount = Amount(value: value, currency: currency)
        }
        return execution
    }
}

extension ExactString {
    fileprivate var action: Action? { Action(self) }
}
