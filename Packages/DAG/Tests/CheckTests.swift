import DAG
import Encoding
import TestSupport
import Testing

/// The verdict of both ways in, which must be the same.
func verdict(of nodes: [GraphNode], _ policy: GraphPolicy = GraphPolicy()) throws -> GraphVerdict {
    let batch = try Graph(nodes).verdict(policy)
    for order in [nodes, nodes.reversed()] {
        var stream = GraphStream(policy: policy)
        for node in order { stream.insert(node) }
        #expect(stream.verdict == batch)
    }
    return batch
}

/// A node called `id` at `time`, naming `predecessors`.
func node(
    _ id: ExactString, _ predecessors: [ExactString] = [], at time: Int64 = 0, in scope: ExactString? = nil,
    level: UInt8? = nil, standing: GraphStanding = .sound
) -> GraphNode {
    GraphNode(
        id: id, scope: scope, predecessors: predecessors, time: time,
        level: level.map(GraphLevel.init(rawValue:)), standing: standing)
}

func failure(
    _ id: ExactString, _ check: GraphCheck, _ other: ExactString? = nil, in scope: ExactString? = nil,
    otherIn otherScope: ExactString? = nil
) -> GraphFailure {
    GraphFailure(
        node: GraphKey(id: id, scope: scope), check: check,
        other: other.map { GraphKey(id: $0, scope: otherScope ?? scope) })
}

@Suite struct CheckTests {
    @Test("a graph without nodes is complete")
    func empty() throws {
        #expect(try verdict(of: []) == .complete)
        #expect(GraphStream().verdict == .complete)
    }

    @Test("a fork and a join with two roots is complete")
    func forkAndJoin() throws {
        let nodes = [
            node("a"), node("b", at: 1), node("c", ["a"], at: 5), node("d", ["a", "b"], at: 6),
            node("e", ["c", "d"], at: 9),
        ]
        #expect(try verdict(of: nodes) == .complete)
    }

    @Test("a duplicate id is refused whether or not the tokens differ, and only within its workflow")
    func unique() throws {
        let refused = GraphVerdict.invalid(failures: [failure("a", .unique)], missing: [])
        #expect(try verdict(of: [node("a"), node("a", at: 1)]) == refused)
        #expect(try verdict(of: [node("a"), node("a")]) == refused)
        #expect(try verdict(of: [node("a"), node("a", ["z"]), node("a")]) == refused)
        #expect(try verdict(of: [node("a", in: "V"), node("a", in: "W"), node("a")]) == .complete)
    }

    @Test("a third token in conflict is answered at once")
    func thirdToken() {
        var stream = GraphStream()
        stream.insert(node("a"))
        #expect(stream.insert(node("a")).failures == [failure("a", .unique)])
        #expect(stream.insert(node("a")).verdict.failures == [failure("a", .unique)])
        #expect(stream.store.count == 1)
    }

