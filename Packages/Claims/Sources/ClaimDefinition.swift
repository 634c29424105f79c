/// A claim: its one name, JSON type and meaning, from which decoders, draft tables and registrations are made.
public struct ClaimDefinition: Hashable, Sendable {
    /// The member name on the wire.
    public let name: String
    /// Its JSON type and grammar.
    public let type: ClaimType
    /// What it says, for the tables of the drafts and of IANA.
    public let meaning: String
    /// Where the name is registered, or is to be.
    public let registration: ClaimRegistration

    /// Defines a claim.
    public init(
        _ name: String, _ type: ClaimType, _ meaning: String, _ registration: ClaimRegistration = .none
    ) {
        self.name = name
        self.type = type
        self.meaning = meaning
        self.registration = registration
    }
}

/// The JSON types and grammars that claims have, by their names in the drafts.
public enum ClaimType: String, Hashable, Sendable, CaseIterable {
    case stringOrURI = "identifier"
    case string = "string"
    case integer = "integer"
    case numericDate = "NumericDate"
    case uuid = "UUID"
    case action = "action"
    case hash = "hash"
    case audience = "identifier(s)"
    case identifiers = "array of UUIDs"
    case objects = "array of objects"
    case object = "object"
}

/// How a claim's name comes to stand in the registry of JSON Web Token claims.
public enum ClaimRegistration: Hashable, Sendable {
    /// It stands there already, with this reference.
    case registered(String)
    /// The drafts ask for it.
    case requested
    /// It is none of the registry's.
    case none
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
    public static let issuer = ClaimDefinition(
        "iss", .stringOrURI, "Issuer", .registered("RFC 7519, Section 4.1.1"))
    /// `sub` (RFC 7519 §4.1.2)
    public static let subject = ClaimDefinition(
        "sub", .stringOrURI, "Agent that may act", .registered("RFC 7519, Section 4.1.2"))
    /// `aud` (RFC 7519 §4.1.3)
    public static let audience = ClaimDefinition(
        "aud", .audience, "Parties that will verify", .registered("RFC 7519, Section 4.1.3"))
    /// `exp` (RFC 7519 §4.1.4)
    public static let expiration = ClaimDefinition(
        "exp", .numericDate, "Time of expiry", .registered("RFC 7519, Section 4.1.4"))
    /// `nbf` (RFC 7519 §4.1.5)
    public static let notBefore = ClaimDefinition(
        "nbf", .numericDate, "Start of validity", .registered("RFC 7519, Section 4.1.5"))
    /// `iat` (RFC 7519 §4.1.6)
    public static let issuedAt = ClaimDefinition(
        "iat", .numericDate, "Time of issue", .registered("RFC 7519, Section 4.1.6"))
    /// `jti` (RFC 7519 §4.1.7)
    public static let identifier = ClaimDefinition(
        "jti", .uuid, "Token and task", .registered("RFC 7519, Section 4.1.7"))
    /// `wid`
    public static let workflow = ClaimDefinition("wid", .uuid, "Workflow identifier", .requested)
    /// `exec_act`
    public static let action = ClaimDefinition("exec_act", .action, "Action that was executed", .requested)
    /// `pred`
    public static let predecessors = ClaimDefinition(
        "pred", .identifiers, "Predecessor tasks", .requested)
    /// `inp_hash`
    public static let inputHash = ClaimDefinition(
        "inp_hash", .hash, "SHA-256 of the input", .requested)
    /// `out_hash`
    public static let outputHash = ClaimDefinition(
        "out_hash", .hash, "SHA-256 of the output", .requested)
    /// `mnd_hash`
    public static let mandateHash = ClaimDefinition(
        "mnd_hash", .hash, "SHA-256 of the mandate", .requested)
}
