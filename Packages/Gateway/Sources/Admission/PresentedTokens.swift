import ACT
import Audit
import ECT
import Encoding
import HTTPTypes
import MCP

/// The tokens of a request, from its fields and from `params._meta`, sorted by what they say they are. Nothing of
/// them is verified.
struct PresentedTokens: Sendable {
    /// The mandate that the call is made under.
    let mandate: [UInt8]
    /// Other mandates: its ancestors.
    let ancestors: [[UInt8]]
    /// ACT records and ECTs.
    let records: [[UInt8]]

    /// The most tokens of a message.
    private static let limit = 256

    /// Reads them. Without `ACT-Mandate`, the mandate is the deepest of those in the content.
    init(
        _ fields: HTTPFields, _ message: JSONRPCMessage, limit: Int
    ) throws(CallRefusal) {
        let names = ["ACT-Mandate", "ACT-Record", "Execution-Context"].compactMap { HTTPField.Name($0) }
        let values = names.map { fields[values: $0] }
        let size = values.joined().reduce(0) { $0 + $1.utf8.count }
        guard size <= limit else { throw .act(.httpSizeRefuse) }
        let own = try Self.tokens(values[0]) { .act($0) }
        guard own.count <= 1 else { throw .act(.httpMandateSingle) }
        let listed = try Self.tokens(values[1]) { .act($0) }
        guard !listed.contains(where: MandateSet.isMandate) else { throw .act(.httpRecordPhase) }
        var records = listed + (try Self.tokens(values[2]) { _ in .ect(.httpField) })
        var mandates: [[UInt8]] = []
        for token in try Self.content(message) {
            if MandateSet.isMandate(token) { mandates.append(token) } else { records.append(token) }
        }
        guard own.count + mandates.count + records.count <= Self.limit else { throw .act(.bodyForm) }
        self.records = records
        if let token = own.first {
            (mandate, ancestors) = (token, mandates.filter { $0 != token })
        } else {
            (mandate, ancestors) = try Self.deepest(mandates)
        }
    }

    /// Comma-separated tokens in the grammar of the field.
    private static func tokens(
        _ lines: [String], _ refusal: (ACTRequirement) -> CallRefusal
    ) throws(CallRefusal) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        for line in lines {
            for part in line.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                let isSpace = { (octet: UInt8) in octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t") }
                var text = part.drop(while: isSpace)
                while let last = text.last, isSpace(last) { text = text.dropLast() }
                guard isToken(text) else { throw refusal(.httpField) }
                tokens.append(Array(text))
            }
        }
        return tokens
    }

    /// The array `params._meta.execution_context`.
    private static func content(_ message: JSONRPCMessage) throws(CallRefusal) -> [[UInt8]] {
        guard let member = message.params?["_meta"]?["execution_context"] else { return [] }
        guard member.kind == .array else { throw .act(.bodyForm) }
        var tokens: [[UInt8]] = []
        for element in member.elements {
            guard tokens.count < limit, let text = element.string, isToken(text.utf8[...]) else {
                throw .act(.bodyForm)
            }
            tokens.append(Array(text.utf8))
        }
        return tokens
    }

    private static func isToken(_ text: Substring.UTF8View) -> Bool {
        !text.isEmpty
            && text.allSatisfy { octet in
                switch octet {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// The mandate with the longest chain, which must be one: the others can only be its ancestors.
    private static func deepest(_ mandates: [[UInt8]]) throws(CallRefusal) -> ([UInt8], [[UInt8]]) {
        guard !mandates.isEmpty else { throw .act(.httpMissing) }
        let depths = mandates.map { MandateSet.statedDepth(of: $0) }
        let deepest = depths.max() ?? 0
        guard let index = depths.firstIndex(of: deepest), depths.count(where: { $0 == deepest }) == 1 else {
            throw .act(.httpMandateSingle)
        }
        var others = mandates
        let mandate = others.remove(at: index)
        return (mandate, others)
    }
}
