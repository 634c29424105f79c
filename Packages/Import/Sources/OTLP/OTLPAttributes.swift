import Claims
import Encoding

/// The attributes that an import looks at: of OpenTelemetry's semantic conventions for services and for
/// generative AI, and of OpenInference where the former have none.
struct OTLPAttributes {
    private(set) var service: ExactString?
    private(set) var agent: ExactString?
    private(set) var operation: ExactString?
    private(set) var tool: ExactString?
    private var inputs: [Content] = []
    private var outputs: [Content] = []

    /// A content, and how early in the list of names it stands.
    private struct Content {
        let rank: Int
        let hash: ContentHash
    }

    private static let inputNames: [ExactString] = [
        "gen_ai.input.messages", "gen_ai.tool.call.arguments", "gen_ai.prompt", "input.value",
    ]
    private static let outputNames: [ExactString] = [
        "gen_ai.output.messages", "gen_ai.tool.call.result", "gen_ai.completion", "output.value",
    ]

    init(_ list: JSONNode?) throws(SourceFault) {
        for attribute in try list?.asArray().map({ $0 }) ?? [] {
            let key = try attribute.required("key").asString()
            guard let value = attribute.optional("value") else { continue }
            try take(key, value.asObject())
        }
    }

    private mutating func take(_ key: ExactString, _ value: JSONNode) throws(SourceFault) {
        switch key {
        case "service.name": service = try Self.text(value)
        case "gen_ai.agent.name": agent = try Self.text(value)
        case "gen_ai.operation.name": operation = try Self.text(value)
        case "gen_ai.tool.name": tool = try Self.text(value)
        default:
            if let rank = Self.inputNames.firstIndex(of: key) {
                inputs.append(Content(rank: rank, hash: try Self.content(value)))
            } else if let rank = Self.outputNames.firstIndex(of: key) {
                outputs.append(Content(rank: rank, hash: try Self.content(value)))
            }
        }
    }

    /// The content that the first of the names stands for.
    var input: ContentHash? { inputs.min { $0.rank < $1.rank }?.hash }
    var output: ContentHash? { outputs.min { $0.rank < $1.rank }?.hash }

    private static func text(_ value: JSONNode) throws(SourceFault) -> ExactString? {
        guard let text = try value["stringValue"]?.asString(), !text.isEmpty else { return nil }
        return text
    }

    /// A string's own octets; of another value the JSON text as it stands.
    private static func content(_ value: JSONNode) throws(SourceFault) -> ContentHash {
        if let text = value["stringValue"] { return ContentHash(of: Array(try text.asString().utf8)) }
        return ContentHash(of: Array(value.text))
    }
}
