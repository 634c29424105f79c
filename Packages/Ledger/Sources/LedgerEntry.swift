public import Encoding

/// What kind of token an entry holds: found by whoever parsed and verified the token, never guessed here.
public enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    /// An ACT mandate.
    case actMandate = 1
    /// An ACT record.
    case actRecord = 2
    /// An execution context token (ECT).
    case ect = 3

    //= ECT#req-ect-ledger-mandates
    //# A ledger that stores mandates MUST keep their identifiers apart from those of records.
    /// The name space in which (`wid`, `jti`) names one token.
    ///
    /// An ACT mandate and its record share one `jti` by design (one mandate, one record), so a mandate
    /// and a record with the same name are two entries. Records are one name space whatever their
    /// profile: an ACT record and an ECT are nodes of one graph, and a graph's identifier is unique.
    public var nameSpace: NameSpace {
        switch self {
        case .actMandate: .mandates
        case .actRecord, .ect: .records
        }
    }

    /// A set of tokens in which no two share one (`wid`, `jti`).
    public enum NameSpace: Int64, Hashable, Sendable {
        /// What may be done.
        case mandates = 0
        /// What was done.
        case records = 1
    }
}

/// What a token says about itself: the part of an entry that follows from the token's octets alone.
public struct TokenName: Hashable, Sendable {
    /// The kind of token.
    public var kind: EntryKind

    /// The workflow, where the token names one.
    public var wid: ExactString?

    /// The token's identifier.
    public var jti: ExactString

    /// Who issued it.
    public var iss: ExactString

    /// A name as a parser of tokens finds it.
    public init(kind: EntryKind, wid: ExactString?, jti: ExactString, iss: ExactString) {
        self.kind = kind
        self.wid = wid
        self.jti = jti
        self.iss = iss
    }
}

/// A token that is to be appended.
public struct NewEntry: Hashable, Sendable {
    /// What the token says about itself.
    public var name: TokenName

    //= ACT#req-act-ledger-octets
    //# A ledger MUST keep the octets of a token exactly as they were verified.
    //= ECT#req-ect-ledger-octets
    //# A ledger MUST store the exact octets of the compact form.
    /// The token's exact octets: the input of the Merkle leaf.
    public var token: [UInt8]

    /// When it was recorded, in seconds since 1970.
    public var recorded: Int64

    /// The most octets that a token may have.
    public static let largestToken = 1 << 20

    /// What makes a token this one and no other: of a compact JWS all up to its second dot, of another the
    /// whole. Of an ECDSA signature anyone can make a second one that verifies, so it tells nothing apart.
    public static func signedPart(of token: [UInt8]) -> ArraySlice<UInt8> {
        let dot = UInt8(ascii: ".")
        guard let last = token.lastIndex(of: dot), let first = token.firstIndex(of: dot),
            token[..<last].lastIndex(of: dot) == first
        else { return token[...] }
        return token[...last]
    }

    /// A token with what its parser found in it.
    public init(name: TokenName, token: [UInt8], recorded: Int64) {
        self.name = name
        self.token = token
        self.recorded = recorded
    }

    /// A token with what its parser found in it.
    public init(
        kind: EntryKind, wid: ExactString?, jti: ExactString, iss: ExactString, token: [UInt8],
        recorded: Int64
    ) {
        self.init(
            name: TokenName(kind: kind, wid: wid, jti: jti, iss: iss), token: token, recorded: recorded)
    }
}

/// A token in the ledger.
public struct LedgerEntry: Hashable, Sendable {
    /// Its place, counted from 0.
    public let sequence: UInt64

    /// What the token says about itself.
    public let name: TokenName

    /// The token's exact octets.
    public let token: [UInt8]

    /// When it was recorded, in seconds since 1970.
    public let recorded: Int64
}

/// What became of one entry of a batch.
public enum AppendOutcome: Hashable, Sendable {
    /// It is in the ledger now, at this place.
    case appended(UInt64)
    /// The same token was there already, at this place.
    case present(UInt64)
    /// It was refused, and the ledger is as if it had never been offered.
    case refused(LedgerError)

    /// The place of the token; nil where it was refused.
    public var sequence: UInt64? {
        switch self {
        case .appended(let sequence), .present(let sequence): sequence
        case .refused: nil
        }
    }

    /// The place of the token, or the reason why it was refused.
    public func get() throws(LedgerError) -> UInt64 {
        switch self {
        case .appended(let sequence), .present(let sequence): return sequence
        case .refused(let error): throw error
        }
    }
}
