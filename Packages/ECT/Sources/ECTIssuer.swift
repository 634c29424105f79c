import Claims
import Encoding
public import JOSE
import Signing

/// Writes ECTs. What would be refused by a reader is refused here, under the same requirement.
public struct ECTIssuer: Sendable {
    /// The key that signs.
    public let key: PrivateJWK
    /// `x5c`, where the key is certified.
    public let certificates: [[UInt8]]

    /// An issuer with a P-256, P-384 or Ed25519 key. `kid` is the key's, or its thumbprint.
    public init(key: PrivateJWK, certificates: [[UInt8]] = []) throws(ECTError) {
        guard !ECTVerifier.algorithms.isDisjoint(with: key.publicJWK.publicKey.type.algorithms) else {
            throw .rule(.alg)
        }
        self.key = key
        self.certificates = certificates
    }

    /// Signs an ECT: the compact form at L2 and L3.
    public func issue(_ claims: ExecutionClaims) throws(ECTError) -> String {
        let payload = try Self.payload(claims, ECTClaims.level2)
        let token: String
        do {
            //= ECT#req-ect-l2-envelope
            //# The compact form of an ECT at L2 and L3 MUST be a JSON Web Signature (JWS) in compact
            //# serialization RFC7515 that is signed with a private key of its issuer.
            //= ECT#req-ect-typ-write
            //# An issuer MUST write 'exec+jwt'.
            token = try JWS.sign(
                payload, type: ECTVerifier.type, with: key, keyID: key.publicJWK.effectiveKeyID,
                certificates: certificates)
        } catch {
            throw .rule(.signature)
        }
        guard token.utf8.count <= JWS.defaultLimit else {
            throw .jws(.tooLarge(octets: token.utf8.count, limit: JWS.defaultLimit))
        }
        return token
    }

    /// The compact form at L1, which nobody signs.
    public static func unsigned(_ claims: ExecutionClaims) throws(ECTError) -> String {
        //= ECT#req-ect-l1-envelope
        //# The compact form of an ECT at L1 MUST be the base64url encoding of the payload, and nothing
        //# else.
        Base64URL.encode(try payload(claims, ECTClaims.level1))
    }

    private static func payload(
        _ claims: ExecutionClaims, _ rules: [ClaimRule]
    ) throws(ECTError) -> [UInt8] {
        let payload = claims.encode()
        let read: ClaimSet
        do { read = try ClaimSet(parsing: payload) } catch { throw .claim(error) }
        _ = try ExecutionClaims(
            read, EnvelopeClaims(read, rules), rules, predecessorLimit: Predecessors.limit,
            readsDraft00: false)
        return payload
    }
}
