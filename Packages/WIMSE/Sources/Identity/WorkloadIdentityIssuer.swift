public import Claims
public import Encoding
public import JOSE
import Signing

/// Issues workload identity tokens (draft-ietf-wimse-workload-creds §3.1), as an identity server does.
public struct WorkloadIdentityIssuer: Sendable {
    /// The trust domain's key that signs.
    public let key: PrivateJWK
    /// `iss`, where it is to be stated.
    public let issuer: ExactString?

    /// An issuer with a P-256, P-384, P-521 or Ed25519 key. `kid` is the key's, or its thumbprint.
    public init(key: PrivateJWK, issuer: ExactString? = nil) {
        self.key = key
        self.issuer = issuer
    }

    /// A token that binds `confirmationKey` to `workload` until `expiration`.
    ///
    /// `confirmationKey` is the workload's public key; its `alg` is the only one that its type has where it
    /// states none. Throws `confirmationAlgorithm` for an RSA key without `alg`.
    public func issue(
        for workload: WorkloadIdentifier, confirming confirmationKey: JWK, issuedAt: NumericDate,
        expiration: NumericDate, identifier: ExactString? = nil
    ) throws(WIMSEError) -> String {
        guard let algorithm = confirmationKey.onlyAlgorithm,
            let bound = try? JWK(
                confirmationKey.publicKey, keyID: confirmationKey.keyID, algorithm: algorithm)
        else { throw .identity(.confirmationAlgorithm) }
        guard issuedAt < expiration else { throw .identity(.expired) }
        var writer = JSONWriter()
        writer.beginObject()
        if let issuer { writer.member("iss", issuer) }
        writer.member("sub", workload.uri)
        writer.member("iat", issuedAt.seconds)
        writer.member("exp", expiration.seconds)
        if let identifier { writer.member("jti", identifier) }
        writer.name("cnf")
        writer.beginObject()
        writer.name("jwk")
        writer.raw(bound.encode())
        writer.endObject()
        writer.endObject()
        do {
            return try JWS.sign(
                writer.octets, type: WorkloadIdentityVerifier.type, with: key,
                keyID: key.publicJWK.effectiveKeyID)
        } catch {
            throw .identity(.jws(.signatureInvalid))
        }
    }
}
