import DAG
import Encoding
import Testing

/// The attacks on the graph that the drafts' security considerations name.
@Suite struct IntegrityAttackTests {
    let honest = [
        node("plan", at: 100, in: "W"), node("fetch", ["plan"], at: 110, in: "W"),
        node("check", ["fetch"], at: 120, in: "W"), node("pay", ["check"], at: 130, in: "W"),
    ]

    @Test("the honest workflow is complete")
    func complete() throws {
        #expect(try verdict(of: honest) == .complete)
    }

    @Test("false parents: a predecessor that never existed leaves the graph incomplete")
    func inventedParent() throws {
        let nodes = honest + [node("refund", ["approval"], at: 140, in: "W")]
        let missing = MissingPredecessor(id: "approval", namedBy: [GraphKey(id: "refund", scope: "W")])
        #expect(try verdict(of: nodes) == .incomplete(missing: [missing]))
    }

    @Test("false parents: a record that claims to follow from what happened later is refused")
    func parentFromTheFuture() throws {
        let nodes = honest + [node("approve", ["pay"], at: 99, in: "W")]
        #expect(try verdict(of: nodes).failures == [failure("approve", .time, "pay", in: "W")])
    }

    @Test("false parents: borrowing the approval of another workflow is refused")
    func borrowedParent() throws {
        let nodes =
            honest + [node("approval", at: 90, in: "V"), node("pay2", ["approval"], at: 140, in: "W")]
        let expected = failure("pay2", .workflow, "approval", in: "W", otherIn: "V")
        #expect(try verdict(of: nodes).failures == [expected])
    }

    @Test("pruning: leaving out any node that others build on is seen", arguments: 0..<3)
    func prunedAncestor(index: Int) throws {
        var nodes = honest
        let pruned = nodes.remove(at: index)
        let missing = MissingPredecessor(id: pruned.key.id, namedBy: [nodes[index].key])
        #expect(try verdict(of: nodes) == .incomplete(missing: [missing]))
    }

    @Test("pruning: a leaf that is left out can't be seen in the graph, only in a ledger")
    func prunedLeaf() throws {
        #expect(try verdict(of: Array(honest.dropLast())) == .complete)
    }

    @Test("pruning: rewriting a record around an inconvenient one collides with the original")
    func rewrittenRecord() throws {
        let rewritten = node("pay", ["fetch"], at: 130, in: "W")
        #expect(try verdict(of: honest + [rewritten]).failures == [failure("pay", .unique, in: "W")])
    }

    @Test("shadow graphs: a twin of a record under the same id doesn't displace the first, both are refused")
    func twin() throws {
        let shadow = [node("check", ["plan"], at: 121, in: "W"), node("ship", ["check"], at: 150, in: "W")]
        #expect(try verdict(of: honest + shadow).failures == [failure("check", .unique, in: "W")])
        #expect(try verdict(of: shadow + honest).failures == [failure("check", .unique, in: "W")])
    }

    @Test("shadow graphs: a copy in another workflow neither disturbs nor supports the original")
    func copyInAnotherWorkflow() throws {
        let shadow = honest.map { original in
            GraphNode(
                id: original.key.id, scope: "S", predecessors: original.predecessors,
                time: original.time + 500)
        }
        #expect(try verdict(of: honest + shadow) == .complete)
        let mixed = try Graph(honest + shadow)
        #expect(try mixed.ancestors(of: 3) == [0, 1, 2])
        #expect(try mixed.ancestors(of: 7) == [4, 5, 6])
    }

    @Test("shadow graphs: copies in two workflows can't stand in for a record that was pruned")
    func copiesOfThePruned() throws {
        let nodes = [honest[0], honest[2], honest[3], node("fetch", in: "S"), node("fetch", in: "T")]
        let expected = failure("check", .knownPredecessors, "fetch", in: "W")
        #expect(try verdict(of: nodes, GraphPolicy(linksAcrossWorkflows: true)).failures == [expected])
    }
}
