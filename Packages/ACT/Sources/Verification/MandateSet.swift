import Encoding
public import Claims
import JOSE

/// Mandates at hand, each verified once, found by the hash that records and delegation hops name.
///
/// A mandate that was refused stays in the set with its reason: whoever refers to it is refused as well.
public struct MandateSet: Sendable {
    private var byHash: [ContentHash: Result<VerifiedMandate, ACTError>] = [:]
    /// Who issued the verified mandates of a name.
    private var issuers: [Name: Set<ExactString>] = [:]

    /// What only mandates for one agent and one workflow share: a `jti` alone may be used by others as well.
    private struct Name: Hashable {
        let identifier: UUIDText
        let workflow: UUIDText?
        let subject: ExactString
    }

    /// No mandates.
    public init() {}

    /// Verifies `tokens` with `verifier` in audit mode, parents before their children.
    public init(verifying tokens: [[UInt8]], with verifier: ACTVerifier) {
        var verifier = verifier
        verifier.policy.mode = .audit
        // The audience of an ancestor is not the audience of its descendants.
        verifier.policy.audience = []
        let byDepth = tokens.map { (depth: Self.statedDepth(of: $0), token: $0) }.sorted {
            $0.depth < $1.depth
        }
        for (_, token) in byDepth { insert(token, verifier) }
    }

    /// How many mandates there are, refused ones too.
    public var count: Int { byHash.count }

    /// The verified mandates.
    public var verified: [VerifiedMandate] { byHash.values.compactMap { try? $0.get() } }

    /// The mandate whose compact form has this hash, or why it was refused; nil where it is not at hand.
    public subscript(hash: ContentHash) -> Result<VerifiedMandate, ACTError>? { byHash[hash] }

    /// Whether a verified mandate has this `jti` and `wid`, for this agent and by this issuer; by any where nil.
    func hasMandate(
        _ identifier: UUIDText, workflow: UUIDText?, subject: ExactString, issuer: ExactString?
    ) -> Bool {
        let name = Name(identifier: identifier, workflow: workflow, subject: subject)
        guard let found = issuers[name] else { return false }
        return issuer.map(found.contains) ?? true
    }

    private mutating func insert(_ token: [UInt8], _ verifier: ACTVerifier) {
        let hash = ContentHash(of: token)
        guard byHash[hash] == nil else { return }
        do throws(ACTError) {
            let mandate = try verifier.mandate(token, mandates: self)
            let claims = mandate.claims
            let name = Name(
                identifier: claims.identifier, workflow: claims.workflow, subject: claims.subject)
            issuers[name, default: []].insert(claims.issuer)
            byHash[hash] = .success(mandate)
        } catch {
            byHash[hash] = .failure(error)
        }
    }

    /// How many hops from a root a token says it is, unverified; 0 for what can't be read.
    public static func statedDepth(of token: [UInt8]) -> Int {
        guard let unverified = try? UnverifiedACT(token),
            let depth = unverified.claims.root["del"]?["depth"]?.integer
        else { return 0 }
        return Int(clamping: depth)
    }
}

extension MandateSet {
    /// Whether a text says that it is a mandate: `typ` of an ACT, and no `exec_act`. Nothing is verified.
    public static func isMandate(_ compact: [UInt8]) -> Bool {
        guard let dot = compact.firstIndex(of: UInt8(ascii: ".")), compact.count <= JWS.defaultLimit,
            let header = try? Base64URL.decode(compact.span.extracting(0..<dot)),
            let document = try? JSONDocument(parsing: header),
            document.root["typ"]?.string == ACTVerifier.type, let token = try? UnverifiedACT(compact)
        else { return false }
        return (try? token.phase()) == .mandate
    }
}
