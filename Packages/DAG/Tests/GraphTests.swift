import DAG
import Encoding
import TestSupport
import Testing

@Suite struct GraphTests {
    /// a ─┬─ c ── e    b ── d ── e    f (alone)
    let nodes = [
        node("e", ["c", "d"], at: 9), node("c", ["a"], at: 5, level: 2), node("a", level: 3),
        node("d", ["b"], at: 5), node("b", at: 1, level: 1), node("f", at: 1),
    ]

    @Test("roots, leaves, neighbours and keys")
    func shape() throws {
        let graph = try Graph(nodes)
        #expect(graph.count == 6)
        #expect(graph.roots == [2, 4, 5])
        #expect(graph.leaves == [0, 5])
        #expect(graph.predecessors(of: 0) == [1, 3])
        #expect(graph.successors(of: 4) == [3])
        #expect(graph.key(of: 3) == GraphKey(id: "d"))
        #expect(graph.vertices(of: GraphKey(id: "d")) == [3])
        #expect(graph.vertices(of: GraphKey(id: "z")) == [])
        #expect(graph.vertices(of: GraphKey(id: "d", scope: "W")) == [])
        #expect(graph.vertices(of: GraphKey(id: "d", scope: "a")) == [])
    }

    @Test("vertices of an id that several workflows hold, with conflicts")
    func vertices() throws {
        let graph = try Graph([
            node("a", in: "V"), node("a", in: "W"), node("a", in: "W"), node("a"), node("a", in: "W"),
        ])
        #expect(graph.vertices(of: GraphKey(id: "a", scope: "V")) == [0])
        #expect(graph.vertices(of: GraphKey(id: "a", scope: "W")) == [1, 2, 4])
        #expect(graph.vertices(of: GraphKey(id: "a")) == [3])
        #expect(graph.vertices(of: GraphKey(id: "a", scope: "a")) == [])
        #expect(graph.failure(of: 4)?.check == .unique)
        #expect(graph.failure(of: 0) == nil)
    }

    @Test("the topological order is the same whatever order the nodes came in, and keeps every edge")
    func order() throws {
        let names = try Graph(nodes).topologicalOrder.map { nodes[$0].key.id }
        #expect(names == ["a", "b", "f", "c", "d", "e"])
        forAll { (random: inout SeededGenerator) in
            let workflow = Workflow.any(&random)
            return (workflow.nodes, workflow.nodes.shuffled(using: &random))
        } _: { nodes, shuffled in
            let (first, second) = (try Graph(nodes), try Graph(shuffled))
            let order = first.topologicalOrder
            var place: [Int: Int] = [:]
            for (index, vertex) in order.enumerated() { place[vertex] = index }
            let keepsEdges = order.allSatisfy { vertex in
                first.predecessors(of: vertex).allSatisfy {
                    place[$0, default: .max] < place[vertex, default: .min]
                }
            }
            let covers = nodes.indices.allSatisfy { (place[$0] != nil) == (first.depth(of: $0) != nil) }
            return keepsEdges && covers
                && order.map(first.key) == second.topologicalOrder.map(second.key)
        }
    }

    @Test("ancestors and descendants follow from the edges")
    func ancestry() throws {
        let graph = try Graph(nodes)
        #expect(try graph.ancestors(of: 0) == [1, 2, 3, 4])
        #expect(try graph.descendants(of: 4) == [0, 3])
        #expect(throws: GraphError.limitReached(limit: 3)) { try graph.ancestors(of: 0, limit: 3) }
        #expect(graph.depth(of: 0) == 2)
        let cycle = try Graph([node("a", ["b"]), node("b", ["a"]), node("c", ["b"])])
        #expect(try cycle.ancestors(of: 0) == [0, 1])
        #expect(cycle.depth(of: 2) == nil)
        #expect(cycle.topologicalOrder == [])
        forAll(Workflow.any) { workflow in
            let graph = try Graph(workflow.nodes)
            let naive = NaiveJudge(nodes: workflow.nodes, policy: workflow.policy)
            return try workflow.nodes.indices.allSatisfy { vertex in
                let ancestors = Set(try graph.ancestors(of: vertex).map(graph.key))
                return ancestors == naive.ancestors(graph.key(of: vertex))
            }
        }
    }

