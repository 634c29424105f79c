import Claims
import Encoding

/// All spans of a file, and how they become tasks.
///
/// An ECT is made when its task ends, so it can name as predecessors only tasks that ended before. A span that
/// waits for its children ends after them: it followed from their results, and its ECT names theirs. A child
/// that ends after its parent was started and left to run: its ECT names the parent's. So each edge of the
/// source, be it a parent or a link, points from the later end to the earlier one; none is lost, none runs
/// against time, and no circle can close.
struct OTLPSpans {
    private var spans: [OTLPSpan] = []
    private var index: [OTLPSpanID: Int] = [:]

    /// Adds a span. The same span again, octet for octet, is what exporters send when they try again.
    mutating func insert(_ span: OTLPSpan, _ node: JSONNode) throws(SourceFault) {
        if let known = index[span.id] {
            guard spans[known].digest == span.digest else {
                let id = try node.required("spanId")
                throw SourceFault(.unique(try id.asString()), at: id)
            }
            return
        }
        index[span.id] = spans.count
        spans.append(span)
    }

    /// The tasks, in the order of the file.
    func tasks(now: NumericDate) throws(ImportError) -> [ImportedTask] {
        let parents = spans.map { span in
            span.parent.flatMap { index[OTLPSpanID(trace: span.id.trace, span: $0)] }
        }
        let depths = try depths(parents)
        let identifiers = spans.map(\.id.task)
        let predecessors = predecessors(parents, depths, identifiers)
        let workflows = workflows()
        let agents = agents(parents, depths)
        return spans.indices.map { at in
            let span = spans[at]
            let time = span.recordTime
            return ImportedTask(
                identifier: identifiers[at], workflow: workflows[span.id.trace] ?? span.id.trace.workflow,
                agent: agents[at] ?? span.service, action: span.action,
                endedAt: time == 0 ? now : NumericDate(clamping: Int64(time / 1_000_000_000)),
                predecessors: predecessors[at], inputHash: span.input, outputHash: span.output,
                details: Self.details(span))
        }
    }

    // MARK: Structure

    /// How many ancestors of each span are in the file.
    private func depths(_ parents: [Int?]) throws(ImportError) -> [Int] {
        var depths = [Int](repeating: -1, count: spans.count)
        let isOnPath = -2
        var path: [Int] = []
        for start in spans.indices where depths[start] < 0 {
            var at = start
            while depths[at] == -1 {
                depths[at] = isOnPath
                path.append(at)
                guard let parent = parents[at] else { break }
                at = parent
            }
            if depths[at] == isOnPath, parents[at] != nil {
                throw .expected(.acyclic, at: spans[at].place)
            }
            while let last = path.popLast() { depths[last] = (parents[last].map { depths[$0] } ?? -1) + 1 }
        }
        return depths
    }

    /// Whether the record of `left` was made before that of `right`: by the end, and where that is the same the
    /// inner span first.
    private func isEarlier(_ left: Int, _ right: Int, _ depths: [Int]) -> Bool {
        let (a, b) = (spans[left], spans[right])
        if a.recordTime != b.recordTime { return a.recordTime < b.recordTime }
        if a.start != b.start { return a.start > b.start }
        if depths[left] != depths[right] { return depths[left] > depths[right] }
        return left < right
    }

    private func predecessors(
        _ parents: [Int?], _ depths: [Int], _ identifiers: [UUIDText]
    ) -> [[UUIDText]] {
        var edges = [[UUIDText]](repeating: [], count: spans.count)
        func connect(_ one: Int, _ other: Int) {
            let (first, second) = isEarlier(one, other, depths) ? (one, other) : (other, one)
            edges[second].append(identifiers[first])
        }
        for at in spans.indices {
            let span = spans[at]
            if let parent = parents[at] {
                connect(at, parent)
            } else if let missing = span.parent {
                edges[at].append(OTLPSpanID(trace: span.id.trace, span: missing).task)
            }
            for link in span.links where link != span.id {
                if let linked = index[link] { connect(at, linked) } else { edges[at].append(link.task) }
            }
        }
        return edges.map { $0.count < 2 ? $0 : $0.withoutRepeats }
    }

    /// The workflow of each trace that is linked with others: they are one, that of the least trace among them.
    private func workflows() -> [OTLPTraceID: UUIDText] {
        var leaders: [OTLPTraceID: OTLPTraceID] = [:]
        func leader(of trace: OTLPTraceID) -> OTLPTraceID {
            var found = trace
            while let next = leaders[found] { found = next }
            var at = trace
            while let next = leaders[at], next != found {
                leaders[at] = found
                at = next
            }
            return found
        }
        for span in spans {
            for link in span.links where link.trace != span.id.trace && index[link] != nil {
                let (one, other) = (leader(of: span.id.trace), leader(of: link.trace))
                if one != other { leaders[max(one, other)] = min(one, other) }
            }
        }
        var workflows: [OTLPTraceID: UUIDText] = [:]
        for trace in leaders.keys { workflows[trace] = leader(of: trace).workflow }
        for span in spans where workflows[span.id.trace] == nil {
            workflows[span.id.trace] = span.id.trace.workflow
        }
        return workflows
    }

    // MARK: Names

    /// The agent that each span names, or the nearest of its ancestors in the same service; nil for none.
    private func agents(_ parents: [Int?], _ depths: [Int]) -> [ExactString?] {
        var agents = [ExactString?](repeating: nil, count: spans.count)
        for at in spans.indices.sorted(by: { depths[$0] < depths[$1] }) {
            agents[at] = spans[at].agent
            if agents[at] == nil, let parent = parents[at], spans[parent].service == spans[at].service {
                agents[at] = agents[parent]
            }
        }
        return agents
    }

    private static func details(_ span: OTLPSpan) -> [JSONMember] {
        var details: [JSONMember] = []
        details.addName(span.name, unless: span.action)
        details.add("trace", ExactString(Hexadecimal.encode(span.id.trace.octets)))
        details.add("span", ExactString(Hexadecimal.encode(span.id.span.bigEndianOctets)))
        details.add("span_hash", ContentHash(span.digest).text)
        if let failure = span.failure {
            details.add("status", "error")
            details.add("error", failure)
        }
        return details
    }
}

extension [UUIDText] {
    /// Each once, where it is first.
    var withoutRepeats: [UUIDText] {
        var seen: Set<UUIDText> = []
        return filter { seen.insert($0).inserted }
    }
}
