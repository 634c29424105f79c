import Claims
import Encoding
import Signing

/// What an ECT needs of a span.
struct OTLPSpan {
    let id: OTLPSpanID
    /// The parent's span identifier; nil for a root.
    let parent: UInt64?
    let links: [OTLPSpanID]
    let service: ExactString
    /// The agent that the span itself names.
    let agent: ExactString?
    let name: ExactString
    let action: Action
    /// Nanoseconds since 1970; 0 where the span does not say.
    let start: UInt64
    let end: UInt64
    let input: ContentHash?
    let output: ContentHash?
    /// The status's message where the status is an error, which may be empty.
    let failure: ExactString?
    /// Of the span's JSON text as it stands.
    let digest: Digest32
    let place: SourcePlace

    /// What OpenTelemetry calls a service that has no name.
    private static let unnamedService: ExactString = "unknown_service"

    init(_ node: JSONNode, service: ExactString?, place: SourcePlace) throws(SourceFault) {
        let trace = try OTLPTraceID(node.required("traceId"))
        id = OTLPSpanID(trace: trace, span: try UInt64(spanID: node.required("spanId")))
        parent = try Self.parent(node)
        var links: [OTLPSpanID] = []
        if let list = node.optional("links") {
            for link in try list.asArray() {
                links.append(
                    OTLPSpanID(
                        trace: try OTLPTraceID(link.required("traceId")),
                        span: try UInt64(spanID: link.required("spanId"))))
            }
        }
        self.links = links
        name = try node.required("name").asString()
        let attributes = try OTLPAttributes(node.optional("attributes"))
        self.service = service ?? Self.unnamedService
        agent = attributes.agent
        action = Self.action(attributes, name)
        start = try Self.time(node, "startTimeUnixNano")
        end = try Self.time(node, "endTimeUnixNano")
        input = attributes.input
        output = attributes.output
        failure = try Self.failure(node.optional("status"))
        digest = SHA256.digest(Array(node.text))
        self.place = place
    }

    /// When its record was made: its end, or its start where it has none; 0 for neither.
    var recordTime: UInt64 { end == 0 ? start : end }

    /// An absent, empty or zero parent makes a root.
    private static func parent(_ node: JSONNode) throws(SourceFault) -> UInt64? {
        guard let parent = node.optional("parentSpanId") else { return nil }
        let text = try parent.asString()
        if text.isEmpty || text == "0000000000000000" { return nil }
        return try UInt64(spanID: parent)
    }

    /// The GenAI operation and its tool, otherwise the span's name.
    private static func action(_ attributes: OTLPAttributes, _ name: ExactString) -> Action {
        guard let operation = attributes.operation else { return ActionName.action(name.string) }
        guard let tool = attributes.tool else { return ActionName.action(operation.string) }
        return ActionName.action(operation.string + "." + tool.string)
    }

    private static func time(_ node: JSONNode, _ name: String) throws(SourceFault) -> UInt64 {
        guard let member = node.optional(name) else { return 0 }
        let digits = member.string?.string ?? member.numberText ?? ""
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let time = UInt64(digits)
        else { throw SourceFault(.nanoseconds, at: member) }
        return time
    }

    private static func failure(_ status: JSONNode?) throws(SourceFault) -> ExactString? {
        guard let status, let code = try status.asObject().optional("code") else { return nil }
        guard code.integer == 2 || code.string == "STATUS_CODE_ERROR" else { return nil }
        return try status.optional("message")?.asString() ?? ""
    }
}
