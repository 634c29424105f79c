import DAG
import Encoding

/// Writes a graph for other programs to draw.
struct GraphDrawing {
    private let records: GraphRecords
    private let failures: [GraphKey: GraphFailure]
    private let missing: [(id: ExactString, vertices: [Int])]

    init(_ records: GraphRecords) {
        self.records = records
        failures = records.failures
        missing = records.verdict.missing.map { absent in
            (absent.id, absent.namedBy.flatMap { records.graph.vertices(of: $0) })
        }
    }

    /// The lines of a node.
    private func lines(_ vertex: Int) -> [ExactString] {
        let label = records.label(vertex)
        let key = records.graph.key(of: vertex)
        var lines = [label.action, label.signer ?? "unsigned", key.id]
        if let failure = failures[key] { lines.append(ExactString("fails \(failure.check.code)")) }
        return lines
    }

    // MARK: Graphviz

    /// For `dot`. Failing nodes have a double frame, missing ones a dotted one.
    var dot: String {
        var text = "digraph workflow {\n  rankdir=TB;\n  node [shape=box, fontname=\"sans-serif\"];\n"
        if !records.isVerified { text += "  label=\"UNVERIFIED\";\n" }
        for vertex in 0..<records.graph.count {
            let isFailing = failures[records.graph.key(of: vertex)] != nil
            text += "  n\(vertex) [label=\"\(lines(vertex).map(Self.dotText).joined(separator: "\\n"))\""
            text += isFailing ? ", peripheries=2];\n" : "];\n"
            for predecessor in records.graph.predecessors(of: vertex) {
                text += "  n\(predecessor) -> n\(vertex);\n"
            }
        }
        for (at, absent) in missing.enumerated() {
            text += "  m\(at) [label=\"\(Self.dotText(absent.id))\\nnot at hand\", style=dotted];\n"
            for vertex in absent.vertices { text += "  m\(at) -> n\(vertex) [style=dotted];\n" }
        }
        return text + "}"
    }

    /// Text within the quotes of a label, where a backslash begins an escape and `&` an entity.
    static func dotText(_ text: ExactString) -> String {
        var quoted = ""
        for scalar in Console.safe(text).unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "&": quoted += "&amp;"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted
    }

    // MARK: Mermaid

    /// For Mermaid. Failing nodes have a thick frame, missing ones a dotted one.
    var mermaid: String {
        var text = "flowchart TD\n"
        if !records.isVerified { text += "  warning[\"UNVERIFIED\"]\n" }
        for vertex in 0..<records.graph.count {
            text += "  n\(vertex)[\"\(lines(vertex).map(Self.mermaidText).joined(separator: "<br/>"))\"]\n"
            for predecessor in records.graph.predecessors(of: vertex) {
                text += "  n\(predecessor) --> n\(vertex)\n"
            }
        }
        for (at, absent) in missing.enumerated() {
            text += "  m\(at)[\"\(Self.mermaidText(absent.id))<br/>not at hand\"]\n"
            for vertex in absent.vertices { text += "  m\(at) -.-> n\(vertex)\n" }
        }
        text += "  classDef failing stroke-width:4px\n  classDef missing stroke-dasharray:2 4\n"
        let failing = (0..<records.graph.count).filter { failures[records.graph.key(of: $0)] != nil }
        if !failing.isEmpty { text += "  class \(failing.map { "n\($0)" }.joined(separator: ",")) failing\n" }
        if !missing.isEmpty {
            text += "  class \(missing.indices.map { "m\($0)" }.joined(separator: ",")) missing\n"
        }
        text.removeLast()
        return text
    }

    /// Text within the quotes of a label: everything but letters, digits and a few harmless marks is written
    /// as a character code, because Mermaid reads markup, Markdown and directives in labels.
    static func mermaidText(_ text: ExactString) -> String {
        var quoted = ""
        for scalar in Console.safe(text).unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", " ", "-", ".", "/": quoted.unicodeScalars.append(scalar)
            default: quoted += "#\(scalar.value);"
            }
        }
        return quoted
    }

    // MARK: JSON

    /// Nodes with their edges.
    var json: JSONValue {
        let absent = records.missing
        let nodes = (0..<records.graph.count).map { vertex -> JSONValue in
            let label = records.label(vertex)
            let key = records.graph.key(of: vertex)
            return [
                "jti": .string(key.id),
                "wid": key.scope.map(JSONValue.string) ?? .null,
                "action": .string(label.action),
                "signer": label.signer.map(JSONValue.string) ?? .null,
                "level": .string(ExactString(label.level)),
                "time": .integer(label.time),
                "pred": .array(
                    records.graph.predecessors(of: vertex).map { .string(records.graph.key(of: $0).id) }),
                "missing": .array((absent[key] ?? []).map(JSONValue.string)),
                "check": failures[key].map { .string(ExactString($0.check.code)) } ?? .null,
            ]
        }
        return [
            "verified": .boolean(records.isVerified),
            "verdict": .string(ExactString(records.verdict.code)),
            "nodes": .array(nodes),
        ]
    }
}
