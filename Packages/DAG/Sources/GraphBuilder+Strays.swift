public import Encoding

extension GraphBuilder {
    /// The ids that nodes name and that no node of their own scope has, each once, in the order in which they
    /// are first named: what someone who keeps more records may know.
    public func strays() -> [ExactString] {
        var register = KeyRegister(symbolCount: symbols.count, vertexCount: ids.count)
        for vertex in ids.indices { register.add(UInt32(vertex), id: ids[vertex], scopes: scopes) }
        var isListed = [Bool](repeating: false, count: symbols.count)
        var strays: [ExactString] = []
        for vertex in ids.indices {
            for index in Int(starts[vertex])..<Int(starts[vertex + 1]) where !isListed[Int(references[index])]
            {
                let target = register.target(of: references[index], from: scopes[vertex])
                if target < GraphIndex.ambiguous, scopes[Int(target)] == scopes[vertex] { continue }
                isListed[Int(references[index])] = true
                strays.append(symbols[references[index]])
            }
        }
        return strays
    }
}
