public import Claims
public import Encoding
import HTTPTypes
public import JOSE
import Signing

/// A workload proof token (draft-ietf-wimse-wpt-02): proof that the sender of a request holds the key of its WIT,
/// for one audience and for the tokens that it names. It does not cover method, path or content.
public struct WorkloadProofToken: Sendable {
    /// `aud`: whom the request is for.
    public var audience: ExactString
    /// `exp`: until when it counts, some minutes at most.
    public var expiration: NumericDate
    /// `jti`: unlike that of any other.
    public var identifier: ExactString
    /// `wth`: the hash of the WIT.
    public var identityHash: ContentHash
    /// `tth`: the hash of the `Txn-Token`, where there is one.
    public var transactionTokenHash: ContentHash?
    /// `oth`: the hashes of other fields' values, by their names in lower case.
    public var otherHashes: [String: ContentHash]

    /// The `typ` of a WPT.
    public static let type: ExactString = "wpt+jwt"
    /// The longest WPT, in octets.
    public static let limit = 8192
    /// The authentication scheme.
    public static let scheme = "WPT"

    /// A token's claims.
    public init(
        audience: ExactString, expiration: NumericDate, identifier: ExactString, identityHash: ContentHash,
        transactionTokenHash: ContentHash? = nil, otherHashes: [String: ContentHash] = [:]
    ) {
        self.audience = audience
        self.expiration = expiration
        self.identifier = identifier
        self.identityHash = identityHash
        self.transactionTokenHash = transactionTokenHash
        self.otherHashes = otherHashes
    }

    /// The compact form, signed with the key of the WIT.
    public func sign(with key: PrivateJWK) throws(WIMSEError) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("aud", audience)
        writer.member("exp", expiration.seconds)
        writer.member("jti", identifier)
        writer.member("wth", identityHash.text)
        if let transactionTokenHash { writer.member("tth", transactionTokenHash.text) }
        if !otherHashes.isEmpty {
            writer.name("oth")
            writer.beginObject()
            for (name, hash) in otherHashes.sorted(by: { $0.key < $1.key }) { writer.member(name, hash.text) }
            writer.endObject()
        }
        writer.endObject()
        do {
            return try JWS.sign(writer.octets, type: Self.type, with: key)
        } catch {
            throw .proof(.algorithm)
        }
    }

    /// Verifies the signature with the key of `identity`, and that the token is for that WIT. Audience, times and
    /// the hashes of fields are the receiver's to check.
    init(
        verifying compact: [UInt8], of identity: VerifiedWorkloadIdentity
    ) throws(ProofFault) {
        let verified: VerifiedJWS
        do throws(JWSError) {
            let jws = try JWS(parsing: compact, limit: Self.limit, requiresPayload: true)
            try jws.header.requireType([Self.type])
            guard jws.header.algorithmName == ExactString(identity.algorithm.rawValue) else {
                throw .algorithmNotForKey(jws.header.algorithmName)
            }
            verified = try jws.verify(
                with: identity.confirmationKey, algorithms: [identity.algorithm.signatureAlgorithm])
        } catch {
            if case .algorithmNotForKey = error { throw .algorithm }
            throw .jws(error)
        }
        do { try self.init(ClaimSet(parsing: verified.payload)) } catch { throw .claim(error) }
        guard identityHash == identity.hash else { throw .identityHash }
    }

    private static let audienceClaim = ClaimDefinition("aud", .string, "Target URI or a deployment's value")
    private static let identifierClaim = ClaimDefinition("jti", .string, "Token identifier")
    private static let identityClaim = ClaimDefinition("wth", .hash, "SHA-256 of the WIT")
    private static let transactionClaim = ClaimDefinition("tth", .hash, "SHA-256 of the Txn-Token")

    /// The most members of `oth`.
    static let otherLimit = 32

    private init(_ claims: ClaimSet) throws(ClaimError) {
        audience = try claims.string(Self.audienceClaim).required(Self.audienceClaim)
        expiration = try claims.date(.expiration).required(.expiration)
        identifier = try claims.string(Self.identifierClaim).required(Self.identifierClaim)
        guard KeyID.isValid(identifier) else { throw .invalid("jti", .tooLong) }
        identityHash = try claims.hash(Self.identityClaim).required(Self.identityClaim)
        transactionTokenHash = try claims.hash(Self.transactionClaim)
        var hashes: [String: ContentHash] = [:]
        if let node = claims.root["oth"] {
            guard node.kind == .object else { throw .wrongType("oth", expected: "an object") }
            for (name, value) in node.members {
                guard hashes.count < Self.otherLimit else { throw .invalid("oth", .tooMany) }
                guard let hash = value.string.flatMap({ ContentHash($0) }) else {
                    throw .invalid("oth", .notAHash)
                }
                hashes[name.string] = hash
            }
        }
        otherHashes = hashes
    }
}
