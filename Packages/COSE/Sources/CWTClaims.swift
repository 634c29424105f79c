public import CBOR
public import Encoding

/// The CWT claims of a header (RFC 9597, RFC 8392 §3.1): who says it of whom, and when. Times are seconds
/// since 1970-01-01T00:00:00Z.
///
/// ```cddl
/// CWT-Claims = { ? 1 => tstr, ? 2 => tstr, ? 4 => ~time, ? 5 => ~time, ? 6 => ~time, * label => any }
/// ```
public struct CWTClaims: Hashable, Sendable {
    /// `iss`, 1.
    public var issuer: ExactString?
    /// `sub`, 2.
    public var subject: ExactString?
    /// `exp`, 4. Of a fraction of a second the part before the point.
    public var expiration: Int64?
    /// `nbf`, 5. A fraction of a second is rounded up.
    public var notBefore: Int64?
    /// `iat`, 6. Of a fraction of a second the part before the point.
    public var issuedAt: Int64?
    /// Every other claim.
    public var others: CBORMap

    /// Gathers claims.
    public init(
        issuer: ExactString? = nil, subject: ExactString? = nil, expiration: Int64? = nil,
        notBefore: Int64? = nil, issuedAt: Int64? = nil, others: CBORMap = [:]
    ) {
        self.issuer = issuer
        self.subject = subject
        self.expiration = expiration
        self.notBefore = notBefore
        self.issuedAt = issuedAt
        self.others = others
    }

    /// The claims of a map; nil if a label is none, or a claim that this type names has another type.
    init?(_ value: CBORValue) {
        guard let map = value.entries else { return nil }
        self.init()
        for entry in map {
            let value = entry.value
            switch COSELabel(entry.key) {
            case 1:
                guard let text = value.text else { return nil }
                issuer = ExactString(text.string)
            case 2:
                guard let text = value.text else { return nil }
                subject = ExactString(text.string)
            case 4:
                guard let seconds = Self.seconds(value, .down) else { return nil }
                expiration = seconds
            case 5:
                guard let seconds = Self.seconds(value, .up) else { return nil }
                notBefore = seconds
            case 6:
                guard let seconds = Self.seconds(value, .down) else { return nil }
                issuedAt = seconds
            case nil: return nil
            default: others[entry.key] = value
            }
        }
    }

    /// A NumericDate (RFC 8392 §2): an integer, or a finite number that a double counts in whole seconds.
    private static func seconds(_ value: CBORValue, _ rule: FloatingPointRoundingRule) -> Int64? {
        guard case .float(let number) = value else { return value.integer }
        guard number.magnitude <= 0x1p53 else { return nil }
        return Int64(exactly: number.rounded(rule))
    }

    /// The claims as a data item.
    public var value: CBORValue {
        var map = others
        if let issuer { map[1] = .text(issuer.string) }
        if let subject { map[2] = .text(subject.string) }
        if let expiration { map[4] = .integer(expiration) }
        if let notBefore { map[5] = .integer(notBefore) }
        if let issuedAt { map[6] = .integer(issuedAt) }
        return .map(map)
    }
}
