import Claims
import Encoding
import JOSE
import Trust
import WIMSE

extension FuzzTarget {
    /// A payload that is accepted as a WIT of the trust domain is about a workload of that domain, is issued again
    /// and accepted as the same; and nothing is accepted that the domain did not sign.
    static let wit = FuzzTarget("FuzzWIT") { payload in
        var file = TrustFile()
        try file.add(FuzzKey.key.publicJWK, for: "spiffe://example.com")
        let verifier = WorkloadIdentityVerifier(trust: TrustStore(file), cacheCapacity: 0)
        let now = NumericDate(clamping: FuzzKey.now)
        try must((try? verifier.verify(payload, at: now)) == nil, "accepted without a signature")
        let token = try JWS.sign(payload, type: WorkloadIdentityVerifier.type, with: FuzzKey.key)
        guard let identity = try? verifier.verify(Array(token.utf8), at: now) else { return }
        try must(identity.workload.trustDomain == "spiffe://example.com", "of another domain")
        try must(WorkloadIdentifier(identity.workload.uri) == identity.workload, "no workload identifier")
        try must(identity.confirmationKey.algorithm == identity.algorithm, "another algorithm")
        // RSA keys have several algorithms; the others are issued as they were read.
        let again = try WorkloadIdentityIssuer(key: FuzzKey.key, issuer: identity.issuer).issue(
            for: identity.workload, confirming: identity.confirmationKey, issuedAt: now,
            expiration: identity.expiration, identifier: identity.identifier)
        let read = try verifier.verify(Array(again.utf8), at: now)
        try must(
            read.workload == identity.workload && read.confirmationKey == identity.confirmationKey
                && read.expiration == identity.expiration && read.identifier == identity.identifier,
            "issued again it is another")
    }
}
