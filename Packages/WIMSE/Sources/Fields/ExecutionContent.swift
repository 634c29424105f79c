import Encoding
import HTTPTypes

/// Tokens in the content of a message, for sets that are too large for the fields: the member
/// `execution_context` of a JSON object, of `params._meta` in JSON-RPC and MCP, or of the one object of
/// `application/ect-set+json`.
public enum ExecutionContent {
    /// `application/ect-set+json`
    public static let mediaType = "application/ect-set+json"
    /// The member's name.
    public static let member = "execution_context"
    /// The longest content that is looked into, in octets.
    public static let limit = 1 << 20
    /// The most tokens.
    public static let tokenLimit = 1024

    /// Content of the type `application/ect-set+json`. Throws `binding(.malformed, .content)`.
    public static func set(_ tokens: [String]) throws(WIMSEError) -> [UInt8] {
        try check(tokens)
        return JSONValue.object([JSONMember(ExactString(member), array(tokens))]).encode()
    }

    /// Adds the member to a JSON object; in place of one that is there. Throws `binding(.malformed, .content)`
    /// where `content` is no JSON object.
    public static func add(_ tokens: [String], to content: [UInt8]) throws(WIMSEError) -> [UInt8] {
        try check(tokens)
        var members = try object(content)
        members = replacing(ExactString(member), by: array(tokens), in: members)
        return JSONValue.object(members).encode()
    }

    /// Adds the member to `params._meta` of a JSON-RPC message, which it makes where it is not there.
    public static func add(_ tokens: [String], toRPC content: [UInt8]) throws(WIMSEError) -> [UInt8] {
        try check(tokens)
        let message = try object(content)
        guard case .object(let parameters) = value("params", in: message) ?? .object([]),
            case .object(let metadata) = value("_meta", in: parameters) ?? .object([])
        else { throw .binding(.malformed, .content) }
        let meta = replacing(ExactString(member), by: array(tokens), in: metadata)
        let params = replacing("_meta", by: .object(meta), in: parameters)
        return JSONValue.object(replacing("params", by: .object(params), in: message)).encode()
    }

    // MARK: Reading

    /// The tokens of the content; none where it has no such member.
    static func tokens(in content: MessageContent, of fields: HTTPFields) throws(BindingFault) -> [[UInt8]] {
        guard let type = mediaType(of: fields), isJSON(type), content.count > 0 else { return [] }
        let isSet = type == ExactString(mediaType)
        guard let octets = content.octets, octets.count <= limit,
            let root = try? JSONDocument(
                parsing: octets, limits: JSONLimits(octets: limit, depth: 64, values: 1 << 16)
            ).root, root.kind == .object
        else {
            // What can't be read holds no tokens; for content that is nothing but tokens that is a fault.
            if isSet { throw .malformed }
            return []
        }
        if isSet, root.count != 1 { throw .malformed }
        let members = [root[member], root["params"]?["_meta"]?[member]].compactMap { $0 }
        guard members.count <= 1 else { throw .malformed }
        guard let found = members.first else {
            if isSet { throw .malformed }
            return []
        }
        //= ACT#req-act-body-form
        //# A receiver MUST refuse an 'execution_context' member that is not an array of compact tokens, or
        //# has more of them than it takes.
        guard found.kind == .array else { throw .malformed }
        var tokens: [[UInt8]] = []
        for element in found.elements {
            guard let text = element.string.map({ Array($0.utf8) }),
                CompactToken.isValid(text[...], in: .content)
            else { throw .malformed }
            guard tokens.count < tokenLimit else { throw .tooMany }
            tokens.append(text)
        }
        return tokens
    }

    /// The type without its parameters, in lower case.
    private static func mediaType(of fields: HTTPFields) -> ExactString? {
        guard let field = CombinedField(.contentType, in: fields) else { return nil }
        let type = field.octets.prefix { $0 != UInt8(ascii: ";") }
            .filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return ExactString(String(decoding: type, as: UTF8.self)).lowercasedASCII
    }

    private static func isJSON(_ type: ExactString) -> Bool {
        type == "application/json" || type.utf8.suffix(5).elementsEqual("+json".utf8)
    }

    // MARK: Writing

    private static func check(_ tokens: [String]) throws(WIMSEError) {
        guard tokens.count <= tokenLimit,
            tokens.allSatisfy({ CompactToken.isValid(Array($0.utf8)[...], in: .content) })
        else { throw .binding(.malformed, .content) }
    }

    private static func object(_ content: [UInt8]) throws(WIMSEError) -> [JSONMember] {
        guard
            let root = try? JSONDocument(
                parsing: content, limits: JSONLimits(octets: limit, depth: 64, values: 1 << 16)
            ).root, case .object(let members) = root.value
        else { throw .binding(.malformed, .content) }
        return members
    }

    private static func array(_ tokens: [String]) -> JSONValue {
        .array(tokens.map { .string(ExactString($0)) })
    }

    private static func value(_ name: ExactString, in members: [JSONMember]) -> JSONValue? {
        members.first { $0.name == name }?.value
    }

    private static func replacing(
        _ name: ExactString, by value: JSONValue, in members: [JSONMember]
    ) -> [JSONMember] {
        members.filter { $0.name != name } + [JSONMember(name, value)]
    }
}
