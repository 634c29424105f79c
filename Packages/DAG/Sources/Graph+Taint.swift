public import Encoding

/// Why a node is tainted.
public enum Taint: Hashable, Sendable {
    /// It is failed or revoked itself.
    case source(GraphStanding)
    /// It was refused itself.
    case refused
    /// It names a revoked id that is not at hand.
    case missingPredecessor(ExactString)
    /// It names this tainted vertex, or shares its key: one step back towards the source.
    case predecessor(Int)
}

extension Graph {
    //= ECT#req-ect-dag-taint
    //# An auditor that learns that a record is revoked or was refused MUST report every descendant of it as
    //# tainted.
    //= ACT#req-act-dag-taint
    //# A verifier that learns that a record is revoked or 'failed', or refuses it, MUST report every
    //# descendant of it as tainted.
    /// Everything that must not be relied on: nodes that are failed or revoked, by their standing or because
    /// their id is in `revoked` (in any workflow), the vertices in `refused`, and everything downstream of them.
    ///
    /// Each tainted vertex comes with its reason, one step back; follow ``Taint/predecessor(_:)`` for the
    /// whole path. Paths are sought breadth first, in order of vertices. Taint passes through every known
    /// link, also one that a check refuses. A vertex in conflict taints with the others of its key: who named
    /// the key may have meant any of them.
    public func taint(
        revoked: some Sequence<ExactString> = EmptyCollection<ExactString>(), refused: Set<Int> = []
    ) -> [Int: Taint] {
        var isRevoked = Set<UInt32>()
        for id in revoked {
            if let symbol = symbols.find(id) { isRevoked.insert(symbol) }
        }
        var taints: [Int: Taint] = [:]
        var queue: [Int] = []
        func mark(_ vertex: Int, _ taint: Taint) {
            if taints[vertex] == nil {
                taints[vertex] = taint
                queue.append(vertex)
            }
        }
        for vertex in ids.indices {
            if isRevoked.contains(ids[vertex]) {
                mark(vertex, .source(.revoked))
            } else if standings[vertex] != .sound {
                mark(vertex, .source(standings[vertex]))
            } else if refused.contains(vertex) {
                mark(vertex, .refused)
            } else if !isRevoked.isEmpty,
                let index = referenceRange(of: vertex).first(where: { index in
                    targets[index] == GraphIndex.none && isRevoked.contains(references[index])
                })
            {
                mark(vertex, .missingPredecessor(symbols[references[index]]))
            }
        }
        let representatives = taintedRepresentatives(taints)
        for (first, source) in representatives { mark(first, .predecessor(source)) }
        var head = 0
        while head < queue.count {
            let vertex = queue[head]
            head += 1
            for successor in successors(of: vertex) { mark(successor, .predecessor(vertex)) }
        }
        return taints
    }

    /// References to a key in conflict mean its first vertex, so a taint of another one is carried there.
    private func taintedRepresentatives(_ taints: [Int: Taint]) -> [(first: Int, source: Int)] {
        conflicts.keys.sorted().compactMap { first in
            guard taints[Int(first)] == nil else { return nil }
            return conflicts[first]?.first { taints[Int($0)] != nil }.map { (Int(first), Int($0)) }
        }
    }
}
