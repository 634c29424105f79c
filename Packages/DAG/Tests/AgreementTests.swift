import DAG
import Encoding
import TestSupport
import Testing

/// A small graph and the policy that judges it.
struct Workflow: Sendable {
    var nodes: [GraphNode]
    var policy: GraphPolicy

    /// Up to a dozen nodes with few ids, so that duplicates, cycles, gaps and twins in other workflows are common.
    static func any(_ random: inout SeededGenerator) -> Workflow {
        let ids: [ExactString] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        let scopes = random.pick(
            [[nil], [nil, "V"], ["V", "W"], [nil, "V", "W", "X"]] as [[ExactString?]])
        let isTidy = random.oneIn(2)
        let count = random.integer(in: 0...12)
        var nodes: [GraphNode] = []
        for index in 0..<count {
            let number = isTidy && !random.oneIn(12) ? min(index, 9) : random.integer(in: 0...9)
            var predecessors: [ExactString] = []
            for _ in 0..<random.integer(in: 0...(random.oneIn(4) ? 5 : 2)) {
                if isTidy, !random.oneIn(15) {
                    if number > 0 { predecessors.append(ids[random.integer(in: 0...(number - 1))]) }
                } else {
                    predecessors.append(random.pick(ids))
                }
            }
            let time = isTidy && !random.oneIn(15) ? number * 10 : random.integer(in: 0...60)
            nodes.append(
                GraphNode(
                    id: ids[number], scope: random.pick(scopes), predecessors: predecessors, time: Int64(time)
                ))
        }
        let policy = GraphPolicy(
            skew: Int64(random.integer(in: 0...40)), linksAcrossWorkflows: random.oneIn(2),
            maximumFanIn: random.integer(in: 1...6), maximumDepth: random.integer(in: 0...8))
        return Workflow(nodes: nodes.shuffled(using: &random), policy: policy)
    }
}

@Suite struct AgreementTests {
    @Test(
        "batch says what the rules say, in whatever order the nodes are given",
        .verifies("ACT#req-act-dag-order"))
    func batchFollowsTheRules() {
        forAll(Workflow.any, runs: 4000) { workflow in
            let verdict = NaiveJudge(nodes: workflow.nodes, policy: workflow.policy).verdict
            return try Graph(workflow.nodes).verdict(workflow.policy) == verdict
                && Graph(workflow.nodes.reversed()).verdict(workflow.policy) == verdict
        }
    }

    @Test(
        "after every arrival the stream says what batch says of the same nodes",
        .verifies("ECT#req-ect-dag-agree"))
    func streamAgreesAtEveryStep() {
        forAll(Workflow.any, runs: 4000) { workflow in
            var stream = GraphStream(policy: workflow.policy)
            for (index, node) in workflow.nodes.enumerated() {
                let examined = stream.examine(node)
                let before = stream.verdict
                let arrival = stream.insert(node)
                let batch = try Graph(workflow.nodes[...index])
                guard stream.verdict == batch.verdict(workflow.policy), examined == arrival,
                    batch.isSettled(index) == arrival.isSettled,
                    Set(stream.verdict.failures).subtracting(before.failures).isSubset(of: arrival.failures)
                else { return false }
            }
            return true
        }
    }

    @Test("the order of arrival doesn't matter to the stream", .verifies("ACT#req-act-dag-order"))
    func orderDoesNotMatter() {
        forAll { (random: inout SeededGenerator) in
            let workflow = Workflow.any(&random)
            return (workflow, workflow.nodes.shuffled(using: &random))
        } _: { workflow, shuffled in
            var first = GraphStream(policy: workflow.policy)
            for node in workflow.nodes { first.insert(node) }
            var second = GraphStream(policy: workflow.policy)
            for node in shuffled { second.insert(node) }
            return first.verdict == second.verdict
        }
    }

    @Test("the random graphs reach every verdict and every check")
    func everythingIsReached() throws {
        var random = SeededGenerator(seed: 7)
        var verdicts: Set<String> = []
        var checks: Set<GraphCheck> = []
        for _ in 0..<3000 {
            let workflow = Workflow.any(&random)
            let verdict = try Graph(workflow.nodes).verdict(workflow.policy)
            verdicts.insert(workflow.nodes.count > 4 ? verdict.code : "")
            checks.formUnion(verdict.failures.map(\.check))
        }
        #expect(verdicts.isSuperset(of: ["complete", "incomplete", "invalid"]))
        #expect(checks == Set(GraphCheck.allCases))
    }
}
