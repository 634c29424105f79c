import DAG
import Encoding
import Merkle
import Signing

extension Testee {
    // MARK: Graph

    static func validateDAG(_ request: Request) throws(Refusal) -> Answer {
        let nodes = try graphNodes(request)
        let policy = GraphPolicy(
            skew: try request.integer("skew") ?? 30,
            linksAcrossWorkflows: request.optional("links_across_workflows")?.boolean ?? false,
            maximumDepth: Int(clamping: try request.integer("ancestor_limit") ?? 10_000))
        let verdict: GraphVerdict
        if try request.choice("order", ["batch", "stream"]) != "stream" {
            do { verdict = try Graph(nodes).verdict(policy) } catch { throw Refusal(error.code, "\(error)") }
        } else {
            var stream = GraphStream(policy: policy, store: MemoryGraphStore())
            for node in nodes { stream.insert(node) }
            verdict = stream.verdict
        }
        return [
            ("verdict", text(verdict.code)),
            (
                "missing",
                .array(
                    verdict.missing.map { missing in
                        [
                            "id": .string(missing.id),
                            "named_by": .array(missing.namedBy.map { .string($0.id) }),
                        ]
                    })
            ),
            (
                "invalid",
                .array(
                    verdict.failures.map { failure in
                        ["id": .string(failure.node.id), "check": text(failure.check.code)]
                    })
            ),
        ]
    }

    private static func graphNodes(_ request: Request) throws(Refusal) -> [GraphNode] {
        let list = try request.node("records")
        guard list.kind == .array else { throw .badRequest("'records' is not an array") }
        var nodes: [GraphNode] = []
        for element in list.elements {
            let record = Request(root: element)
            guard element.kind == .object, let time = try record.integer("time") else {
                throw .badRequest("a record has 'id', 'pred' and an integer 'time'")
            }
            nodes.append(
                GraphNode(
                    id: try record.string("id"), scope: try record.optionalString("wid"),
                    predecessors: try record.strings("pred") ?? [], time: time))
        }
        return nodes
    }

    // MARK: Merkle tree

    static func merkleRoot(_ request: Request) throws(Refusal) -> Answer {
        var frontier = MerkleFrontier()
        for leaf in try request.hexes("leaves_hex") { frontier.append(MerkleHash.leaf(leaf)) }
        return [("root_hex", hex(frontier.root.octets))]
    }

    static func merkleInclusion(_ request: Request) throws(Refusal) -> Answer {
        let proof = InclusionProof(
            index: try size(request, "index"), size: try size(request, "size"),
            path: try digests(request, "proof_hex"))
        let leaf = try digest(request, "leaf_hash_hex")
        let root = try digest(request, "root_hex")
        do { try proof.verify(leafHash: leaf, root: root) } catch { throw Refusal(error.code, "\(error)") }
        return []
    }

    static func merkleConsistency(_ request: Request) throws(Refusal) -> Answer {
        let proof = ConsistencyProof(
            first: try size(request, "size1"), second: try size(request, "size2"),
            path: try digests(request, "proof_hex"))
        let (first, second) = (try digest(request, "root1_hex"), try digest(request, "root2_hex"))
        do { try proof.verify(firstRoot: first, secondRoot: second) } catch {
            throw Refusal(error.code, "\(error)")
        }
        return []
    }

    static func size(_ request: Request, _ name: String) throws(Refusal) -> UInt64 {
        guard let number = try request.integer(name).flatMap({ UInt64(exactly: $0) }) else {
            throw .badRequest("'\(name)' is not a size")
        }
        return number
    }

    static func digest(_ request: Request, _ name: String) throws(Refusal) -> Digest32 {
        guard let digest = Digest32(try request.hex(name)) else {
            throw .badRequest("'\(name)' is not 32 octets")
        }
        return digest
    }

    private static func digests(_ request: Request, _ name: String) throws(Refusal) -> [Digest32] {
        var digests: [Digest32] = []
        for octets in try request.hexes(name) {
            guard let digest = Digest32(octets) else {
                throw Refusal("merkle-node-size", "a node is not 32 octets")
            }
            digests.append(digest)
        }
        return digests
    }
}
