import ACT
import Claims
import Encoding
import TestSupport
import Testing

@Suite("Narrowing")
struct NarrowingTests {
    @Test("is reflexive")
    func reflexive() {
        forAll({ try $0.constraints() }) { $0.violation(asChildOf: $0) == nil }
        forAll({ try $0.capabilities() }) { $0.violation(asChildOf: $0) == nil }
    }

    @Test("is transitive", .verifies("ACT#req-act-cap-narrow"))
    func transitive() {
        var chains = 0
        forAll({ random in try (0..<3).map { _ in try random.constraints() } }, runs: 20_000) { sets in
            guard sets[2].violation(asChildOf: sets[1]) == nil, sets[1].violation(asChildOf: sets[0]) == nil
            else {
                return true
            }
            chains += 1
            return sets[2].violation(asChildOf: sets[0]) == nil
        }
        #expect(chains > 20, "\(chains) chains say little")
    }

    @Test("is antisymmetric up to what is admitted")
    func antisymmetric() {
        var pairs = 0
        forAll({ try $0.comparison(executions: 10) }, runs: 20_000) { one, other, executions in
            guard one.violation(asChildOf: other) == nil, other.violation(asChildOf: one) == nil else {
                return true
            }
            pairs += 1
            return executions.allSatisfy { $0.isAdmitted(by: one) == $0.isAdmitted(by: other) }
        }
        #expect(pairs > 20, "\(pairs) pairs say little")
    }

    @Test("a narrower grant never admits what the wider one does not", .verifies("ACT#req-act-cap-narrow"))
    func sound() {
        var admitted = 0
        forAll({ try $0.comparison(executions: 20) }, runs: 30_000) { child, parent, executions in
            guard child.violation(asChildOf: parent) == nil else { return true }
            return executions.allSatisfy { execution in
                guard execution.isAdmitted(by: child) else { return true }
                admitted += 1
                return execution.isAdmitted(by: parent)
            }
        }
        #expect(admitted > 100, "\(admitted) executions say little")
    }

    @Test("a capability list is narrower only with actions of the wider one")
    func capabilities() {
        forAll({ (try $0.capabilities(), try $0.capabilities()) }, runs: 2000) { child, parent in
            guard child.violation(asChildOf: parent) == nil else { return true }
            return child.list.allSatisfy { parent[$0.action] != nil }
        }
    }

    @Test(
        "a rule is a subset of another exactly where all its values are admitted there",
        .verifies("ACT#req-act-narrow-params"),
        arguments: Rules.all)
    func subsets(rule: ParameterRule) {
        for other in Rules.all where rule.isSubset(of: other) {
            #expect(Rules.values.allSatisfy { !rule.admits($0) || other.admits($0) }, "\(rule) \(other)")
        }
        #expect(rule.isSubset(of: rule))
    }

    @Test("a range is covered by a set only where each of its integers is in it")
    func rangesAndSets() {
        let set = ParameterRule.oneOf([.integer(1), .integer(2), .integer(3)])
        #expect(ParameterRule.range(1, 3).isSubset(of: set))
        #expect(!ParameterRule.range(0, 3).isSubset(of: set))
        #expect(ParameterRule.range(2, 2).isSubset(of: .equal(.integer(2))))
        #expect(!ParameterRule.range(2, 3).isSubset(of: .equal(.integer(2))))
        #expect(!ParameterRule.range(.min, .max).isSubset(of: set), "no overflow")
        #expect(!ParameterRule.range(3, 1).isSubset(of: set), "no trap")
        let long = ParameterRule.oneOf(Set((0..<256).map { .integer($0) }))
        #expect(ParameterRule.range(0, 255).isSubset(of: long))
        #expect(!ParameterRule.range(0, 256).isSubset(of: long))
    }

    @Test(
        "amounts are compared as decimals, whatever their spelling",
        .verifies("ACT#req-act-narrow-max-amount"))
    func decimals() throws {
        let values = [
            "0", "0.000000000000000001", "0.1", "0.10", "1", "9.99", "10", "10.00", "999999999999999999",
        ]
        let parsed = try values.map { try #require(DecimalValue(ExactString($0))) }
        #expect(parsed == parsed.sorted())
        #expect(
            parsed[2] == parsed[3] && parsed[6] == parsed[7] && parsed[2].hashValue == parsed[3].hashValue)
        #expect(Set(parsed).count == 7)
        for text in [
            "", ".", "1.", ".1", "00", "01", "+1", "-1", "1e1", "1 ", "١", "1.0000000000000000001", "1,0",
        ] {
            #expect(DecimalValue(ExactString(text)) == nil, "\(text)")
        }
    }

