public import Encoding
public import JOSE
public import Signing

extension TrustFile {
    /// Pins `key` for `identifier`. Answers false where it was pinned already; another key of the same
    /// effective `kid` is refused, because the two could not be told apart.
    @discardableResult
    public mutating func add(_ key: JWK, for identifier: ExactString) throws(TrustError) -> Bool {
        try Self.check(identifier)
        let keyID = key.effectiveKeyID
        var keys = issuers[identifier]?.keys ?? []
        if let known = keys.first(where: { $0.effectiveKeyID == keyID }) {
            guard known == key else { throw .keyConflict(keyID, identifier: identifier) }
            return false
        }
        guard keys.count < JWKSet.limit else { throw .tooManyKeys(identifier: identifier) }
        keys.append(key)
        issuers[identifier, default: TrustedIssuer()].keys = keys.inOrder
        return true
    }

    /// Removes the key of `identifier` with this effective `kid`; answers whether it was there. The identifier
    /// stays pinned: without keys, nobody speaks for it.
    @discardableResult
    public mutating func removeKey(_ keyID: ExactString, of identifier: ExactString) -> Bool {
        guard var issuer = issuers[identifier],
            let at = issuer.keys.firstIndex(where: { $0.effectiveKeyID == keyID })
        else { return false }
        issuer.keys.remove(at: at)
        issuers[identifier] = issuer
        return true
    }

    /// Sets what `identifier` may sign with, pinning it; nil for all that the profile allows.
    public mutating func restrict(
        _ identifier: ExactString, to algorithms: Set<SignatureAlgorithm>?
    ) throws(TrustError) {
        try Self.check(identifier)
        issuers[identifier, default: TrustedIssuer()].algorithms = algorithms
    }

    /// Pins all keys of `issuer` for `identifier`, instead of what was said of it before.
    public mutating func setIssuer(_ issuer: TrustedIssuer, for identifier: ExactString) throws(TrustError) {
        try Self.check(identifier)
        issuers[identifier] = issuer
    }

    /// Unpins `identifier`, so that the other tiers may speak for it; answers whether it was pinned.
    @discardableResult
    public mutating func removeIssuer(_ identifier: ExactString) -> Bool {
        issuers.removeValue(forKey: identifier) != nil
    }

    /// Accepts chains to `anchor`; answers false where it was an anchor already.
    @discardableResult
    public mutating func add(_ anchor: TrustAnchor) -> Bool {
        guard !anchors.contains(anchor) else { return false }
        anchors = (anchors + [anchor]).sorted()
        return true
    }

    /// Accepts no chains to `anchor` any more; answers whether they were accepted.
    @discardableResult
    public mutating func remove(_ anchor: TrustAnchor) -> Bool {
        guard let at = anchors.firstIndex(of: anchor) else { return false }
        anchors.remove(at: at)
        return true
    }

    /// Accepts receipts of `service`, instead of what was said of it before.
    public mutating func setService(
        _ service: TrustedService, for identifier: ExactString
    ) throws(TrustError) {
        try Self.check(identifier)
        services[identifier] = service
    }

    /// Accepts no receipts of `identifier` any more; answers whether they were accepted.
    @discardableResult
    public mutating func removeService(_ identifier: ExactString) -> Bool {
        services.removeValue(forKey: identifier) != nil
    }

    private static func check(_ identifier: ExactString) throws(TrustError) {
        guard isIdentifier(identifier) else { throw .identifierInvalid(identifier) }
    }
}
