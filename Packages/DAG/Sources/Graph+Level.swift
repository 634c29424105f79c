extension Graph {
    /// Each vertex's effective assurance level: the lowest over itself and its ancestors (ECT §4).
    ///
    /// A node without a level neither raises nor lowers it. `nil` where no level may be claimed: no node of
    /// the ancestry has one, or the ancestry is not settled (``isSettled(_:)``), since what is not at hand
    /// could be lower.
    public var effectiveLevels: [GraphLevel?] { effectiveLevels { _ in nil } }

    /// The effective levels where a vertex's own level may be known otherwise than from its node, such as from
    /// evidence that came later; `known` answers nil where it is not.
    public func effectiveLevels(_ known: (Int) -> GraphLevel?) -> [GraphLevel?] {
        //= ECT#req-ect-effective-level
        //# The effective level of a record MUST be computed as the lowest level among the record and all
        //# its ancestors
        var lowest = levels
        for vertex in lowest.indices {
            if let level = known(vertex) { lowest[vertex] = .init(level.rawValue) }
        }
        for vertex in order.vertices.lazy.map({ Int($0) }) where order.settled[vertex] {
            for index in referenceRange(of: vertex) {
                let inherited = lowest[Int(targets[index])]
                if inherited >= 0, lowest[vertex] < 0 || inherited < lowest[vertex] {
                    lowest[vertex] = inherited
                }
            }
        }
        return lowest.indices.map { vertex in
            //= ECT#req-ect-effective-unknown
            //# A verifier MUST NOT report an effective level for a record whose ancestors are not all at
            //# hand and checked
            guard order.settled[vertex] else { return nil }
            return UInt8(exactly: lowest[vertex]).map(GraphLevel.init(rawValue:))
        }
    }
}