    @Test(
        "a pattern matches what starts with it, and covers what matches less",
        arguments: [
            ("a*", "a", true), ("a*", "ab", true), ("a*", "b", false), ("a", "a", true), ("a", "ab", false),
            ("*", "", true), ("*", "anything", true),
        ])
    func patterns(pattern: String, resource: String, matches: Bool) throws {
        let wide = try #require(ResourcePattern(ExactString(pattern)))
        #expect(wide.matches(ExactString(resource)) == matches)
        if let exact = ResourcePattern(ExactString(resource)) {
            #expect(exact.isCovered(by: wide) == matches)
        }
    }

    @Test("a pattern with a star is covered by no pattern without one")
    func stars() throws {
        let star = try #require(ResourcePattern("a*"))
        #expect(try !star.isCovered(by: #require(ResourcePattern("a"))))
        #expect(try star.isCovered(by: #require(ResourcePattern("*"))))
        #expect(try !#require(ResourcePattern("*")).isCovered(by: star))
    }

    @Test(
        "a resource that a server may resolve elsewhere is refused before it is compared",
        .verifies("ACT#req-act-exec-resources-form"),
        arguments: [
            "https://x/a/../b", "https://x/a/./b", "https://x/a/..", "https://x/a/%2e%2e/b",
            "https://x/a/%2E./b",
            "https://x/a%2fb", "https://x/a%5Cb", #"https://x/a\..\b"#, #"https://x/a\b"#, "..", ".",
            // What readers of URLs leave out, and names of files with letters that URLs give a meaning.
            "https://x/a/.\t./b", "https://x/a/..\n", "https://x/a/.. ", "https://x/a/..;p=1/b",
            "https://x/a/..\u{A0}", "https://x/a/..\u{FEFF}", "https://x/a\u{7F}", "/a/?/../../b",
            "/a/#/../../b",
            "https://x/a#/..", "https://x/a/..?q", "https://x/a/..#f", "https://x/a/.?q", "https://x/a/..%20",
            "https://x/a/..%3Fq", "https://x/a/..%C2%A0",
        ])
    func traversal(resource: String) throws {
        var constraints = Constraints()
        constraints.resources = [try #require(ResourcePattern("*"))]
        let execution = Execution(time: NumericDate(clamping: 0), resource: ExactString(resource))
        #expect(constraints.check(execution, skew: 0).violation == .execResourcesForm)
    }

    @Test("a resource is in a comparable form when dots are letters like others")
    func comparable() {
        for resource in [
            "https://x/a.b/..c/...", "https://x/a?q=../b", "%2", "%25", "urn:x", "/mein Ordner/\u{FC}.txt",
            "/a;b/c",
        ] {
            #expect(ResourcePattern.isComparable(ExactString(resource)), "\(resource)")
        }
    }

    @Test(
        "each fact outside its limit is refused under its own requirement",
        .verifies(
            "ACT#req-act-exec-max-amount", "ACT#req-act-exec-resources", "ACT#req-act-exec-params",
            "ACT#req-act-exec-max-sensitivity", "ACT#req-act-exec-not-before", "ACT#req-act-exec-not-after"))
    func outside() throws {
        var constraints = Constraints()
        constraints.maxAmount = Amount(value: try #require(DecimalValue("10")), currency: "EUR")
        constraints.resources = [try #require(ResourcePattern("https://x/*"))]
        constraints.maxSensitivity = .internal
        constraints.parameters = ["table": .equal(.string("t")), "n": .range(1, 3)]
        constraints.notBefore = NumericDate(100)
        constraints.notAfter = NumericDate(200)
        constraints.maxCalls = 1
        func outcome(_ change: (inout Execution) -> Void) throws -> ACTRequirement? {
            var execution = Execution(
                time: NumericDate(clamping: 150), sensitivity: .public,
                amount: Amount(value: try #require(DecimalValue("10.0")), currency: "EUR"),
                resource: "https://x/1",
                parameters: try JSONDocument(parsing: #"{"table":"t","n":3,"other":null}"#).root)
            change(&execution)
            let outcome = constraints.check(execution, skew: 0)
            #expect(outcome.unchecked == ["max_calls"])
            return outcome.violation
        }
        let parameters = try [
            #"{"table":"t"}"#, #"{"table":"t","n":4}"#, #"{"table":1,"n":1}"#, #"{"table":"t","n":1.0}"#,
            "[]",
        ]
        .map { try JSONDocument(parsing: $0).root }
        #expect(try outcome { _ in } == nil)
        #expect(try outcome { $0.amount?.currency = "USD" } == .execMaxAmount)
        #expect(
            try outcome {
                $0.amount = $0.amount.flatMap {
                    Amount(value: DecimalValue("10.01") ?? $0.value, currency: "EUR")
                }
            } == .execMaxAmount)
        #expect(try outcome { $0.resource = "https://y/1" } == .execResources)
        #expect(try outcome { $0.sensitivity = .confidential } == .execMaxSensitivity)
        #expect(try outcome { $0.time = NumericDate(clamping: 99) } == .execNotBefore)
        #expect(try outcome { $0.time = NumericDate(clamping: 201) } == .execNotAfter)
        for call in parameters { #expect(try outcome { $0.parameters = call } == .execParams) }
    }
}

private enum Rules {
    static let scalars: [ParameterRule.Scalar] = [
        .string(""), .string("a"), .string("ab"), .string("é"), .string("e\u{301}"), .integer(0), .integer(1),
        .integer(2), .boolean(true), .boolean(false), .string("1"), .string("true"),
    ]
    static let values = scalars + (3..<300).map { .integer($0) }
    static let all: [ParameterRule] =
        scalars.map { .equal($0) } + [
            .oneOf([.integer(0), .integer(1)]), .oneOf([.integer(1)]), .oneOf([.string("a"), .string("ab")]),
            .oneOf([.boolean(true), .boolean(false)]), .oneOf(Set((0..<256).map { .integer($0) })),
            .range(0, 0),
            .range(0, 2), .range(1, 255), .range(0, 256), .range(.min, .max), .prefix(""), .prefix("a"),
            .prefix("ab"),
            .prefix("e"), .prefix("é"),
        ]
}

extension Execution {
    fileprivate func isAdmitted(by constraints: Constraints) -> Bool {
        constraints.check(self, skew: 0).violation == nil
    }
}

extension SeededGenerator {
    /// Two constraint sets, and executions to hold against them.
    fileprivate mutating func comparison(executions count: Int) throws -> (
        Constraints, Constraints, [Execution]
    ) {
        let one = try constraints()
        let other = try constraints()
        return (one, other, try (0..<count).map { _ in try execution() })
    }

    /// Constraints from few values, so that many pairs are comparable.
    fileprivate mutating func constraints() throws -> Constraints {
        var constraints = Constraints()
        if oneIn(3) { constraints.maxCalls = Int64(integer(in: 1...3)) }
        if oneIn(3) { constraints.maxAmount = try amount() }
        if oneIn(3) { constraints.notBefore = NumericDate(Int64(integer(in: 0...3))) }
        if oneIn(3) { constraints.notAfter = NumericDate(Int64(integer(in: 3...6))) }
        if oneIn(3) {
            let patterns = ["*", "a*", "ab*", "a", "ab", "b", "b*"]
            constraints.resources = (0..<integer(in: 1...2)).compactMap { _ in
                ResourcePattern(ExactString(pick(patterns)))
            }
        }
        if oneIn(3) { constraints.maxSensitivity = pick(Sensitivity.allCases) }
        if oneIn(3) {
            let names: [ExactString] = ["p", "q"]
            constraints.parameters = [pick(names): rule()]
            constraints.parameters?[pick(names)] = rule()
        }
        return constraints
    }

    private mutating func rule() -> ParameterRule {
        switch integer(in: 0...4) {
        case 0: .equal(scalar())
        case 1: .oneOf(Set((0..<integer(in: 1...3)).map { _ in scalar() }))
        case 2: .range(0, Int64(integer(in: 0...2)))
        case 3: .range(Int64(integer(in: -1...1)), 2)
        default: .prefix(ExactString(pick(["", "a", "ab"])))
        }
    }

    private mutating func scalar() -> ParameterRule.Scalar {
        pick([
            .integer(0), .integer(1), .integer(2), .string("a"), .string("ab"), .string("b"), .boolean(true),
        ])
    }

    private mutating func amount() throws -> Amount {
        let value = try #require(DecimalValue(ExactString(pick(["1", "1.0", "2", "2.50"]))))
        return try #require(Amount(value: value, currency: ExactString(pick(["EUR", "EUR", "USD"]))))
    }

    fileprivate mutating func capabilities() throws -> Capabilities {
        let names: [ExactString] = ["a", "b", "c"]
        let list = try names.filter { _ in oneIn(2) }.map {
            Capability(try #require(Action($0)), try constraints())
        }
        return try Capabilities(list.isEmpty ? [Capability(try #require(Action("a")))] : list)
    }

    fileprivate mutating func execution() throws -> Execution {
        let values = ["0", "1", "2", "3", #""a""#, #""ab""#, #""b""#, "true", "false"]
        let call = #"{"p":\#(pick(values)),"q":\#(pick(values))}"#
        return Execution(
            time: NumericDate(clamping: Int64(integer(in: 0...7))), sensitivity: pick(Sensitivity.allCases),
            amount: try amount(), resource: ExactString(pick(["a", "ab", "abc", "b", "c"])),
            parameters: try JSONDocument(parsing: call).root)
    }
}
