import Claims
import Encoding
import JOSE
import Signing
import Trust

/// A workload identity token that was parsed and **not** verified. It shows who it says it is about, which is
/// what an anchor is selected by, and nothing else.
public struct WorkloadIdentityToken: Sendable {
    /// The token's exact octets.
    public let compact: [UInt8]
    /// `sub`, unverified.
    public let unverifiedWorkload: WorkloadIdentifier
    let jws: JWS
    let claims: IdentityClaims

    /// Parses a token: size, segments, header and `typ`, claims.
    public init(parsing compact: [UInt8]) throws(IdentityFault) {
        let root: ClaimSet
        do throws(JWSError) {
            jws = try JWS(parsing: compact, limit: WorkloadIdentityVerifier.limit, requiresPayload: true)
            try jws.header.requireType([WorkloadIdentityVerifier.type])
            try jws.header.refuseForbiddenParameters()
        } catch {
            throw .jws(error)
        }
        do { root = try ClaimSet(parsing: jws.unverifiedPayload) } catch { throw .claim(error) }
        claims = try IdentityClaims(root)
        unverifiedWorkload = claims.workload
        self.compact = compact
    }
}

/// The claims of a WIT.
struct IdentityClaims: Sendable {
    let workload: WorkloadIdentifier
    let issuer: ExactString?
    let identifier: ExactString?
    let expiration: NumericDate
    let issuedAt: NumericDate?
    let notBefore: NumericDate?
    let key: JWK
    let algorithm: JWSAlgorithm

    private static let subject = ClaimDefinition("sub", .stringOrURI, "The workload identifier")
    private static let identifier = ClaimDefinition("jti", .string, "Token identifier")
    private static let confirmation = ClaimDefinition("cnf", .object, "The key of the workload")

    init(_ claims: ClaimSet) throws(IdentityFault) {
        let subject: ExactString
        do throws(ClaimError) {
            subject = try claims.stringOrURI(Self.subject).required(Self.subject)
            issuer = try claims.stringOrURI(.issuer)
            identifier = try claims.string(Self.identifier)
            expiration = try claims.date(.expiration).required(.expiration)
            issuedAt = try claims.date(.issuedAt)
            notBefore = try claims.date(.notBefore)
        } catch {
            throw .claim(error)
        }
        guard let workload = WorkloadIdentifier(subject) else { throw .notAWorkloadIdentifier }
        self.workload = workload
        guard let confirmation = claims.root[Self.confirmation.name] else {
            throw .claim(.missing(Self.confirmation.name))
        }
        guard let node = confirmation["jwk"] else { throw .confirmationKey(.memberMissing("jwk")) }
        // A key that is published with its private value proves nothing any more.
        guard node["d"] == nil else { throw .confirmationKey(.memberInvalid("d")) }
        do { key = try JWK(parsing: node) } catch { throw .confirmationKey(error) }
        guard let algorithm = key.algorithm else { throw .confirmationAlgorithm }
        self.algorithm = algorithm
    }
}

extension VerifiedWorkloadIdentity {
    init(_ claims: IdentityClaims, of token: WorkloadIdentityToken) {
        workload = claims.workload
        issuer = claims.issuer
        identifier = claims.identifier
        expiration = claims.expiration
        confirmationKey = claims.key
        algorithm = claims.algorithm
        compact = token.compact
        hash = ContentHash(of: token.compact)
        attested = AttestedTrust(key: claims.key, of: claims.workload.uri)
    }
}

/// The trust that a verified WIT gives: its key for its workload, and nothing else.
struct AttestedTrust: Sendable {
    let store: TrustStore

    private static let nobody = TrustStore(TrustFile())

    init(key: JWK, of workload: ExactString) { store = Self.nobody.attesting(key, for: workload) }
}
