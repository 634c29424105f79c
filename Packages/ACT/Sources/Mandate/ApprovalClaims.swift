public import Claims
import Encoding

/// The claims of an approval token: one action of one mandate, within a window.
public struct ApprovalClaims: Hashable, Sendable {
    /// `jti` of the mandate.
    public var identifier: UUIDText
    /// `action` that is approved.
    public var action: Action
    /// `iat`: when it was approved.
    public var issuedAt: NumericDate
    /// `exp`: until when it may be executed.
    public var expiration: NumericDate

    /// Claims of an approval.
    public init(identifier: UUIDText, action: Action, issuedAt: NumericDate, expiration: NumericDate) {
        self.identifier = identifier
        self.action = action
        self.issuedAt = issuedAt
        self.expiration = expiration
    }

    static let actionClaim = ClaimDefinition("action", .action, "Action that is approved")

    init(_ claims: ClaimSet) throws(ACTError) {
        do throws(ClaimError) {
            identifier = try claims.uuid(.identifier).required(.identifier)
            action = try claims.action(Self.actionClaim).required(Self.actionClaim)
            issuedAt = try claims.date(.issuedAt).required(.issuedAt)
            expiration = try claims.date(.expiration).required(.expiration)
            guard expiration > issuedAt else { throw .invalid("exp", .contradiction) }
        } catch {
            throw .claim(error)
        }
    }

    /// The payload.
    public func encode() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("jti", identifier.text)
        writer.member("action", action.text)
        writer.member("iat", issuedAt.seconds)
        writer.member("exp", expiration.seconds)
        writer.endObject()
        return writer.octets
    }
}
