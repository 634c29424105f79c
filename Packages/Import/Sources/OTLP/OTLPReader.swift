import Claims
import Encoding

/// Reads OpenTelemetry traces in the JSON form of OTLP 1.x: one `ExportTraceServiceRequest`, or one a line as
/// file exporters write them. A file of lines is held one line at a time; of each span only what its ECT
/// needs is kept.
struct OTLPReader {
    private var spans = OTLPSpans()

    static func read(
        _ source: inout ImportSource, now: NumericDate
    ) throws(ImportError) -> ImportedExecution {
        var reader = OTLPReader()
        if let first = try source.nextLine() {
            // A first line that is no JSON by itself begins a text of many lines.
            if let document = try? SourceDocument(
                parsing: first.octets, base: first.offset, line: first.number)
            {
                try reader.add(document)
                source.forget()
                while let line = try source.nextLine() {
                    try reader.add(
                        SourceDocument(parsing: line.octets, base: line.offset, line: line.number))
                    source.forget()
                }
            } else {
                source.unread(first)
                try reader.add(
                    SourceDocument(parsing: source.rest(), base: first.offset, line: first.number))
            }
        }
        return ImportedExecution(.otlp, try reader.spans.tasks(now: now))
    }

    private mutating func add(_ document: SourceDocument) throws(ImportError) {
        var counter = LineCounter(document.octets, base: document.base, line: document.line)
        do throws(SourceFault) {
            try add(document.root, &counter)
        } catch {
            throw error.error(in: document)
        }
    }

    /// `resourceSpans`, `scopeSpans`, `spans`. Lines with metrics or logs, which exporters write into the same
    /// file, have no tasks.
    private mutating func add(_ root: JSONNode, _ counter: inout LineCounter) throws(SourceFault) {
        guard let resources = try root.asObject().optional("resourceSpans") else {
            if root["resourceSpans"] != nil || root["resourceLogs"] != nil || root["resourceMetrics"] != nil {
                return
            }
            throw SourceFault(.member("resourceSpans"), at: root)
        }
        for (r, resource) in try resources.asArray().enumerated() {
            let attributes = try resource.asObject().optional("resource")?.asObject().optional("attributes")
            let service = try OTLPAttributes(attributes).service
            for (s, scope) in (try resource.optional("scopeSpans")?.asArray()).enumeratedOrNone {
                for (i, node) in (try scope.asObject().optional("spans")?.asArray()).enumeratedOrNone {
                    let place = counter.place(
                        node.offset, pointer: "/resourceSpans/\(r)/scopeSpans/\(s)/spans/\(i)")
                    try spans.insert(OTLPSpan(node, service: service, place: place), node)
                }
            }
        }
    }
}

extension Optional where Wrapped == JSONElements {
    /// The elements with their numbers; none where the list is absent.
    fileprivate var enumeratedOrNone: EnumeratedSequence<[JSONNode]> {
        (self.map(Array.init) ?? []).enumerated()
    }
}
