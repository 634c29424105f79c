public import Encoding
public import JOSE
public import Signing

/// What an operator trusts, as one JSON text:
///
///     {"issuers":  {"<identifier>": {"jwks": {"keys": [JWK…]}, "algs": ["ES256"…]}…},
///      "x509":     {"anchors": ["-----BEGIN CERTIFICATE-----…"…]},
///      "did_key":  true,
///      "services": {"<iss>": {"keys": [JWK…], "profile": "statement"}…}}
///
/// Every member is optional, and one that is not known here is refused: a misspelt `algs` must not lift the
/// limit that was meant. An identifier that is listed is spoken for by its listed keys and by nothing else;
/// with no keys, nobody speaks for it.
///
/// Two files that mean the same are equal and encode to the same octets, whatever the order of their members.
public struct TrustFile: Hashable, Sendable {
    /// Tier 1: whose keys are pinned.
    public internal(set) var issuers: [ExactString: TrustedIssuer] = [:]
    /// Tier 2: certificates that a chain must lead to, ascending, no two the same.
    public internal(set) var anchors: [TrustAnchor] = []
    /// Tier 3: whether a `did:key` speaks for itself.
    public var allowsDIDKey = false
    /// Transparency services and the form of their receipts.
    public internal(set) var services: [ExactString: TrustedService] = [:]

    /// A file that trusts nobody.
    public init() {}

    /// SHA-256 over `encode()`: the name of a policy in an evidence bundle.
    public var policyHash: Digest32 { SHA256.digest(encode()) }
}

/// The keys of one identifier.
public struct TrustedIssuer: Hashable, Sendable {
    /// The keys, ascending by their effective key identifiers; no two of one identifier.
    public internal(set) var keys: [JWK]
    /// What the keys may be used with; nil for what the verifying profile allows. It narrows the profile's
    /// list and never widens it.
    public var algorithms: Set<SignatureAlgorithm>?

    /// An issuer with the keys of `set`; without one, an identifier that nobody speaks for.
    public init(_ set: JWKSet? = nil, algorithms: Set<SignatureAlgorithm>? = nil) {
        keys = (set?.keys ?? []).inOrder
        self.algorithms = algorithms
    }
}

/// A transparency service that receipts are accepted from.
public struct TrustedService: Hashable, Sendable {
    /// The keys that it signs receipts with, ascending by their effective key identifiers.
    public let keys: [JWK]
    /// What the leaves of its tree are.
    public let profile: ReceiptProfile

    /// A service with the keys of `set`.
    public init(_ set: JWKSet? = nil, profile: ReceiptProfile = .statement) {
        keys = (set?.keys ?? []).inOrder
        self.profile = profile
    }
}

/// What a transparency service makes the leaves of its tree from.
public enum ReceiptProfile: String, Hashable, Sendable, CaseIterable {
    /// The octets of the signed statement.
    case statement
    /// The SHA-256 of the signed statement.
    case statementHash = "statement-hash"
    /// The SHA-256 of the statement's payload.
    case payloadHash = "payload-hash"
    /// The leaf of a Confidential Consortium Framework ledger.
    case ccf
}

extension [JWK] {
    /// The keys by their effective identifiers: a set has no order that means anything.
    var inOrder: [JWK] {
        map { (id: $0.effectiveKeyID, key: $0) }.sorted { $0.id < $1.id }.map(\.key)
    }
}
