/// Places for the nodes of a graph: rows from top to bottom, every node below its predecessors.
///
/// Nodes that no order reaches, being in or behind a cycle, stand in rows of their own below the others. Within
/// a row nodes are moved next to the middle of their neighbours, a few times down and up, which is the usual
/// way to few crossings; ties keep the order given, so the same graph always looks the same. Rows that would
/// be too wide for a page are folded.
struct Layers {
    /// The rows, from the top, of nodes from left to right.
    private(set) var rows: [[Int]] = []
    /// Where each node stands in its row: 0 at the left, 1 at the right.
    private var places: [Double]

    /// The most nodes side by side.
    static let widest = 5
    private static let sweeps = 8

    /// Places nodes 0 to `count` - 1; `depth` is the longest chain above a node, nil where there is none.
    init(count: Int, depth: (Int) -> Int?, predecessors: (Int) -> [Int], successors: (Int) -> [Int]) {
        places = [Double](repeating: 0.5, count: count)
        var rest: [Int] = []
        for node in 0..<count {
            guard let row = depth(node), row >= 0, row < count else {
                rest.append(node)
                continue
            }
            while rows.count <= row { rows.append([]) }
            rows[row].append(node)
        }
        rows.removeAll { $0.isEmpty }
        if !rest.isEmpty { rows.append(rest) }
        for row in rows.indices { settle(row) }
        for _ in 0..<Self.sweeps {
            for row in rows.indices.dropFirst() { arrange(row, by: predecessors) }
            for row in rows.indices.dropLast().reversed() { arrange(row, by: successors) }
        }
        rows = rows.flatMap(Self.folded)
    }

    /// Sorts a row by the mean place of each node's neighbours.
    private mutating func arrange(_ row: Int, by neighbours: (Int) -> [Int]) {
        let wanted = rows[row].enumerated().map { at, node in
            let places = neighbours(node).map { self.places[$0] }
            let mean = places.isEmpty ? self.places[node] : places.reduce(0, +) / Double(places.count)
            return (node: node, mean: mean, at: at)
        }
        rows[row] = wanted.sorted { ($0.mean, $0.at) < ($1.mean, $1.at) }.map(\.node)
        settle(row)
    }

    private mutating func settle(_ row: Int) {
        for (at, node) in rows[row].enumerated() {
            places[node] = (Double(at) + 0.5) / Double(rows[row].count)
        }
    }

    /// A row as rows of about the same width, none wider than the widest.
    private static func folded(_ row: [Int]) -> [[Int]] {
        let count = (row.count + widest - 1) / widest
        return (0..<count).map { part in
            Array(row[row.count * part / count..<row.count * (part + 1) / count])
        }
    }
}