    @Test(
        "the effective level is the lowest of the ancestry, and none where the ancestry is not settled",
        .verifies("ECT#req-ect-effective-level", "ECT#req-ect-effective-unknown"))
    func levels() throws {
        let levels = try Graph(nodes).effectiveLevels.map { $0?.rawValue }
        #expect(levels == [1, 2, 3, 1, 1, nil])
        let partial = try Graph([node("a", ["z"], level: 3), node("b", ["a"], level: 3), node("c", level: 2)])
        #expect(partial.effectiveLevels == [nil, nil, GraphLevel(rawValue: 2)])
        #expect(GraphLevel(rawValue: 1) < GraphLevel(rawValue: 2))
    }

    @Test(
        "effective levels are the minimum over ancestors, computed one by one",
        .verifies("ECT#req-ect-effective-level"))
    func levelsByHand() {
        let levels = [nil] + [1, 2, 3].map { GraphLevel(rawValue: $0) }
        forAll { (random: inout SeededGenerator) in
            var workflow = Workflow.any(&random)
            for index in workflow.nodes.indices {
                workflow.nodes[index].level = random.pick(levels)
            }
            return workflow
        } _: { workflow in
            let graph = try Graph(workflow.nodes)
            let levels = graph.effectiveLevels
            return try workflow.nodes.indices.allSatisfy { vertex in
                guard graph.isSettled(vertex) else { return levels[vertex] == nil }
                let all = try [vertex] + graph.ancestors(of: vertex)
                return levels[vertex] == all.compactMap { workflow.nodes[$0].level }.min()
            }
        }
    }

    @Test(
        "taint is everything downstream, with the way back",
        .verifies("ECT#req-ect-dag-taint", "ACT#req-act-dag-taint"))
    func taint() throws {
        let graph = try Graph(nodes)
        #expect(graph.taint() == [:])
        #expect(
            graph.taint(revoked: ["b", "unknown"])
                == [4: .source(.revoked), 3: .predecessor(4), 0: .predecessor(3)])
        #expect(
            graph.taint(refused: [3, 9]) == [3: .refused, 0: .predecessor(3)],
            "a vertex that is not there taints nothing")
        let failed = try Graph([
            node("b", ["a"]), node("a", standing: .failed), node("c", ["b"], standing: .revoked),
        ])
        #expect(failed.taint() == [1: .source(.failed), 0: .predecessor(1), 2: .source(.revoked)])
    }

    @Test("a revoked id taints who names it even when its token is not at hand")
    func taintOfMissing() throws {
        let graph = try Graph([node("a", ["y", "z"]), node("b", ["a"])])
        #expect(graph.taint(revoked: ["z"]) == [0: .missingPredecessor("z"), 1: .predecessor(0)])
    }

    @Test("taint of one token in conflict reaches who named the key, and passes through cycles")
    func taintOfConflict() throws {
        let graph = try Graph([
            node("a"), node("a", standing: .revoked), node("b", ["a", "c"]), node("c", ["b"]),
        ])
        #expect(
            graph.taint()
                == [1: .source(.revoked), 0: .predecessor(1), 2: .predecessor(0), 3: .predecessor(2)])
    }

    @Test("keys are ordered by id, then by workflow with none first")
    func keyOrder() {
        let keys = [
            GraphKey(id: "a"), GraphKey(id: "a", scope: "V"), GraphKey(id: "a", scope: "W"),
            GraphKey(id: "b"),
        ]
        #expect(keys.shuffled().sorted() == keys)
        #expect(!(keys[0] < keys[0]) && !(keys[1] < keys[0]))
    }

    @Test(
        "a hundred thousand nodes in one chain, one cycle or one fan need no deep stack",
        .verifies("ACT#req-act-dag-cost"))
    func large() throws {
        let count = 100_000
        let chain = (0..<count).lazy.map {
            node(ExactString("node-number-\($0)"), $0 == 0 ? [] : [ExactString("node-number-\($0 - 1)")])
        }
        let graph = try Graph(chain)
        #expect(graph.verdict(GraphPolicy(maximumDepth: count)) == .complete)
        #expect(graph.verdict().failures.count == count - 10_001)
        #expect(graph.depth(of: count - 1) == count - 1)
        #expect(throws: GraphError.limitReached(limit: 10_000)) { try graph.ancestors(of: count - 1) }
        let cycle = chain.map { node in
            node.predecessors.isEmpty
                ? GraphNode(id: node.key.id, predecessors: [ExactString("node-number-\(count - 1)")], time: 0)
                : node
        }
        #expect(try Graph(cycle).verdict().failures.count == count)
        let fan = (0..<count).lazy.map { node(ExactString("leaf\($0)"), $0 == 0 ? [] : ["leaf0"]) }
        #expect(try Graph(fan).leaves.count == count - 1)
    }
}
