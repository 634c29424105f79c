public import Encoding

/// The form in which entries leave the ledger, one line each.
public enum LedgerExport: Hashable, Sendable {
    /// The tokens alone: a token set as every command reads it.
    case tokens
    /// JSON objects `{"seq", "kind", "wid", "jti", "iss", "recorded", "token"}`; `wid` only where there is one.
    case json
}

extension EntryKind {
    /// The kind's name in exports and reports.
    public var label: String {
        switch self {
        case .actMandate: "act-mandate"
        case .actRecord: "act-record"
        case .ect: "ect"
        }
    }
}

extension Ledger {
    /// Hands every entry to `write` as one line with its line feed, holding a few in memory at a time.
    ///
    /// A token with other characters than a compact serialization has can't be a line of its own: it is
    /// refused as `damaged`.
    ///
    /// - Parameter wid: only the entries of one workflow (`.some(nil)`: of none); all of them by default.
    public func export(
        _ form: LedgerExport, wid: ExactString?? = .none, to write: ([UInt8]) throws -> Void
    ) throws {
        var cursor = if let wid { try entries(wid: wid) } else { try entries() }
        while let entry = try cursor.next() {
            guard entry.token.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }) else {
                throw LedgerError.damaged("the token of entry \(entry.sequence) is not a line of text")
            }
            switch form {
            case .tokens: try write(entry.token + [lineFeed])
            case .json: try write(entry.json + [lineFeed])
            }
        }
    }
}

extension LedgerEntry {
    /// The entry as one JSON object.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("seq", Int64(clamping: sequence))
        writer.member("kind", name.kind.label)
        if let wid = name.wid { writer.member("wid", wid) }
        writer.member("jti", name.jti)
        writer.member("iss", name.iss)
        writer.member("recorded", recorded)
        writer.member("token", String(decoding: token, as: UTF8.self))
        writer.endObject()
        return writer.octets
    }
}
