import Signing

extension TrustStore {
    //= ACT#req-act-tier2
    //# An implementation MAY support X.509 certificates
    /// The key of the certificates that a token brings: of the leaf of a chain to an anchor, if one of its URI
    /// names is the identifier.
    func leafKey(of request: Request) throws(TrustError) -> PublicKey {
        guard !anchors.isEmpty else { throw .certificatesNotEnabled }
        let leaf: CertificateChain.VerifiedLeaf
        do {
            leaf = try CertificateChain.verify(der: request.certificates, anchors: anchors, at: request.time)
        } catch {
            throw .certificate(error)
        }
        guard leaf.uriNames.contains(request.identifier) else {
            throw .certificateForAnotherName(request.identifier)
        }
        return leaf.publicKey
    }
}
