import Audit
import DAG
import Encoding

/// What is drawn of a workflow: boxes and the arrows between them.
struct Picture {
    var boxes: [Box] = []
    /// From a predecessor to its successor, by places in `boxes`.
    var arrows: [(from: Int, to: Int)] = []
    private var depths: [Int?] = []

    /// The most boxes that a reader can follow.
    static let mostBoxes = 300

    /// One node.
    struct Box {
        var look: Look
        var isTainted = false
        /// What was done.
        var label: String
        /// By whom.
        var signer: String
        /// All that is known, shown while the pointer rests on the box.
        var title: String
    }

    /// What came of a node: told by mark, frame and words, so that no colour need be seen.
    enum Look: String, CaseIterable {
        case authorized, unproven, invalid, earlier, missing

        /// The sign in the box.
        var mark: String {
            switch self {
            case .authorized: "✓"
            case .unproven: "?"
            case .invalid: "✗"
            case .earlier: "≡"
            case .missing: "…"
            }
        }

        /// What the legend says.
        var meaning: String {
            switch self {
            case .authorized: "verified and authorized by its mandate"
            case .unproven: "verified; its authority was not shown"
            case .invalid: "refused, or fails a check of the graph"
            case .earlier: "in the ledger from an earlier audit"
            case .missing: "named as a predecessor, but not at hand"
            }
        }
    }

    /// The graph of a report; nil where there is none, or it is too large to be looked at.
    init?(_ report: AuditReport) {
        guard let graph = report.records, graph.count > 0,
            graph.count + report.graph.missing.count <= Self.mostBoxes
        else { return nil }
        let missing = report.graph.missing
        let failing = Dictionary(
            report.graph.failures.map { ($0.node, $0) }, uniquingKeysWith: { one, _ in one })
        for vertex in 0..<graph.count {
            boxes.append(Self.box(vertex, report, failing[graph.key(of: vertex)]))
            // What is missing may stand above the first row.
            depths.append(graph.depth(of: vertex).map { $0 + (missing.isEmpty ? 0 : 1) })
            for predecessor in graph.predecessors(of: vertex) { arrows.append((predecessor, vertex)) }
        }
        for absent in missing {
            let place = boxes.count
            boxes.append(
                Box(look: .missing, label: absent.id.string, signer: "not at hand", title: absent.id.string))
            // Right above the highest record that names it, so that its arrows are short.
            let namers = absent.namedBy.flatMap { graph.vertices(of: $0) }
            depths.append(namers.compactMap { depths[$0] }.min().map { $0 - 1 } ?? 0)
            for vertex in namers { arrows.append((place, vertex)) }
        }
    }

    private static func box(_ vertex: Int, _ report: AuditReport, _ failure: GraphFailure?) -> Box {
        let key = report.records?.key(of: vertex)
        let name = key.map { "\($0)" } ?? ""
        switch report.origin(of: vertex) {
        case .entry(let index):
            let entry = report.entries[index]
            var look = Look.unproven
            var detail = entry.finding.code
            switch entry.finding {
            case .authorized: look = .authorized
            case .refused(_, _, let sentence):
                look = .invalid
                detail = sentence
            default: break
            }
            let signer = entry.signer?.string ?? "unsigned"
            return Box(
                look: look, isTainted: entry.isTainted, label: entry.action?.string ?? "", signer: signer,
                title: "\(name)\n\(entry.action?.string ?? "") by \(signer)\n\(detail)")
        case .ledger(let sequence):
            return Box(
                look: failure == nil ? .earlier : .invalid, label: key?.id.string ?? "",
                signer: "ledger entry \(sequence)", title: failure.map { "\($0)" } ?? name)
        case nil:
            return Box(look: .unproven, label: name, signer: "", title: name)
        }
    }

    /// Where the boxes stand.
    var layers: Layers {
        var above = [[Int]](repeating: [], count: boxes.count)
        var below = above
        for arrow in arrows {
            above[arrow.to].append(arrow.from)
            below[arrow.from].append(arrow.to)
        }
        return Layers(
            count: boxes.count, depth: { depths[$0] }, predecessors: { above[$0] }, successors: { below[$0] })
    }
}