    @Test("ids that are equal to the eye but not in octets are two ids")
    func octets() throws {
        let composed = node("caf\u{E9}")
        let nodes = [composed, node("cafe\u{301}"), node("b", ["cafe\u{301}"])]
        #expect(try verdict(of: nodes) == .complete)
        #expect(
            try verdict(of: [composed, node("b", ["cafe\u{301}"])]).missing.map(\.id) == ["cafe\u{301}"])
    }

    @Test(
        "every missing predecessor is named, with everyone who named it",
        .verifies(
            "ACT#req-act-dag-incomplete", "ACT#req-act-dag-known", "ECT#req-ect-dag-known",
            "ECT#req-ect-dag-missing"))
    func missing() throws {
        let nodes = [node("c", ["z", "a"], in: "W"), node("b", ["z", "y"]), node("d", ["c"], in: "W")]
        let expected = [
            MissingPredecessor(id: "a", namedBy: [GraphKey(id: "c", scope: "W")]),
            MissingPredecessor(id: "y", namedBy: [GraphKey(id: "b")]),
            MissingPredecessor(id: "z", namedBy: [GraphKey(id: "b"), GraphKey(id: "c", scope: "W")]),
        ]
        #expect(try verdict(of: nodes) == .incomplete(missing: expected))
    }

    @Test(
        "a predecessor may be later by the skew and no more",
        .verifies("ACT#req-act-dag-time", "ECT#req-ect-dag-time"), arguments: [Int64(0), 30, 3600])
    func time(skew: Int64) throws {
        let policy = GraphPolicy(skew: skew)
        #expect(try verdict(of: [node("a", at: 100 + skew), node("b", ["a"], at: 100)], policy) == .complete)
        #expect(
            try verdict(of: [node("a", at: 101 + skew), node("b", ["a"], at: 100)], policy).failures
                == [failure("b", .time, "a")])
    }

    @Test("times at the ends of their range neither trap nor wrap")
    func extremeTimes() throws {
        let policy = GraphPolicy(skew: .max)
        let late = [node("a", at: .max), node("b", ["a"], at: .min)]
        #expect(try verdict(of: late, policy).failures == [failure("b", .time, "a")])
        #expect(try verdict(of: late).failures == [failure("b", .time, "a")])
        #expect(try verdict(of: [node("a", at: .max), node("b", ["a"], at: .max)]) == .complete)
        #expect(try verdict(of: [node("a", at: .min), node("b", ["a"], at: .max)], policy) == .complete)
    }

    @Test(
        "a receiver that acts upon records takes one with a gap above it only where its policy says so",
        .verifies("ACT#req-act-dag-stream", "ECT#req-ect-dag-partial"), arguments: [true, false])
    func admission(acceptsIncomplete: Bool) {
        var stream = GraphStream(policy: GraphPolicy(acceptsIncomplete: acceptsIncomplete))
        #expect(stream.admit(node("a")).isAdmitted)
        let answer = stream.admit(node("c", ["b"]))
        #expect(answer.isAdmitted == acceptsIncomplete)
        #expect(answer.arrival.verdict.missing.map(\.id) == ["b"])
        #expect(stream.verdict.code == (acceptsIncomplete ? "incomplete" : "complete"))
        #expect(stream.admit(node("d", ["c"])).isAdmitted == acceptsIncomplete)
        #expect(!stream.admit(node("a", at: 5)).isAdmitted, "a second record of one id")
        #expect(stream.admit(node("b", ["a"])).isAdmitted)
        #expect(stream.verdict == .complete)
        #expect(stream.admit(node("c", ["b"])).isAdmitted == !acceptsIncomplete)
    }

    @Test(
        "all members of a cycle are refused, and nothing behind it",
        .verifies("ACT#req-act-dag-invalid", "ACT#req-act-dag-acyclic", "ECT#req-ect-dag-acyclic"))
    func cycle() throws {
        let nodes = [node("a", ["c"]), node("b", ["a"]), node("c", ["r", "b"]), node("d", ["c"]), node("r")]
        let failures = [
            failure("a", .acyclic, "c"), failure("b", .acyclic, "a"), failure("c", .acyclic, "b"),
        ]
        #expect(try verdict(of: nodes) == .invalid(failures: failures, missing: []))
    }

    @Test("a node that names itself is a cycle of one")
    func selfReference() throws {
        #expect(try verdict(of: [node("a", ["a"])]).failures == [failure("a", .acyclic, "a")])
    }

    @Test("the arrival that closes a cycle names all of it")
    func closingArrival() {
        var stream = GraphStream()
        #expect(stream.insert(node("a", ["b"])).verdict.code == "incomplete")
        #expect(stream.insert(node("c", ["a"])).verdict == .incomplete(missing: []))
        let expected = [
            failure("a", .acyclic, "b"), failure("b", .acyclic, "c"), failure("c", .acyclic, "a"),
        ]
        #expect(stream.examine(node("b", ["c"])).failures == expected)
        #expect(stream.verdict.code == "incomplete")
        #expect(stream.insert(node("b", ["c"])).failures == expected)
    }

    @Test(
        "a link into another workflow is refused unless the policy allows it",
        .verifies("ACT#req-act-dag-workflow", "ECT#req-ect-dag-workflow"))
    func workflow() throws {
        let nodes = [node("a", in: "V"), node("b", ["a"], in: "W")]
        let expected = [failure("b", .workflow, "a", in: "W", otherIn: "V")]
        #expect(try verdict(of: nodes) == .invalid(failures: expected, missing: []))
        #expect(try verdict(of: nodes, GraphPolicy(linksAcrossWorkflows: true)) == .complete)
    }

    @Test("without a workflow on either side a link passes")
    func noWorkflow() throws {
        #expect(try verdict(of: [node("a"), node("b", ["a"], in: "W")]) == .complete)
        #expect(try verdict(of: [node("a", in: "W"), node("b", ["a"])]) == .complete)
    }

    @Test("a predecessor is sought in the own workflow first, then without one")
    func resolution() throws {
        // Each of the others would fail by its time.
        let own = [node("a", in: "W"), node("a", at: 99), node("a", at: 99, in: "V")]
        #expect(try verdict(of: own + [node("b", ["a"], in: "W")]) == .complete)
        let none = [node("a"), node("a", at: 99, in: "V"), node("a", at: 99, in: "X")]
        #expect(try verdict(of: none + [node("b", ["a"], in: "W")]) == .complete)
    }

    @Test(
        "an id that only other workflows hold, and more than one, is ambiguous",
        .verifies("ECT#req-ect-dag-ambiguous"), arguments: [nil, "W"])
    func ambiguous(scope: String?) throws {
        let scope = scope.map { ExactString($0) }
        let nodes = [node("a", in: "V"), node("a", in: "X"), node("b", ["a"], in: scope)]
        let expected = [failure("b", .knownPredecessors, "a", in: scope)]
        #expect(try verdict(of: nodes, GraphPolicy(linksAcrossWorkflows: true)).failures == expected)
    }

    @Test(
        "256 predecessors are allowed and one more is not",
        .verifies("ACT#req-act-dag-fan-in", "ECT#req-ect-dag-fan-in"))
    func fanIn() throws {
        let roots = (0...256).map { node(ExactString("r\($0)")) }
        let names = roots.map(\.key.id)
        #expect(try verdict(of: roots + [node("b", Array(names.prefix(256)))]) == .complete)
        #expect(try verdict(of: roots + [node("b", names)]).failures == [failure("b", .fanIn)])
    }

    @Test("a predecessor that is named twice is refused, missing or not", arguments: [1, 12])
    func repeated(others: Int) throws {
        let roots = (0..<others).map { node(ExactString("r\($0)")) }
        let names = roots.map(\.key.id)
        let known = try verdict(of: roots + [node("b", names + ["r0"])])
        #expect(known.failures == [failure("b", .repeatedPredecessor, "r0")])
        let missing = try verdict(of: roots + [node("b", names + ["z", "z"], in: "W")])
        #expect(missing.failures == [failure("b", .repeatedPredecessor, "z", in: "W")])
        #expect(missing.missing.map(\.namedBy) == [[GraphKey(id: "b", scope: "W")]])
    }

    @Test(
        "a chain of ancestors over the limit is an error and never a silent pass",
        .verifies("ACT#req-act-dag-ancestors", "ECT#req-ect-dag-ancestors"))
    func depth() throws {
        let chain = (0...6).map { node(ExactString("n\($0)"), $0 == 0 ? [] : [ExactString("n\($0 - 1)")]) }
        #expect(try verdict(of: chain, GraphPolicy(maximumDepth: 6)) == .complete)
        #expect(
            try verdict(of: chain, GraphPolicy(maximumDepth: 5)).failures == [failure("n6", .depth, "n5")])
        let cut = try verdict(of: Array(chain.dropFirst()), GraphPolicy(maximumDepth: 2))
        #expect(cut.code == "incomplete")
    }

    @Test(
        "the first check in the contract's order is the one named",
        .verifies("ACT#req-act-dag-invalid", "ECT#req-ect-dag-name"))
    func firstFailure() throws {
        let nodes = [node("p", ["b"], at: 99, in: "V"), node("b", ["p", "p"], in: "W")]
        let late = try verdict(of: nodes, GraphPolicy(maximumFanIn: 1))
        #expect(late.failures.map(\.check) == [.time, .acyclic])
        let cyclic = try verdict(of: nodes, GraphPolicy(skew: 99, maximumFanIn: 1))
        #expect(cyclic.failures.map(\.check) == [.acyclic, .acyclic])
    }

    @Test("a policy value outside its range becomes the nearest inside")
    func policyRanges() {
        let policy = GraphPolicy(skew: -1, maximumFanIn: 0, maximumDepth: -1)
        #expect(policy == GraphPolicy(skew: 0, maximumFanIn: 1, maximumDepth: 0))
        #expect(GraphPolicy(maximumFanIn: 1000).maximumFanIn == 256)
    }

    @Test("codes are stable and sentences name both nodes", .verifies("ECT#req-ect-dag-name"))
    func texts() {
        #expect(
            GraphCheck.allCases.map(\.code) == [
                "unique", "known-predecessors", "time", "acyclic", "workflow", "fan-in",
                "repeated-predecessor", "depth",
            ])
        for check in GraphCheck.allCases {
            let text = failure("b", check, "a", in: "W", otherIn: "V").description
            #expect(text.hasPrefix("b in workflow W"))
            #expect(
                text.contains("a in workflow V") || [.unique, .knownPredecessors, .fanIn].contains(check))
        }
        #expect(failure("b", .acyclic, "b").description == "b names itself as a predecessor")
        #expect(GraphError.tooLarge.code == "graph-too-large")
        #expect(GraphError.limitReached(limit: 3).code == "graph-limit-reached")
        #expect(GraphError.limitReached(limit: 3).description.contains("3"))
        #expect(GraphError.tooLarge.description.hasPrefix("the graph has more"))
    }
}
