/// A claim: its one name, JSON type and meaning, from which decoders, draft tables and registrations are made.
public struct ClaimDefinition: Hashable, Sendable {
    /// The member name on the wire.
    public let name: String
    /// Its JSON type and grammar.
    public let type: ClaimType
    /// One sentence for the tables of the drafts and of IANA.
    public let meaning: String

    /// Defines a claim.
    public init(_ name: String, _ type: ClaimType, _ meaning: String) {
        self.name = name
        self.type = type
        self.meaning = meaning
    }
}

/// The JSON types and grammars that claims have.
public enum ClaimType: String, Hashable, Sendable, CaseIterable {
    case stringOrURI = "StringOrURI"
    case string = "string"
    case numericDate = "NumericDate"
    case uuid = "UUID string"
    case action = "action string"
    case hash = "base64url SHA-256"
    case audience = "string or array of strings"
    case identifiers = "array of UUID strings"
    case objects = "array of objects"
    case object = "object"
}

/// Whether a token must have a claim.
public enum Presence: String, Hashable, Sendable, CaseIterable {
    case required, optional
}

/// A claim's presence in one kind of token.
public struct ClaimRule: Hashable, Sendable {
    /// The claim.
    public let claim: ClaimDefinition
    /// Whether it must be there.
    public let presence: Presence

    /// The claim must be there.
    public static func required(_ claim: ClaimDefinition) -> ClaimRule {
        ClaimRule(claim: claim, presence: .required)
    }

    /// The claim may be there.
    public static func optional(_ claim: ClaimDefinition) -> ClaimRule {
        ClaimRule(claim: claim, presence: .optional)
    }
}

/// The claims that ACT and ECT share; each has this one definition.
extension ClaimDefinition {
    /// `iss` (RFC 7519 §4.1.1)
    public static let issuer = ClaimDefinition("iss", .stringOrURI, "Issuer: the party that signs")
    /// `sub` (RFC 7519 §4.1.2)
    public static let subject = ClaimDefinition("sub", .stringOrURI, "Subject: the agent that may act")
    /// `aud` (RFC 7519 §4.1.3)
    public static let audience = ClaimDefinition("aud", .audience, "Audience: every party that will verify")
    /// `exp` (RFC 7519 §4.1.4)
    public static let expiration = ClaimDefinition("exp", .numericDate, "Expiration time")
    /// `nbf` (RFC 7519 §4.1.5)
    public static let notBefore = ClaimDefinition("nbf", .numericDate, "Not before")
    /// `iat` (RFC 7519 §4.1.6)
    public static let issuedAt = ClaimDefinition("iat", .numericDate, "Issued at")
    /// `jti` (RFC 7519 §4.1.7)
    public static let identifier = ClaimDefinition("jti", .uuid, "Token identifier and task identifier")
    /// `wid`
    public static let workflow = ClaimDefinition("wid", .uuid, "Workflow identifier, the scope of `jti`")
    /// `exec_act`
    public static let action = ClaimDefinition("exec_act", .action, "Action that was executed")
    /// `pred`
    public static let predecessors = ClaimDefinition(
        "pred", .identifiers, "Identifiers of the predecessor tasks")
    /// `inp_hash`
    public static let inputHash = ClaimDefinition(
        "inp_hash", .hash, "SHA-256 of the exact octets of the input")
    /// `out_hash`
    public static let outputHash = ClaimDefinition(
        "out_hash", .hash, "SHA-256 of the exact octets of the output")
    /// `mnd_hash`
    public static let mandateHash = ClaimDefinition(
        "mnd_hash", .hash, "SHA-256 of the compact form of the mandate acted under")
}
