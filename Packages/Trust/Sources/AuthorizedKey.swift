public import Encoding
public import JOSE
public import Signing

/// A key that may speak for an identifier with an algorithm. It can be had from a `TrustStore` only.
public struct AuthorizedKey: Hashable, Sendable {
    /// The key.
    public let key: JWK
    /// Whom it speaks for.
    public let identifier: ExactString
    /// What the trust rests on.
    public let tier: TrustTier
    /// The one algorithm that it was authorized for.
    public let algorithm: SignatureAlgorithm

    /// The algorithm as the allow-list that `JWS.verify` takes.
    public var algorithms: Set<SignatureAlgorithm> { [algorithm] }

    package init(key: JWK, identifier: ExactString, tier: TrustTier, algorithm: SignatureAlgorithm) {
        self.key = key
        self.identifier = identifier
        self.tier = tier
        self.algorithm = algorithm
    }
}

/// What the trust in a key rests on.
public enum TrustTier: String, Hashable, Sendable, CaseIterable {
    /// Tier 1: the trust file lists the key for the identifier.
    case pinned
    /// Tier 2: a certificate chain to an anchor of the trust file.
    case certificate
    /// Tier 3: the identifier is a DID.
    case did
    /// None of the three: the caller had the key attested for the identifier, as by a workload identity token.
    case attested
}
