public import Claims
import Encoding
public import HTTPTypes

/// The tokens of a message's fields or content, before anything binds them to it. They can be counted and named
/// in a log. They can't be acted upon: their octets come out only when a signature or proof token covers them.
public struct UnboundTokens: Sendable {
    /// The most tokens of a field.
    public static let limit = 256

    let executionContext: [[UInt8]]
    let mandate: [UInt8]?
    let records: [[UInt8]]
    let content: [[UInt8]]

    static let none = UnboundTokens(executionContext: [], mandate: nil, records: [], content: [])

    init(executionContext: [[UInt8]], mandate: [UInt8]?, records: [[UInt8]], content: [[UInt8]]) {
        self.executionContext = executionContext
        self.mandate = mandate
        self.records = records
        self.content = content
    }

    /// Reads the three fields. Throws `binding` errors: `tooLarge` where their values have more than `limit`
    /// octets together (or 8192 if that is more), before anything else of them is read; `malformed`, `severalMandates`, `tooMany`.
    public init(decoding fields: HTTPFields, limit: Int = ExecutionTokens.limit) throws(WIMSEError) {
        let context = CombinedField(.executionContext, in: fields)?.octets
        let mandate = CombinedField(.actMandate, in: fields)?.octets
        let records = CombinedField(.actRecord, in: fields)?.octets
        let sizes = [context, mandate, records].map { $0?.count ?? 0 }
        //= ACT#req-act-http-size-accept
        //# A receiver MUST accept at least 8192 octets for the three fields together.
        //= ECT#req-ect-http-size-accept
        //# A receiver MUST accept at least 8192 octets for these fields together.
        guard sizes.reduce(0, +) <= max(limit, ExecutionTokens.limit) else {
            let largest = sizes.max()
            let field: TokenField =
                sizes[0] == largest ? .executionContext : sizes[1] == largest ? .actMandate : .actRecord
            throw .binding(.tooLarge, field)
        }
        executionContext = try Self.tokens(context, .executionContext)
        let mandates = try Self.tokens(mandate, .actMandate)
        guard mandates.count <= 1 else { throw .binding(.severalMandates, .actMandate) }
        self.mandate = mandates.first
        self.records = try Self.tokens(records, .actRecord)
        content = []
    }

    private static func tokens(_ value: [UInt8]?, _ field: TokenField) throws(WIMSEError) -> [[UInt8]] {
        guard let value else { return [] }
        do { return try split(value, field) } catch { throw .binding(error, field) }
    }

    private static func split(_ value: [UInt8], _ field: TokenField) throws(BindingFault) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        for element in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let token = element.withoutOptionalWhiteSpace
            guard CompactToken.isValid(token, in: field) else { throw .malformed }
            guard tokens.count < limit else { throw .tooMany }
            tokens.append(Array(token))
        }
        return tokens
    }

    /// How many tokens there are.
    public var count: Int { all.count }

    /// The SHA-256 of each token: a name for logs that gives nothing of it away.
    public var hashes: [ContentHash] { all.map { ContentHash(of: $0) } }

    /// The fields that are there.
    public var fields: [TokenField] {
        var fields: [TokenField] = []
        if !executionContext.isEmpty { fields.append(.executionContext) }
        if mandate != nil { fields.append(.actMandate) }
        if !records.isEmpty { fields.append(.actRecord) }
        if !content.isEmpty { fields.append(.content) }
        return fields
    }

    private var all: [[UInt8]] { executionContext + (mandate.map { [$0] } ?? []) + records + content }
}

extension UnboundTokens: CustomStringConvertible {
    /// How many and what hashes they have.
    public var description: String {
        "\(count) unbound tokens: \(hashes.map(\.description).joined(separator: ", "))"
    }
}

/// Tokens that a signature or proof token of the sender covers. They come out of a verifier only; that they are
/// bound says who sent them, not that they are valid.
struct BoundTokens: Sendable {
    let executionContext: [[UInt8]]
    let mandate: [UInt8]?
    let records: [[UInt8]]
    let content: [[UInt8]]
}
