public import HTTPTypes

/// The tokens that a sender puts into a message's fields, in compact form.
public struct ExecutionTokens: Hashable, Sendable {
    /// ECTs: the sender's own first, then those of predecessors.
    public var executionContext: [String] = []
    /// The mandate under which the sender acts.
    public var mandate: String?
    /// ACT records.
    public var records: [String] = []

    /// What a sender keeps the three fields' values within together, in octets.
    public static let limit = 8192

    /// Tokens.
    public init(executionContext: [String] = [], mandate: String? = nil, records: [String] = []) {
        self.executionContext = executionContext
        self.mandate = mandate
        self.records = records
    }

    /// Whether there are none.
    public var isEmpty: Bool { executionContext.isEmpty && mandate == nil && records.isEmpty }

    /// Writes the fields in place of what was there. Throws `binding` errors: `tooLarge` where the values exceed
    /// 8192 octets, so that they belong into the content; `malformed` for a text that is no compact token.
    public func write(to fields: inout HTTPFields) throws(WIMSEError) {
        let values: [(field: TokenField, name: HTTPField.Name, tokens: [String])] = [
            (.executionContext, .executionContext, executionContext),
            (.actMandate, .actMandate, mandate.map { [$0] } ?? []), (.actRecord, .actRecord, records),
        ]
        for (field, name, tokens) in values {
            for token in tokens where !CompactToken.isValid(Array(token.utf8)[...], in: field) {
                throw .binding(.malformed, field)
            }
            let value = tokens.joined(separator: ", ")
            fields[name] = tokens.isEmpty ? nil : value
        }
        let size = values.reduce(0) { $0 + $1.tokens.joined(separator: ", ").utf8.count }
        //= ACT#req-act-http-size-send
        //# A sender MUST NOT use more than 8192 octets for the values of 'ACT-Mandate', 'ACT-Record' and
        //# 'Execution-Context' ECT together.
        //= ECT#req-ect-http-size-send
        //# A sender MUST keep the values of the fields 'Execution-Context', 'ACT-Mandate' and 'ACT-Record'
        //# of one message together within 8192 octets.
        guard size <= Self.limit else { throw .binding(.tooLarge, .executionContext) }
    }
}

/// The grammar of compact tokens in fields.
enum CompactToken {
    /// Whether `text` is one segment, for an unsigned ECT, or three.
    static func isValid(_ text: ArraySlice<UInt8>, in field: TokenField) -> Bool {
        var segments = 1
        var length = 0
        for octet in text {
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                length += 1
            case UInt8(ascii: "."):
                guard length > 0 else { return false }
                segments += 1
                length = 0
            default: return false
            }
        }
        return length > 0 && (segments == 3 || (segments == 1 && !field.isACT))
    }
}
